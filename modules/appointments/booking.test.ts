import assert from 'node:assert/strict'
import { test } from 'node:test'
import { employed, practising } from '../../tests/clinic.ts'
import { world } from '../../tests/world.ts'
import * as api from './contract.ts'

// It is Monday 15 June 2026, ten in the morning in London.
const w = await world()
const ann = await employed(w, 'Ann')
const noor = await practising(w, 'Noor')
const consultation = (startsAt: string, more: object = {}) => ({
  body: { professionalId: noor.professionalId, type: 'consultation' as const, mode: 'in_person' as const, startsAt, ...more },
})
const eventsOf = async (name: string) => {
  const { rows } = await w.owner.query('select payload from platform.events where name = $1 order by id', [name])
  return rows.map((row) => row.payload)
}

test('an employee sees who can be booked and what they offer', async () => {
  const { items } = await ann.call(api.listProfessionals, {})
  assert.deepEqual(
    items.map(({ name, services }) => [name, services.map((service) => service.type)]),
    [['Noor Example', ['consultation', 'health_check']]],
  )
  const none = await ann.call(api.listProfessionals, { query: { type: 'emergency' } })
  assert.equal(none.items.length, 0)
})

test('an employee finds the free times of a day in the professional’s hours', async () => {
  const query = { type: 'health_check', mode: 'in_person', from: '2026-06-16', to: '2026-06-16' } as const
  const { items } = await ann.call(api.findSlots, { query })
  assert.equal(items.length, 1)
  assert.equal(items[0]?.durationMinutes, 60)
  assert.deepEqual(
    items[0]?.starts.map((start) => start.slice(11, 16)),
    ['08:00', '08:30', '09:00', '09:30', '10:00', '12:00', '12:30', '13:00', '13:30', '14:00', '14:30', '15:00'],
  )
  const online = await ann.call(api.findSlots, { query: { ...query, mode: 'virtual' } })
  assert.equal(online.items.length, 0, 'a health check is done in person')
})

test('a booked time is gone for everybody, also where starts differ', async () => {
  const made = await ann.call(api.bookAppointment, consultation('2026-06-16T08:30:00Z'))
  assert.equal(made.status, 'scheduled')
  assert.equal(made.endsAt, '2026-06-16T09:00:00Z')
  assert.equal(made.location, 'Elm House, room 4')
  assert.deepEqual(made.professional.name, 'Noor Example')
  for (const either of [ann, noor])
    assert.equal((await either.call(api.getAppointment, { params: { id: made.id } })).startsAt, made.startsAt)
  const query = {
    type: 'health_check',
    mode: 'in_person',
    professionalId: noor.professionalId,
    from: '2026-06-16',
    to: '2026-06-16',
  } as const
  const { items } = await ann.call(api.findSlots, { query })
  assert.deepEqual(
    items[0]?.starts.slice(0, 2).map((start) => start.slice(11, 16)),
    ['09:00', '09:30'],
  )
  const ben = await employed(w, 'Ben')
  const same = await ben.refused(api.bookAppointment, consultation('2026-06-16T08:30:00Z'))
  assert.equal(same.code, 'appointments.slot_taken')
  const overlapping = await ben.refused(api.bookAppointment, consultation('2026-06-16T08:00:00Z', { type: 'health_check' }))
  assert.equal(overlapping.code, 'appointments.slot_taken')
  assert.equal(overlapping.status, 409)
  assert.deepEqual(await eventsOf('appointments.booked'), [{ appointmentId: made.id, userIds: [ann.id, noor.id] }])
})

test('nobody is in two appointments at once', async () => {
  const omar = await practising(w, 'Omar')
  const cleo = await employed(w, 'Cleo')
  await cleo.call(api.bookAppointment, consultation('2026-06-17T08:30:00Z'))
  const second = { professionalId: omar.professionalId }
  const refused = await cleo.refused(api.bookAppointment, consultation('2026-06-17T08:30:00Z', second))
  assert.equal(refused.code, 'appointments.you_are_busy')
  await cleo.call(api.bookAppointment, consultation('2026-06-17T09:00:00Z', second))
})

test('only times of the professional’s rules can be booked, and only what lies ahead', async () => {
  for (const startsAt of [
    '2026-06-16T07:30:00Z',
    '2026-06-16T11:00:00Z',
    '2026-06-16T09:10:00Z',
    '2026-06-20T09:00:00Z',
    '2026-06-15T08:00:00Z',
  ]) {
    const refused = await ann.refused(api.bookAppointment, consultation(startsAt))
    assert.equal(refused.code, 'appointments.not_offered', startsAt)
    assert.equal(refused.status, 422)
  }
  const online = await ann.refused(api.bookAppointment, consultation('2026-06-16T09:00:00Z', { type: 'health_check', mode: 'phone' }))
  assert.equal(online.code, 'appointments.not_bookable')
  const nobody = await ann.refused(api.bookAppointment, consultation('2026-06-16T09:00:00Z', { professionalId: ann.employeeId }))
  assert.equal(nobody.code, 'appointments.not_bookable')
})

test('bad input gets a clear problem document and changes nothing', async () => {
  const count = async () => (await w.owner.query('select count(*)::int as n from appointments.appointments')).rows[0].n
  const was = await count()
  const refused = await ann.refused(api.bookAppointment, {
    body: { professionalId: 'x', type: 'massage', startsAt: 'tomorrow', tenantId: 'x' },
  })
  assert.equal(refused.status, 422)
  assert.deepEqual(refused.errors?.map((error) => error.path).sort(), ['mode', 'professionalId', 'startsAt', 'type'])
  assert.equal(await count(), was)
  const days = { type: 'consultation', mode: 'phone', from: '2026-06-16' }
  for (const to of ['2026-06-15', '2026-07-17'])
    assert.equal((await ann.refused(api.findSlots, { query: { ...days, to } })).status, 422, to)
  assert.equal((await ann.call(api.findSlots, { query: { ...days, to: '2026-07-16' } as never })).items.length > 0, true)
})

test('booking for somebody else takes a permission', async () => {
  const dee = await employed(w, 'Dee')
  const forDee = { employeeId: dee.employeeId }
  const refused = await ann.refused(api.bookAppointment, consultation('2026-06-18T08:00:00Z', forDee))
  assert.equal(refused.status, 403)
  const made = await w.administrator.call(api.bookAppointment, consultation('2026-06-18T08:00:00Z', forDee))
  assert.equal(made.employee.id, dee.employeeId)
  assert.deepEqual(
    (await dee.call(api.myAppointments, {})).items.map((item) => item.id),
    [made.id],
  )
  const known = { userId: dee.id }
  assert.equal((await ann.refused(api.bookAppointment, consultation('2026-06-18T13:00:00Z', known))).status, 403)
  assert.equal((await noor.refused(api.bookAppointment, consultation('2026-06-18T08:00:00Z', known))).code, 'appointments.slot_taken')
  assert.equal((await w.administrator.call(api.bookAppointment, consultation('2026-06-18T13:00:00Z', known))).employee.userId, dee.id)
  const missing = await w.administrator.refused(
    api.bookAppointment,
    consultation('2026-06-18T09:00:00Z', { employeeId: noor.professionalId }),
  )
  assert.deepEqual(
    missing.errors?.map((error) => error.path),
    ['employeeId'],
  )
})

test('without an employment record there is nothing to book, and nobody books themself', async () => {
  const guest = await w.person('Gil', ['employee'])
  assert.equal((await guest.refused(api.bookAppointment, consultation('2026-06-18T10:00:00Z'))).code, 'appointments.not_employed')
  const learner = await w.person('Lea', ['learner'])
  assert.equal((await learner.refused(api.bookAppointment, consultation('2026-06-18T10:00:00Z'))).status, 403)
  const both = await employed(w, 'Bo', ['employee', 'oh_professional'])
  const { id } = await w.administrator.call(api.addProfessional, { body: { userId: both.id, registrationNumber: 'NMC 1' } })
  await both.call(api.putSchedule, {
    params: { id },
    body: {
      workingHours: { thursday: [['09:00', '10:00']] },
      timeZone: 'Europe/London',
      location: null,
      specialization: null,
      registrationNumber: 'NMC 1',
      isAvailable: true,
      services: [{ type: 'consultation', durationMinutes: 30, modes: ['in_person'] }],
    },
  })
  const own = await both.refused(api.bookAppointment, consultation('2026-06-18T08:00:00Z', { professionalId: id }))
  assert.equal(own.code, 'appointments.with_yourself')
})

test('another tenant’s professional and appointment do not exist here', async () => {
  const other = await w.tenant()
  const eve = await employed(other, 'Eve')
  assert.deepEqual((await eve.call(api.listProfessionals, {})).items, [])
  assert.equal((await eve.refused(api.bookAppointment, consultation('2026-06-19T08:00:00Z'))).code, 'appointments.not_bookable')
  const made = await ann.call(api.bookAppointment, consultation('2026-06-19T08:00:00Z'))
  const params = { id: made.id }
  const missing = await eve.refused(api.getAppointment, { params: { id: ann.employeeId } })
  for (const endpoint of [api.getAppointment, api.readReason]) assert.deepEqual(await eve.refused(endpoint, { params }), missing)
  assert.deepEqual(await eve.refused(api.cancelAppointment, { params, body: { reason: 'x' } }), missing)
  assert.deepEqual(await other.administrator.refused(api.getAppointment, { params }), missing)
  assert.deepEqual(await ann.refused(api.getAppointment, { params: { id: noor.professionalId } }), missing)
  const colleague = await employed(w, 'Col')
  assert.deepEqual(await colleague.refused(api.getAppointment, { params }), missing, 'nor does a colleague’s')
})

test('the same request sent twice books once', async () => {
  const fay = await employed(w, 'Fay')
  const headers = { 'idempotency-key': 'fay-books-once' }
  const [first, second] = [
    await fay.call(api.bookAppointment, consultation('2026-06-22T08:00:00Z'), headers),
    await fay.call(api.bookAppointment, consultation('2026-06-22T08:00:00Z'), headers),
  ]
  assert.deepEqual(second, first)
})

test('an employee’s list has what lies ahead first, and the rest page by page', async () => {
  const gus = await employed(w, 'Gus')
  for (const hour of ['08:00', '09:00', '10:00']) await gus.call(api.bookAppointment, consultation(`2026-06-23T${hour}:00Z`))
  const [first] = (await gus.call(api.myAppointments, { query: { limit: 1 } })).items
  assert.equal(first?.startsAt, '2026-06-23T08:00:00Z')
  assert.ok(first)
  await gus.call(api.cancelAppointment, { params: { id: first.id }, body: { reason: 'On leave' } })
  const pages = []
  for (let cursor: string | undefined, more = true; more; ) {
    const { items, next } = await gus.call(api.myAppointments, { query: { limit: 1, sort: '-startsAt', cursor } })
    pages.push(...items.map((item) => item.startsAt.slice(11, 13)))
    more = next !== null
    cursor = next ?? undefined
  }
  assert.deepEqual(pages, ['10', '09'])
  const past = await gus.call(api.myAppointments, { query: { when: 'past' } })
  assert.deepEqual(
    past.items.map((item) => [item.id, item.status]),
    [[first.id, 'cancelled']],
  )
  assert.equal((await gus.refused(api.myAppointments, { query: { cursor: 'nonsense' } })).status, 422)
})

test('free times come professional by professional, page by page', async () => {
  const query = { type: 'consultation', mode: 'phone', from: '2026-06-24', to: '2026-06-24', limit: 1 } as const
  const names: string[] = []
  for (let cursor: string | undefined, more = true; more; ) {
    const { items, next } = await ann.call(api.findSlots, { query: { ...query, cursor } })
    names.push(...items.map((item) => item.name))
    more = next !== null
    cursor = next ?? undefined
  }
  assert.deepEqual(names.sort(), ['Noor Example', 'Omar Example'])
  const statements = async (limit: number) => {
    const answer = await w.server.inject({
      url: `/api/slots?type=consultation&mode=phone&from=2026-06-24&to=2026-06-30&limit=${limit}`,
      cookies: { '__Host-salus': ann.token },
    })
    return answer.headers['server-timing']
  }
  assert.equal(await statements(1), await statements(50), 'one statement however many there are')
})
