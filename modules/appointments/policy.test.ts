import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Case, canBecome, mayDo } from './policy.ts'
import { AppointmentStatus } from './shapes.ts'

const at = (text: string) => Temporal.Instant.from(text)
const booked = (status: AppointmentStatus): Case => ({
  status,
  startsAt: '2026-06-16T09:00:00Z',
  employeeUserId: 'ann',
  professionalUserId: 'noor',
})
const ann = { userId: 'ann', permissions: new Set(['appointments:book']) }
const noor = { userId: 'noor', permissions: new Set(['appointments:book', 'appointments:conduct']) }
const desk = { userId: 'desk', permissions: new Set(['appointments:book', 'appointments:manage']) }
const max = { userId: 'max', permissions: new Set(['appointments:book', 'appointments:conduct', 'appointments:book_for_others']) }

test('an appointment moves from state to state only as drawn', () => {
  const drawn = new Set([
    'scheduled confirmed',
    'scheduled cancelled',
    'scheduled no_show',
    'confirmed in_progress',
    'confirmed cancelled',
    'confirmed no_show',
    'in_progress completed',
  ])
  for (const from of AppointmentStatus.options)
    for (const to of AppointmentStatus.options) assert.equal(canBecome(from, to), drawn.has(`${from} ${to}`), `${from} → ${to}`)
})

const early = at('2026-06-15T09:00:00Z')
const soon = at('2026-06-16T08:00:00Z')
const then = at('2026-06-16T09:00:00Z')
// who, status, when: what they may
const cases: [string, typeof ann, AppointmentStatus, Temporal.Instant, string][] = [
  ['the employee, the day before', ann, 'scheduled', early, 'cancel move readReason'],
  ['the employee, once it has begun', ann, 'confirmed', then, 'readReason'],
  ['the employee, afterwards', ann, 'completed', then, 'readReason'],
  ['the professional, the day before', noor, 'scheduled', early, 'confirm cancel move readReason prepare'],
  ['the professional, when confirmed', noor, 'confirmed', early, 'cancel move readReason prepare'],
  ['the professional, an hour before', noor, 'confirmed', soon, 'start cancel move readReason prepare'],
  ['the professional, when it should begin', noor, 'confirmed', then, 'start markNoShow cancel readReason prepare'],
  ['the professional, when it was never confirmed', noor, 'scheduled', then, 'confirm markNoShow cancel readReason prepare'],
  ['the professional, in it', noor, 'in_progress', then, 'complete readReason prepare'],
  ['the professional, after cancellation', noor, 'cancelled', early, 'readReason'],
  ['who manages appointments', desk, 'scheduled', early, 'cancel move'],
  ['who manages appointments, afterwards', desk, 'completed', then, ''],
  ['another professional', max, 'scheduled', early, ''],
]
for (const [who, actor, status, now, may] of cases)
  test(`${who} may: ${may || 'nothing'}`, () => {
    const allowed = Object.entries(mayDo(booked(status), actor, now)).flatMap(([verb, yes]) => (yes ? [verb] : []))
    assert.deepEqual(allowed.join(' '), may)
  })
