import { AppError, invalid } from '#platform/errors.ts'

export type Cycle = 'monthly' | 'quarterly' | 'yearly'
const months: Record<Cycle, number> = { monthly: 1, quarterly: 3, yearly: 12 }
const noted = (at: Temporal.Instant) => at.toZonedDateTimeISO('UTC')

/**
 * The end of the period that begins at `from`: the first instant after it that lies so many whole cycles (calendar months, UTC)
 * behind the anchor. Counted from the anchor, a 31st comes back after a shorter month.
 */
export function periodEnd(anchor: Temporal.Instant, cycle: Cycle, from: Temporal.Instant): Temporal.Instant {
  const start = noted(anchor)
  const passed = Math.floor(start.until(noted(from), { largestUnit: 'months' }).months / months[cycle])
  for (let n = Math.max(passed, 0); ; n++) {
    const end = start.add({ months: n * months[cycle] }).toInstant()
    if (Temporal.Instant.compare(end, from) > 0) return end
  }
}

/** Amounts are whole pence (or cents) wherever they are counted; the currencies offered all have two decimals. */
export const toMinor = (amount: number): number => Math.round(amount * 100)
export const toMajor = (minor: number): number => minor / 100

/** `part` of `whole` of an amount of at least 0, rounded half up to a whole minor unit; never more than the amount. */
export function shareOf(minor: number, part: number, whole: number): number {
  if (whole <= 0 || part <= 0) return 0
  const [amount, of, all] = [BigInt(minor), BigInt(Math.min(part, whole)), BigInt(whole)]
  return Number((2n * amount * of + all) / (2n * all))
}
/** Tax on a net amount of either sign, half away from zero; `rate` in per cent with two decimals. */
export const vatOf = (net: number, rate: number): number => Math.sign(net) * shareOf(Math.abs(net), Math.round(rate * 100), 10_000) || 0

/** Whole days (UTC) that a span touches at its beginning: the day on which something changes belongs to what comes after. */
export const daysBetween = (from: Temporal.Instant, to: Temporal.Instant): number =>
  noted(from).toPlainDate().until(noted(to).toPlainDate(), { largestUnit: 'days' }).days

export type Treatment = 'standard' | 'reverse_charge' | 'exempt'
type Taxed = { taxTreatment: Treatment; taxNote: string | null }
export type VatRate = { from: string; rate: number }
/** The rate (per cent) of documents issued at `now`: of the last day (UTC) that has come; 0 before the first, and for whom none is. */
export function vatRateAt(rates: readonly VatRate[], { taxTreatment }: Pick<Taxed, 'taxTreatment'>, now: Temporal.Instant): number {
  if (taxTreatment !== 'standard') return 0
  const today = noted(now).toPlainDate().toString()
  const begun = rates.filter(({ from }) => from <= today).sort((a, b) => (a.from < b.from ? -1 : 1))
  return begun.at(-1)?.rate ?? 0
}
/** What a document must say where it has no tax (Directive 2006/112/EC, art. 226; VAT Regulations 1995, reg. 14). */
export const taxNoteOf = ({ taxTreatment, taxNote }: Taxed): string | null =>
  taxTreatment === 'reverse_charge' ? 'Reverse charge: the customer accounts for VAT.' : taxTreatment === 'exempt' ? taxNote : null
/** Gross amounts of either sign parted into net and tax; together they are the amount, to the penny. */
export function partedOf(gross: number, rate: number): { net: number; vat: number } {
  const vat = Math.sign(gross) * shareOf(Math.abs(gross), Math.round(rate * 100), 10_000 + Math.round(rate * 100)) || 0
  return { net: gross - vat, vat }
}

type Terms = { name: string; minor: number; cycle: Cycle }
type Period = { starts: Temporal.Instant; ends: Temporal.Instant }
export type Line = { description: string; minor: number }
export type Change = {
  /** What goes on the document: a credit is negative. */
  lines: Line[]
  /** The running period ends as it would have; else a new one begins now. */
  keepsPeriod: boolean
}
const day = (at: Temporal.Instant) => noted(at).toPlainDate().toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
/** As people read a span of days: its last one included. */
const span = ({ starts, ends }: Period) => `${day(starts)} to ${day(ends.subtract({ hours: 24 }))}`

/**
 * What another plan costs from `now` on. The unused days of the running period, which is paid in advance, are credited at the price
 * they were charged at. With the same cycle the new plan is charged for those days only; with another, a whole new period.
 * `from` is null where nothing was charged: a first subscription, or a trial.
 */
export function changeOf({
  from,
  period,
  to,
  now,
}: {
  from: Terms | null
  period: Period | null
  to: Terms
  now: Temporal.Instant
}): Change {
  const keepsPeriod = from !== null && period !== null && from.cycle === to.cycle && Temporal.Instant.compare(period.ends, now) > 0
  const [all, left] = period ? [daysBetween(period.starts, period.ends), Math.max(0, daysBetween(now, period.ends))] : [0, 0]
  const rest = period ? `${left} of ${all} days, until ${day(period.ends)}` : ''
  const credit = from ? -shareOf(from.minor, left, all) : 0
  const fresh = { starts: now, ends: periodEnd(now, to.cycle, now) }
  const lines = [
    { description: `${from?.name}: unused ${rest}`, minor: credit },
    keepsPeriod
      ? { description: `${to.name}: ${rest}`, minor: shareOf(to.minor, left, all) }
      : { description: `${to.name}: ${span(fresh)}`, minor: to.minor },
  ]
  return { lines: lines.filter(({ minor }) => minor !== 0), keepsPeriod }
}
/** The one line of a period that is billed as a whole. */
export const periodLine = (to: Terms, period: Period): Line => ({ description: `${to.name}: ${span(period)}`, minor: to.minor })

/**
 * Until when a plan is free at first: its days of trial, or what is left of the tenant's own trial, whichever is longer; null where
 * neither is left.
 */
export function trialUntil(
  { tenantTrialEndsAt, trialDays }: { tenantTrialEndsAt: string | null; trialDays: number },
  now: Temporal.Instant,
): Temporal.Instant | null {
  const ends = [now.add({ hours: 24 * trialDays }), ...(tenantTrialEndsAt ? [Temporal.Instant.from(tenantTrialEndsAt)] : [])]
  const last = ends.sort(Temporal.Instant.compare).at(-1) as Temporal.Instant
  return Temporal.Instant.compare(last, now) > 0 ? last : null
}

/** An overdue invoice is asked for so often; half the grace later the tenant is suspended. */
export const mostReminders = 2
/** When the next step follows: each comes half the grace after the one before was taken, so nobody is suspended unwarned. */
export const nextStep = (graceDays: number, now: Temporal.Instant): Temporal.Instant => now.add({ hours: 12 * graceDays })

export const unpaidReason = 'An invoice is overdue. It works again as soon as it is paid.'
export const endedReason = 'The subscription has ended. It works again once a plan is chosen.'

const refusal = (code: string, words: string) => () => new AppError(409, `billing.${code}`, words)
export const notReady = refusal('not_ready', 'Nothing can be billed yet: whoever runs Salus has still to say who writes the invoices.')
export const detailsFirst = refusal('details_first', 'Please say first to whom invoices are addressed.')
export const retired = refusal('plan_retired', 'This plan is no longer offered.')
export const samePlan = refusal('same_plan', 'This plan is in force already.')
export const otherCurrency = refusal('other_currency', 'This plan is priced in another currency than your invoices.')
export const settleFirst = refusal('settle_first', 'Please settle the overdue invoice first.')
export const onlyOperator = refusal('only_operator', 'Whoever runs Salus has suspended your organisation. Please ask them first.')
export const priceMoved = refusal('price_moved', 'The price has changed since you looked. Please look at it again.')
export const noSubscription = refusal('no_subscription', 'No subscription is in force.')
export const nothingOpen = refusal('nothing_open', 'Nothing is open on this invoice any more.')
export const noCard = refusal('no_card', 'Cards are not taken here. Please pay by bank transfer, as the invoice says.')
export const currencyFixed = refusal('currency_fixed', 'The currency stays while a subscription is in force.')
export const periodBilled = refusal('period_billed', 'This period has been billed already.')
export const creditedTwice = refusal('credited_twice', 'This invoice has been taken back already.')
export const overRefunded = (most: number) =>
  new AppError(
    409,
    'billing.over_refunded',
    `At most ${toMajor(most).toFixed(2)} of this invoice can go back: what was paid, less what has gone back.`,
  )
export const referenceNeeded = () =>
  invalid('reference', 'Part of it was paid by bank transfer: send that back first, and type the reference.')
export const noReverseCharge = () =>
  invalid('taxTreatment', 'The reverse charge is for customers with a VAT number in another country than yours. Type both first.')
export const overpaid = refusal('overpaid', 'This is more than is open on the invoice.')
export const recordedTwice = refusal('recorded_twice', 'A payment with this reference is on record for this invoice already.')
export const samePrefix = refusal('same_prefix', 'Invoices and credit notes need numbers of their own: choose two prefixes.')
export const oneCharge = refusal('one_charge', 'A payment of this invoice is under way.')
export const tooMany = (people: number, most: number) =>
  new AppError(409, 'billing.too_many_people', `You have ${people} people; this plan is for at most ${most}. Deactivate some first.`)
export const tooFull = (most: number) =>
  new AppError(409, 'billing.too_full', `Your files take more than the ${most} GB of this plan. Remove some first.`)
