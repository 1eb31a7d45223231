import assert from 'node:assert/strict'
import { test } from 'node:test'
import { employed, practising } from '../../tests/clinic.ts'
import { type Person, world } from '../../tests/world.ts'
import * as api from './contract.ts'

const w = await world()
const ann = await employed(w, 'Ann')
const noor = await practising(w, 'Noor')
const omar = await practising(w, 'Omar')
const monday = '2026-06-15T09:00:00Z'
const reset = async () => {
  w.clock.set(monday)
  return { ann: await w.signIn(ann), noor: await w.signIn(noor), omar: await w.signIn(omar) }
}
const book = (person: Person, startsAt: string, more: object = {}) =>
  person.call(api.bookAppointment, {
    body: { professionalId: noor.professionalId, type: 'consultation', mode: 'in_person', startsAt, ...more },
  })
const of = (appointment: { id: string }) => ({ params: { id: appointment.id } })
const refusedTo = async (person: Person, endpoint: typeof api.confirmAppointment, appointment: { id: string }) =>
  (await person.refused(endpoint, of(appointment))).code

test('an appointment is confirmed, started and completed by its professional, in this order and in its time', async () => {
  const { ann, noor } = await reset()
  const made = await book(ann, '2026-06-16T09:00:00Z')
  assert.equal(await refusedTo(noor, api.startAppointment, made), 'appointments.not_now')
  assert.equal(await refusedTo(noor, api.completeAppointment, made), 'appointments.not_now')
  assert.equal(await refusedTo(noor, api.markNoShow, made), 'appointments.too_early')
  assert.equal((await ann.refused(api.confirmAppointment, of(made))).status, 403)
  assert.equal(await refusedTo(omar, api.confirmAppointment, made), 'not_found', 'a colleague does not even know of it')

  const confirmed = await noor.call(api.confirmAppointment, of(made))
  assert.equal(confirmed.status, 'confirmed')
  assert.equal(await refusedTo(noor, api.startAppointment, made), 'appointments.too_early')

  w.clock.set('2026-06-16T08:30:00Z')
  const [then, there] = [await w.signIn(noor), await w.signIn(ann)]
  assert.equal((await then.call(api.startAppointment, of(made))).status, 'in_progress')
  assert.equal((await there.refused(api.cancelAppointment, { ...of(made), body: { reason: 'Too late' } })).code, 'appointments.not_now')
  const completed = await then.call(api.completeAppointment, of(made))
  assert.equal(completed.status, 'completed')
  assert.deepEqual(Object.values(completed.may).filter(Boolean).length, 1, 'only reading is left')
  assert.equal(await refusedTo(then, api.confirmAppointment, made), 'appointments.not_now')

  const { rows } = await w.owner.query(
    'select from_status, to_status, changed_by from appointments.status_changes where appointment_id = $1 order by changed_at, id',
    [made.id],
  )
  assert.deepEqual(
    rows.map((row) => [row.from_status, row.to_status, row.changed_by === noor.id ? 'Noor' : 'Ann']),
    [
      [null, 'scheduled', 'Ann'],
      ['scheduled', 'confirmed', 'Noor'],
      ['confirmed', 'in_progress', 'Noor'],
      ['in_progress', 'completed', 'Noor'],
    ],
  )
  const { rows: events } = await w.owner.query("select name from platform.events where payload->>'appointmentId' = $1 order by id", [
    made.id,
  ])
  assert.deepEqual(
    events.map((row) => row.name.split('.')[1]),
    ['booked', 'confirmed', 'status_changed', 'status_changed'],
  )
})

test('who does not come is marked so, once it should have begun', async () => {
  const { ann } = await reset()
  const made = await book(ann, '2026-06-16T10:00:00Z')
  w.clock.set('2026-06-16T10:05:00Z')
  const then = await w.signIn(noor)
  assert.equal((await then.call(api.markNoShow, of(made))).status, 'no_show')
  assert.equal(await refusedTo(then, api.confirmAppointment, made), 'appointments.not_now')
})

test('either side cancels with a reason, which frees the time for others', async () => {
  const { ann, noor, omar } = await reset()
  const made = await book(ann, '2026-06-16T12:00:00Z')
  const noReason = await ann.refused(api.cancelAppointment, { ...of(made), body: { reason: '  ' } })
  assert.equal(noReason.status, 422)
  const cancelled = await ann.call(api.cancelAppointment, { ...of(made), body: { reason: 'Shift changed' } })
  assert.deepEqual([cancelled.status, cancelled.cancelledReason], ['cancelled', 'Shift changed'])
  assert.equal((await noor.refused(api.cancelAppointment, { ...of(made), body: { reason: 'Again' } })).code, 'appointments.not_now')

  const again = await book(ann, '2026-06-16T12:00:00Z')
  const body = { reason: 'I am away that day' }
  assert.equal((await omar.refused(api.cancelAppointment, { ...of(again), body })).status, 404)
  assert.equal((await noor.call(api.cancelAppointment, { ...of(again), body })).status, 'cancelled')
})

test('a moved appointment stays the same one, at a free time', async () => {
  const { ann, noor } = await reset()
  const bea = await employed(w, 'Bea')
  const made = await book(ann, '2026-06-17T08:00:00Z')
  await book(bea, '2026-06-17T08:30:00Z')
  const to = (startsAt: string, more: object = {}) => ({ ...of(made), body: { startsAt, ...more } })
  assert.equal((await ann.refused(api.moveAppointment, to('2026-06-17T08:30:00Z'))).code, 'appointments.slot_taken')
  assert.equal((await ann.refused(api.moveAppointment, to('2026-06-17T08:10:00Z'))).code, 'appointments.not_offered')
  assert.equal((await bea.refused(api.moveAppointment, to('2026-06-17T09:00:00Z'))).status, 404)

  const stale = await ann.refused(api.moveAppointment, to('2026-06-17T09:00:00Z'), { 'if-match': String(made.version + 1) })
  assert.equal(stale.status, 412)
  const moved = await ann.call(api.moveAppointment, to('2026-06-17T09:00:00Z'), { 'if-match': String(made.version) })
  assert.deepEqual([moved.id, moved.startsAt, moved.endsAt], [made.id, '2026-06-17T09:00:00Z', '2026-06-17T09:30:00Z'])
  const { rows } = await w.owner.query('select local_start::text from appointments.appointments where id = $1', [made.id])
  assert.equal(rows[0].local_start, '2026-06-17 10:00:00', 'British Summer Time')
  await book(bea, '2026-06-17T08:00:00Z')

  const other = await noor.call(api.moveAppointment, to('2026-06-17T09:00:00Z', { professionalId: omar.professionalId, mode: 'phone' }))
  assert.deepEqual([other.professional.name, other.mode, other.location], ['Omar Example', 'phone', null])
  assert.equal((await noor.refused(api.getAppointment, of(made))).status, 404, 'it is no longer hers')
  const { rows: events } = await w.owner.query(
    "select payload from platform.events where name = 'appointments.moved' and payload->>'appointmentId' = $1 order by id",
    [made.id],
  )
  assert.deepEqual(
    events.map((row) => row.payload.userIds),
    [
      [ann.id, noor.id],
      [ann.id, omar.id, noor.id],
    ],
  )
})

test('an appointment that overlaps its own new time moves nevertheless', async () => {
  const { ann } = await reset()
  const made = await book(ann, '2026-06-18T08:00:00Z', { type: 'health_check' })
  const moved = await ann.call(api.moveAppointment, { ...of(made), body: { startsAt: '2026-06-18T08:30:00Z' } })
  assert.equal(moved.startsAt, '2026-06-18T08:30:00Z')
})

test('a cancelled or past appointment does not move', async () => {
  const { ann } = await reset()
  const made = await book(ann, '2026-06-18T12:00:00Z')
  const cancelled = await ann.call(api.cancelAppointment, { ...of(made), body: { reason: 'No longer needed' } })
  const body = { startsAt: '2026-06-18T13:00:00Z' }
  assert.equal((await ann.refused(api.moveAppointment, { ...of(cancelled), body })).code, 'appointments.not_now')
  const past = await book(ann, '2026-06-15T12:00:00Z')
  w.clock.set('2026-06-15T12:00:00Z')
  assert.equal((await (await w.signIn(ann)).refused(api.moveAppointment, { ...of(past), body })).code, 'appointments.not_now')
})

test('why somebody comes is read by them and their professional only, and each reading is on record', async () => {
  const { ann, noor, omar } = await reset()
  const reason = 'canary-reason: my back hurts'
  const made = await book(ann, '2026-06-19T08:00:00Z', { reason })
  assert.equal(made.may.readReason, true)
  assert.ok(!JSON.stringify(made).includes('canary'))
  assert.equal((await ann.call(api.readReason, of(made))).reason, reason)
  const preparation = 'canary-preparation: ask about lifting'
  await noor.call(api.prepareAppointment, { ...of(made), body: { text: preparation } })
  assert.deepEqual(await noor.call(api.readReason, of(made)), { reason, preparation })
  assert.equal((await ann.call(api.readReason, of(made))).preparation, null, 'the preparation is the professional’s own')
  assert.equal((await w.administrator.refused(api.readReason, of(made))).status, 403)
  assert.equal((await omar.refused(api.readReason, of(made))).status, 404)
  assert.equal((await omar.refused(api.prepareAppointment, { ...of(made), body: { text: 'x' } })).status, 404)
  assert.equal((await ann.refused(api.prepareAppointment, { ...of(made), body: { text: 'x' } })).status, 403)

  const { rows } = await w.owner.query(
    "select user_id from platform.audit_logs where service_name = 'appointments' and action = 'read' and entity_id = $1 order by created_at",
    [made.id],
  )
  assert.deepEqual(
    rows.map((row) => row.user_id),
    [ann.id, noor.id, ann.id],
  )
  for (const table of ['platform.audit_logs', 'platform.events', 'appointments.appointments', 'appointments.status_changes']) {
    const found = await w.owner.query(`select count(*)::int as n from ${table} t where t::text like '%canary%'`)
    assert.equal(found.rows[0].n, 0, table)
  }
  await noor.call(api.prepareAppointment, { ...of(made), body: { text: '' } })
  assert.equal((await noor.call(api.readReason, of(made))).preparation, null)
})
