import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { afterQuietHours, isFinal, openChannels, withoutAddresses } from './policy.ts'

const choice = (notificationType: string, channel: string, isEnabled: boolean) => ({
  notificationType,
  channel,
  isEnabled,
  deliverySchedule: {},
})

test('the choice for one type goes before the choice for all', () => {
  const choices = [choice('*', 'email', false), choice('course_reminder', 'email', true), choice('fitness_update', 'in_app', false)]
  const cases = [
    ['course_assigned', ['in_app']],
    ['course_reminder', ['in_app', 'email']],
    ['fitness_update', []],
    ['security_alert', ['in_app', 'email']],
  ] as const
  for (const [type, open] of cases) assert.deepEqual(openChannels(type, ['in_app', 'email'], choices), open, type)
})

test('quiet hours end on the wall clock of the person, also when the clocks change', () => {
  const night = { from: '20:00', until: '07:00', days: [1, 2, 3, 4, 5, 6, 7] }
  const weekend = { from: '00:00', until: '00:00', days: [6, 7] }
  const cases: [string, typeof night, string, string][] = [
    ['2026-06-15T12:00:00Z', night, 'Europe/London', '2026-06-15T12:00:00Z'],
    ['2026-06-15T19:00:00Z', night, 'Europe/London', '2026-06-16T06:00:00Z'],
    ['2026-06-15T18:59:59Z', night, 'Europe/London', '2026-06-15T18:59:59Z'],
    ['2026-06-16T06:00:00Z', night, 'Europe/London', '2026-06-16T06:00:00Z'],
    ['2026-06-15T19:00:00Z', night, 'America/New_York', '2026-06-15T19:00:00Z'],
    ['2026-03-28T23:00:00Z', night, 'Europe/London', '2026-03-29T06:00:00Z'],
    ['2026-10-24T23:00:00Z', night, 'Europe/London', '2026-10-25T07:00:00Z'],
    ['2026-06-20T10:00:00Z', weekend, 'Europe/London', '2026-06-21T23:00:00Z'],
    ['2026-06-15T02:00:00Z', { ...night, days: [1] }, 'Europe/London', '2026-06-15T02:00:00Z'],
  ]
  for (const [now, quiet, zone, due] of cases)
    assert.equal(afterQuietHours(Temporal.Instant.from(now), quiet, zone).toString(), due, `${now} ${zone}`)
})

test('nothing is sent inside quiet hours, nor later than they end', () => {
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map((part) => part.map((n) => `${n}`.padStart(2, '0')).join(':'))
  const quiet = fc.record({ from: time, until: time, days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 6 }) })
  const instant = fc
    .integer({ min: 1_767_225_600, max: 1_798_761_600 })
    .map((seconds) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000))
  fc.assert(
    fc.property(instant, quiet, fc.constantFrom('Europe/London', 'Pacific/Auckland', 'UTC'), (now, hours, zone) => {
      const due = afterQuietHours(now, hours, zone)
      assert.ok(Temporal.Instant.compare(due, now) >= 0)
      assert.equal(Temporal.Instant.compare(afterQuietHours(due, hours, zone), due), 0)
      assert.ok(now.until(due, { largestUnit: 'hours' }).hours <= 7 * 24 + 1)
    }),
  )
})

test('a delivery is given up when the server says never, or has failed twelve times', () => {
  assert.equal(isFinal(Object.assign(new Error('550'), { responseCode: 550 }), 1), true)
  assert.equal(isFinal(Object.assign(new Error('421'), { responseCode: 421 }), 11), false)
  assert.equal(isFinal(Object.assign(new Error('535'), { responseCode: 535, code: 'EAUTH' }), 1), false)
  assert.equal(isFinal(new Error('timeout'), 12), true)
  assert.equal(withoutAddresses(new Error('550 <ann.b@example.org>: unknown')), '550 <…>: unknown')
})
