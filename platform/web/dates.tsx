import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from './session.tsx'

type Look = 'date' | 'time' | 'dateTime' | 'long' | 'hour'
const looks: Record<Look, Intl.DateTimeFormatOptions> = {
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit' },
  dateTime: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  hour: { hour: 'numeric' },
  long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' },
}
type Format = { look?: Look; zone: string; locale: string; showZone?: boolean }

const formats = new Map<string, Intl.DateTimeFormat>()
function format(locale: string, options: Intl.DateTimeFormatOptions) {
  const key = `${locale} ${JSON.stringify(options)}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formats.set(key, known)
  return known
}

/** Milliseconds since 1970 by this device's clock, which may be wrong: what decides is the server's. */
export const deviceTime = (): number => Date.now()

/** An instant (ISO 8601) in words: '29 Mar 2026, 09:30', with 'BST' behind it when asked. */
export function formatInstant(instant: string, { look = 'dateTime', zone, locale, showZone = false }: Format): string {
  const options = { ...looks[look], timeZone: zone, hourCycle: 'h23' as const, ...(showZone ? { timeZoneName: 'short' as const } : {}) }
  return format(locale, options).format(new Date(instant))
}

/** A calendar day (YYYY-MM-DD) in words: it has no zone. */
export function formatDay(day: string, locale: string, withWeekday = false): string {
  const options = { ...(withWeekday ? { ...looks.date, weekday: 'short' as const } : looks.date), timeZone: 'UTC' }
  return format(locale, options).format(new Date(`${day}T00:00:00Z`))
}

/** Dates as this person reads them: `const dates = useDates(); dates.instant(appointment.startsAt)`. */
export function useDates() {
  const { me } = useSession()
  const { i18n } = useTranslation()
  const locale = i18n.language === 'en' ? 'en-GB' : i18n.language
  const zone = me?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  return useMemo(
    () => ({
      zone,
      locale,
      instant: (instant: string, options: Partial<Format> = {}) => formatInstant(instant, { zone, locale, ...options }),
      day: (day: string, withWeekday = false) => formatDay(day, locale, withWeekday),
    }),
    [zone, locale],
  )
}

type DateTimeProps = {
  at: string
  look?: Look
  /** IANA; the viewer's own when left out. */
  zone?: string
  /** Shows the zone; always shown when `zone` differs from the viewer's. */
  showZone?: boolean
}

/** `<DateTime at={appointment.startsAt} />` */
export function DateTime({ at, look, zone, showZone }: DateTimeProps) {
  const dates = useDates()
  const foreign = zone !== undefined && zone !== dates.zone
  const options = { ...(look ? { look } : {}), ...(zone ? { zone } : {}), showZone: showZone ?? foreign }
  return <time dateTime={at}>{dates.instant(at, options)}</time>
}

/** `<DayDate day="2026-03-29" />` */
export function DayDate({ day, weekday = false }: { day: string; weekday?: boolean }) {
  return <time dateTime={day}>{useDates().day(day, weekday)}</time>
}

/** Names for the arrows of a calendar, whether of days, months or years, and no nameless dialog around it: `<DatePickerInput {...useCalendar()} …>`. */
export function useCalendar() {
  const { t } = useTranslation()
  return {
    previousLabel: t('calendar.previous'),
    nextLabel: t('calendar.next'),
    popoverProps: { withRoles: false },
  }
}
