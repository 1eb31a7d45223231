import type { Span } from './shapes.ts'
import { weekdays } from './shapes.ts'

/** What one professional's free times follow from. */
export type Rules = {
  timeZone: string
  workingHours: Partial<Record<string, readonly Span[]>>
  /** Instead of the weekday's hours: [day, spans]. */
  exceptions: readonly (readonly [string, readonly Span[]])[]
  /** Appointments that hold time, in order: [from, to) in epoch seconds. */
  busy: readonly (readonly [number, number])[]
}

/** One calendar day in one zone: where its wall clock stands among the instants (epoch milliseconds). */
export type ZonedDay = { day: string; weekday: string; midnight: number; before: number; after: number; turn: number }

const minute = 60_000
const looked = new Map<string, readonly ZonedDay[]>()
const lookedMost = 500

/** The days from `from` to `to`, both included, in a zone: kept, as everybody asks about the same few weeks. */
export function zonedDays(timeZone: string, from: string, to: string): readonly ZonedDay[] {
  const key = `${timeZone} ${from} ${to}`
  const days = looked.get(key) ?? lookUp(timeZone, from, to)
  if (looked.size >= lookedMost) looked.clear()
  looked.set(key, days)
  return days
}

/**
 * The days from `from` to `to`, both included, in a zone, with the offset before and after the change of clocks where one falls on
 * the day (`turn`, otherwise 0). This is all that is asked of the time zone database; the rest is arithmetic.
 */
function lookUp(timeZone: string, from: string, to: string): ZonedDay[] {
  const days: ZonedDay[] = []
  const last = Temporal.PlainDate.from(to)
  let date = Temporal.PlainDate.from(from)
  let eve = eveOf(date, timeZone)
  while (Temporal.PlainDate.compare(date, last) <= 0) {
    const next = date.add({ days: 1 })
    const nextEve = eveOf(next, timeZone)
    const [before, after] = [offsetOf(eve), offsetOf(nextEve)]
    days.push({
      day: date.toString(),
      weekday: weekdays[date.dayOfWeek - 1] as string,
      midnight: Date.parse(`${date}T00:00:00Z`),
      before,
      after,
      turn: before === after ? 0 : (eve.getTimeZoneTransition('next')?.epochMilliseconds ?? 0),
    })
    date = next
    eve = nextEve
  }
  return days
}
/** The last millisecond before the day. */
const eveOf = (date: Temporal.PlainDate, timeZone: string) => date.toZonedDateTime(timeZone).subtract({ milliseconds: 1 })
const offsetOf = (at: Temporal.ZonedDateTime) => at.offsetNanoseconds / 1e6

/**
 * Working time of one day as instants: [from, to) in epoch milliseconds, flat and in order. Where the clocks go forward, the hour
 * that does not exist is not worked. Where they go back, a span that contains the repeated hour works through both; one that ends
 * in it ends at the first of the two equal wall times, and one that begins in it begins at the second, unless it ends there too.
 */
export function workingTime(day: ZonedDay, spans: readonly Span[]): number[] {
  const out: number[] = []
  for (const [opens, closes] of spans) {
    const [first, last] = [day.midnight + minutesOf(opens) * minute, day.midnight + minutesOf(closes) * minute]
    const to = instantOf(day, last, false)
    const late = instantOf(day, first, true)
    const from = late < to ? late : instantOf(day, first, false)
    if (from < to) out.push(from, to)
  }
  return out
}

/** The instant of a wall time (as if it were UTC): of two, the earlier or the later; for none, the moment of the change. */
function instantOf({ before, after, turn }: ZonedDay, wall: number, later: boolean): number {
  if (before === after) return wall - before
  const [early, late] = [wall - before, wall - after]
  if (early < turn) return later && late >= turn ? late : early
  return late >= turn ? late : turn
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Times are offered from the beginning of each span, at most this far apart. */
const widestStep = 30 * minute

/**
 * When an appointment of `durationMinutes` may begin after `now`: epoch milliseconds in order. Each lies with its whole length
 * inside one span of working time and touches no appointment.
 */
export function freeStarts(rules: Rules, days: readonly ZonedDay[], durationMinutes: number, now: number): number[] {
  const length = durationMinutes * minute
  const step = Math.min(length, widestStep)
  const exceptions = new Map(rules.exceptions)
  const { busy } = rules
  const starts: number[] = []
  let next = 0
  for (const day of days) {
    const spans = exceptions.get(day.day) ?? rules.workingHours[day.weekday] ?? []
    const working = workingTime(day, spans)
    for (let i = 0; i < working.length; i += 2) {
      const last = (working[i + 1] as number) - length
      for (let start = working[i] as number; start <= last; start += step) {
        if (start <= now) continue
        while (next < busy.length && (busy[next] as [number, number])[1] * 1000 <= start) next++
        const taken = busy[next]
        if (taken && taken[0] * 1000 < start + length) continue
        starts.push(start)
      }
    }
  }
  return starts
}
