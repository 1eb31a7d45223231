/** Today in a zone, YYYY-MM-DD. */
export const today = (zone: string) => dayIn(zone, new Date(performance.timeOrigin + performance.now()))
export const dayIn = (zone: string, at: Date) => new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at)

/** The last second of a day in a zone, as an instant: the first that is written `23:59:59` there. */
export function endOf(day: string, zone: string): string {
  const wall = Date.parse(`${day}T23:59:59Z`)
  const shown = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' })
  const offsetAt = (instant: number) => {
    const [date, time] = shown.format(new Date(instant)).split(', ')
    return Date.parse(`${date}T${time}Z`) - instant
  }
  const near = wall - offsetAt(wall)
  return new Date(wall - offsetAt(near)).toISOString()
}
