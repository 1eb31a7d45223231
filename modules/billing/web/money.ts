import { useDates } from '#platform/web/dates.tsx'

/** Amounts as this person reads them: `money(120, 'GBP')`. */
export function useMoney(): (amount: number, currency: string) => string {
  const { locale } = useDates()
  return (amount, currency) => new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount)
}
