import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Span } from './shapes.ts'
import { freeStarts, type Rules, workingTime, zonedDays } from './slots.ts'

const london = 'Europe/London'
const every = (spans: Span[]): Rules['workingHours'] =>
  Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, spans]))
const rules = (more: Partial<Rules>): Rules => ({ timeZone: london, workingHours: {}, exceptions: [], busy: [], ...more })
const epoch = (at: string) => Temporal.Instant.from(at).epochMilliseconds
const seconds = (at: string) => epoch(at) / 1000
const wall = (at: number, zone = london) =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime().toString().slice(0, 16)
/** Free times of some days as UTC, HH:MM behind the day. */
const free = (
  given: Rules,
  { from, to = from, minutes = 30, now = '2000-01-01T00:00Z' }: { from: string; to?: string; minutes?: number; now?: string },
) => freeStarts(given, zonedDays(given.timeZone, from, to), minutes, epoch(now)).map((at) => new Date(at).toISOString().slice(11, 16))

test('a morning with a break offers times up to the break and after it', () => {
  const morning = rules({
    workingHours: {
      monday: [
        ['09:00', '10:15'],
        ['10:30', '11:30'],
      ],
    },
  })
  assert.deepEqual(free(morning, { from: '2026-01-12' }), ['09:00', '09:30', '10:30', '11:00'])
  assert.deepEqual(free(morning, { from: '2026-01-13' }), [], 'Tuesday is free')
  assert.deepEqual(free(morning, { from: '2026-01-12', minutes: 60 }), ['09:00', '10:30'])
})

test('in summer the same wall time is an hour earlier in UTC', () => {
  const nine = rules({ workingHours: every([['09:00', '09:30']]) })
  assert.deepEqual(free(nine, { from: '2026-03-28', to: '2026-03-30' }), ['09:00', '08:00', '08:00'])
  assert.deepEqual(free(nine, { from: '2026-10-24', to: '2026-10-26' }), ['08:00', '09:00', '09:00'])
})

test('the hour that does not exist on 29 March is not worked', () => {
  const night = rules({ workingHours: every([['00:00', '03:00']]) })
  assert.deepEqual(free(night, { from: '2026-03-29', minutes: 60 }), ['00:00', '00:30', '01:00'])
  assert.deepEqual(free(rules({ workingHours: every([['01:00', '02:00']]) }), { from: '2026-03-29' }), [])
  assert.deepEqual(free(rules({ workingHours: every([['01:30', '02:30']]) }), { from: '2026-03-29' }), ['01:00'])
})

test('the hour that comes twice on 25 October is worked once where a span begins or ends in it, and through where it spans it', () => {
  const of = (span: Span) => free(rules({ workingHours: every([span]) }), { from: '2026-10-25' })
  assert.deepEqual(of(['01:00', '02:00']), ['01:00', '01:30'], 'the second one')
  assert.deepEqual(of(['00:30', '01:30']), ['23:30', '00:00'], 'until the first half past one')
  assert.deepEqual(of(['01:15', '01:45']), ['00:15'], 'the first one, for it ends there')
  assert.deepEqual(of(['00:00', '03:00']), ['23:00', '23:30', '00:00', '00:30', '01:00', '01:30', '02:00', '02:30'], 'four real hours')
})

test('a zone that changes its clocks at midnight keeps its days', () => {
  const santiago = rules({ timeZone: 'America/Santiago', workingHours: every([['00:00', '02:00']]) })
  assert.deepEqual(free(santiago, { from: '2026-09-06' }), ['04:00', '04:30'], '00:00 to 01:00 does not exist')
  const havana = rules({ timeZone: 'America/Havana', workingHours: every([['08:00', '08:30']]) })
  assert.deepEqual(free(havana, { from: '2026-10-31', to: '2026-11-01' }), ['12:00', '13:00'])
})

test('an exception replaces the weekday, and an empty one is a day off', () => {
  const given = rules({
    workingHours: every([['09:00', '10:00']]),
    exceptions: [
      ['2026-01-13', []],
      ['2026-01-14', [['14:00', '14:30']]],
    ],
  })
  assert.deepEqual(free(given, { from: '2026-01-12', to: '2026-01-14' }), ['09:00', '09:30', '14:00'])
})

test('what is booked, or past, is not offered; what only touches it is', () => {
  const given = rules({
    workingHours: every([['09:00', '11:00']]),
    busy: [[seconds('2026-01-12T09:20Z'), seconds('2026-01-12T10:00Z')]],
  })
  assert.deepEqual(free(given, { from: '2026-01-12' }), ['10:00', '10:30'])
  assert.deepEqual(free(given, { from: '2026-01-12', minutes: 20 }), ['09:00', '10:00', '10:20', '10:40'])
  assert.deepEqual(free(given, { from: '2026-01-12', now: '2026-01-12T10:00Z' }), ['10:30'], 'a time that begins now is gone')
})

// Whatever the hours, the bookings and the day: around both changes of the clocks, in three zones.
const clock = fc.integer({ min: 0, max: 24 * 12 }).map((fives) => {
  const minutes = fives * 5
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
})
const spans = fc.uniqueArray(clock, { minLength: 2, maxLength: 8 }).map((times) => {
  const sorted = times.sort()
  return Array.from({ length: Math.floor(sorted.length / 2) }, (_, i): Span => [sorted[2 * i] as string, sorted[2 * i + 1] as string])
})
const zone = fc.constantFrom(london, 'America/New_York', 'Australia/Lord_Howe')
const day = fc.constantFrom('2026-03-08', '2026-03-28', '2026-03-29', '2026-04-05', '2026-06-01', '2026-10-04', '2026-10-25', '2026-11-01')
const busyOn = (on: string) =>
  fc
    .uniqueArray(fc.integer({ min: -60, max: 40 * 12 }), { maxLength: 24 })
    .map((fives) =>
      fives
        .sort((a, b) => a - b)
        .map((five): [number, number] => [seconds(`${on}T00:00Z`) + five * 300, seconds(`${on}T00:00Z`) + five * 300 + 300]),
    )
const situation = fc
  .record({ zone, day, spans, minutes: fc.constantFrom(5, 15, 20, 30, 45, 60, 90) })
  .chain((given) => busyOn(given.day).map((busy) => ({ ...given, busy })))

test('no free time overlaps a booking, and none lies outside the wall-clock hours', () => {
  fc.assert(
    fc.property(situation, ({ zone, day, spans, minutes, busy }) => {
      const given = rules({ timeZone: zone, workingHours: every(spans), busy })
      for (const start of freeStarts(given, zonedDays(zone, day, day), minutes, 0)) {
        const end = start + minutes * 60_000
        assert.ok(
          busy.every(([from, to]) => to * 1000 <= start || from * 1000 >= end),
          'overlaps a booking',
        )
        const [opens, closes] = [wall(start, zone), wall(end - 1, zone)]
        assert.ok(
          spans.some(([from, to]) => opens >= `${day}T${from}` && closes < `${day}T${to}`),
          `${opens}–${closes} is outside ${JSON.stringify(spans)}`,
        )
      }
    }),
    { numRuns: 2000 },
  )
})

test('on a day without a change of clocks, every time of the grid that is free is offered', () => {
  fc.assert(
    fc.property(spans, fc.constantFrom(10, 30, 60), busyOn('2026-06-01'), (spans, minutes, busy) => {
      const given = rules({ workingHours: every(spans), busy })
      const [only] = zonedDays(london, '2026-06-01', '2026-06-01')
      assert.ok(only)
      const working = workingTime(only, spans)
      const expected: number[] = []
      for (let i = 0; i < working.length; i += 2)
        for (let at = working[i] as number; at + minutes * 60_000 <= (working[i + 1] as number); at += Math.min(minutes, 30) * 60_000)
          if (busy.every(([from, to]) => to * 1000 <= at || from * 1000 >= at + minutes * 60_000)) expected.push(at)
      assert.deepEqual(freeStarts(given, [only], minutes, 0), expected)
    }),
    { numRuns: 500 },
  )
})

test('working time begins and ends within its wall clock', () => {
  fc.assert(
    fc.property(zone, day, spans, (zone, day, spans) => {
      const [only] = zonedDays(zone, day, day)
      assert.ok(only)
      for (const span of spans) {
        const [from, to] = workingTime(only, [span])
        if (from === undefined || to === undefined) continue
        assert.ok(wall(from, zone) >= `${day}T${span[0]}`)
        assert.ok(wall(to - 1, zone) < `${day}T${span[1]}`)
      }
    }),
    { numRuns: 1000 },
  )
})
