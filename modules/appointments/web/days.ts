/** Days as YYYY-MM-DD; they have no zone, so they are counted in UTC. */
const utc = (day: string) => new Date(`${day}T00:00:00Z`)

/** Today on the wall of this zone. */
export const todayIn = (zone: string) => dayOf(performance.timeOrigin + performance.now(), zone)

/** The day an instant (ISO 8601 or epoch milliseconds) falls on in a zone. */
export function dayOf(at: string | number, zone: string): string {
  const format = known.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  known.set(zone, format)
  return format.format(new Date(at))
}
const known = new Map<string, Intl.DateTimeFormat>()

export function addDays(day: string, days: number): string {
  const date = utc(day)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

export const daysFrom = (day: string, count: number) => Array.from({ length: count }, (_, i) => addDays(day, i))

/** The Monday on or before a day. */
export const mondayOf = (day: string) => addDays(day, -((utc(day).getUTCDay() + 6) % 7))

export const isWeekend = (day: string) => utc(day).getUTCDay() % 6 === 0

/** Minutes since midnight on the wall of a zone. */
export function minutesIn(at: string, zone: string): number {
  const format =
    clocks.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  clocks.set(zone, format)
  const [hours, minutes] = format.format(new Date(at)).split(':') as [string, string]
  return Number(hours) * 60 + Number(minutes)
}
const clocks = new Map<string, Intl.DateTimeFormat>()

/** `Tuesday 16 June`, in the reader's language. */
export const longDay = (day: string, locale: string) =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(utc(day)).replace(',', '')
/** `Tue 16`. */
export const shortDay = (day: string, locale: string) =>
  new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', timeZone: 'UTC' }).format(utc(day)).replace(',', '')
/** `15 – 21 June 2026`. */
export const dayRange = (from: string, to: string, locale: string) =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).formatRange(utc(from), utc(to))
