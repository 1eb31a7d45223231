import assert from 'node:assert/strict'
import { test } from 'node:test'
import { employed, practising } from '../../tests/clinic.ts'
import { world } from '../../tests/world.ts'
import * as api from './contract.ts'

const w = await world('2026-03-20T09:00:00Z')
const ann = await employed(w, 'Ann')
const early: [string, string][] = [['09:00', '09:30']]
const noor = await practising(w, 'Noor', { workingHours: { saturday: early, sunday: early } })
const { professionalId } = noor
const free = async (from: string, to: string) => {
  const { items } = await ann.call(api.findSlots, { query: { type: 'consultation', mode: 'in_person', professionalId, from, to } })
  return items.flatMap((item) => item.starts.map((start) => start.slice(5, 16)))
}

test('the clinic keeps its hours when the clocks change', async () => {
  assert.deepEqual(await free('2026-03-28', '2026-03-29'), ['03-28T09:00', '03-29T08:00'])
  assert.deepEqual(await free('2026-10-24', '2026-10-25'), ['10-24T08:00', '10-25T09:00'])
})

test('what is booked across the change keeps the wall time that was promised', async () => {
  const book = (startsAt: string) =>
    ann.call(api.bookAppointment, { body: { professionalId, type: 'consultation', mode: 'in_person', startsAt } })
  assert.equal(
    (
      await ann.refused(api.bookAppointment, {
        body: { professionalId, type: 'consultation', mode: 'in_person', startsAt: '2026-03-29T09:00:00Z' },
      })
    ).code,
    'appointments.not_offered',
  )
  const made = [await book('2026-03-29T08:00:00Z'), await book('2026-10-25T09:00:00Z')]
  const { rows } = await w.owner.query(
    'select local_start::text as at, time_zone from appointments.appointments where id = any($1) order by starts_at',
    [made.map((appointment) => appointment.id)],
  )
  assert.deepEqual(rows, [
    { at: '2026-03-29 09:00:00', time_zone: 'Europe/London' },
    { at: '2026-10-25 09:00:00', time_zone: 'Europe/London' },
  ])
  assert.deepEqual(await free('2026-03-29', '2026-03-29'), [])
  const week = await noor.call(api.getCalendar, { params: { id: professionalId }, query: { from: '2026-03-28', to: '2026-03-29' } })
  assert.deepEqual(
    week.working.map((span) => span.startsAt.slice(11, 16)),
    ['09:00', '08:00'],
  )
})
