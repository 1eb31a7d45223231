import assert from 'node:assert/strict'
import { test } from 'node:test'
import { employed, officeHours, practising } from '../../tests/clinic.ts'
import { world } from '../../tests/world.ts'
import * as api from './contract.ts'

const w = await world()
const ann = await employed(w, 'Ann')
const noor = await practising(w, 'Noor')
const params = { id: noor.professionalId }
const hours = {
  workingHours: officeHours,
  timeZone: 'Europe/London',
  location: 'Elm House, room 4',
  specialization: 'Hearing',
  registrationNumber: 'NMC 12A3456E',
  isAvailable: true,
  services: [{ type: 'consultation' as const, durationMinutes: 30, modes: ['in_person' as const] }],
}
const freeOn = async (day: string) => {
  const { items } = await ann.call(api.findSlots, { query: { type: 'consultation', mode: 'in_person', ...params, from: day, to: day } })
  return items.flatMap((item) => item.starts.map((start) => start.slice(11, 16)))
}

test('an administrator makes a person bookable, once', async () => {
  const pia = await w.person('Pia', ['employee', 'oh_professional'])
  const body = { userId: pia.id, specialization: 'Physiotherapy' }
  assert.equal((await noor.refused(api.addProfessional, { body })).status, 403)
  const { id } = await w.administrator.call(api.addProfessional, { body })
  assert.equal((await w.administrator.refused(api.addProfessional, { body })).code, 'appointments.already_professional')
  const nobody = await w.administrator.refused(api.addProfessional, { body: { userId: id } })
  assert.deepEqual(
    nobody.errors?.map((error) => error.path),
    ['userId'],
  )
  const other = await w.tenant()
  assert.deepEqual(await other.administrator.refused(api.addProfessional, { body }), nobody, 'nor does somebody of another tenant')
  const { schedule } = await pia.call(api.mySchedule, {})
  assert.deepEqual([schedule?.id, schedule?.services, schedule?.timeZone], [id, [], 'Europe/London'])
  assert.equal((await w.administrator.call(api.mySchedule, {})).schedule, null)
})

test('a professional sets their own hours and services, and free times follow', async () => {
  assert.deepEqual((await freeOn('2026-06-16')).length, 14)
  const workingHours = { ...officeHours, tuesday: [['09:00', '10:00'] as [string, string]] }
  const { version } = await noor.call(api.getSchedule, { params })
  const set = await noor.call(api.putSchedule, { params, body: { ...hours, workingHours } }, { 'if-match': String(version) })
  assert.deepEqual(set.services, hours.services, 'health checks are no longer offered')
  assert.equal(set.specialization, 'Hearing')
  assert.deepEqual(await freeOn('2026-06-16'), ['08:00', '08:30'])
  const stale = await noor.refused(api.putSchedule, { params, body: hours }, { 'if-match': String(version) })
  assert.equal(stale.status, 412)
  const longer = [{ type: 'consultation' as const, durationMinutes: 45, modes: ['in_person' as const] }]
  await noor.call(api.putSchedule, { params, body: { ...hours, workingHours, services: longer } })
  assert.deepEqual(await freeOn('2026-06-16'), ['08:00'])
  await noor.call(api.putSchedule, { params, body: { ...hours, isAvailable: false } })
  assert.deepEqual(await freeOn('2026-06-16'), [])
  await noor.call(api.putSchedule, { params, body: hours })
})

test('hours that overlap, end before they begin or name no zone are refused', async () => {
  const monday = (...spans: [string, string][]) => ({ ...hours, workingHours: { monday: spans } })
  const wrong = {
    'workingHours.monday': [monday(['09:00', '12:00'], ['11:00', '13:00'])],
    'workingHours.monday.0': [monday(['12:00', '09:00'])],
    'workingHours.monday.0.0': [monday(['0900', '12:00'])],
    timeZone: [{ ...hours, timeZone: 'Europe/Atlantis' }],
    services: [{ ...hours, services: [...hours.services, ...hours.services] }],
    'services.0.durationMinutes': [{ ...hours, services: [{ ...hours.services[0], durationMinutes: 2 }] }],
  }
  const before = await noor.call(api.getSchedule, { params })
  for (const [path, [body]] of Object.entries(wrong)) {
    const refused = await noor.refused(api.putSchedule, { params, body })
    assert.deepEqual(
      refused.errors?.map((error) => error.path),
      [path],
    )
  }
  assert.deepEqual(await noor.call(api.getSchedule, { params }), before)
})

test('one day has other hours, or none, until the exception is removed', async () => {
  const friday = { params: { ...params, date: '2026-06-19' } }
  await noor.call(api.putException, { ...friday, body: { spans: [['14:00', '15:00']], reason: 'Site visit' } })
  assert.deepEqual(await freeOn('2026-06-19'), ['13:00', '13:30'])
  await noor.call(api.putException, { ...friday, body: { spans: [] } })
  assert.deepEqual(await freeOn('2026-06-19'), [])
  assert.deepEqual((await noor.call(api.getSchedule, { params })).exceptions, [{ date: '2026-06-19', spans: [], reason: null }])
  await noor.call(api.removeException, friday)
  assert.equal((await freeOn('2026-06-19')).length, 14)
  assert.equal((await noor.refused(api.removeException, friday)).status, 404)
  const bad = await noor.refused(api.putException, { params: { ...params, date: '2026-02-30' }, body: { spans: [] } })
  assert.equal(bad.status, 404)
})

test('colleagues do not touch each other’s hours or calendars; who manages appointments does', async () => {
  const omar = await practising(w, 'Omar')
  const days = { from: '2026-06-15', to: '2026-06-21' }
  for (const refused of [
    await omar.refused(api.getSchedule, { params }),
    await omar.refused(api.putSchedule, { params, body: hours }),
    await omar.refused(api.getCalendar, { params, query: days }),
    await omar.refused(api.putException, { params: { ...params, date: '2026-06-19' }, body: { spans: [] } }),
    await omar.refused(api.removeException, { params: { ...params, date: '2026-06-19' } }),
    await ann.refused(api.getCalendar, { params, query: days }),
  ])
    assert.equal(refused.status, 403)
  await w.administrator.call(api.putSchedule, { params, body: hours })
  assert.equal((await w.administrator.call(api.getCalendar, { params, query: days })).professional.name, 'Noor Example')
  const other = await w.tenant()
  assert.equal((await other.administrator.refused(api.getCalendar, { params, query: days })).status, 404)
})

test('a professional’s week shows working time and appointments, but none that was cancelled', async () => {
  const book = (startsAt: string) =>
    ann.call(api.bookAppointment, {
      body: { professionalId: noor.professionalId, type: 'consultation', mode: 'in_person', startsAt, reason: 'private words' },
    })
  const kept = await book('2026-06-16T08:00:00Z')
  const dropped = await book('2026-06-16T09:00:00Z')
  await ann.call(api.cancelAppointment, { params: { id: dropped.id }, body: { reason: 'On leave' } })
  const week = await noor.call(api.getCalendar, { params, query: { from: '2026-06-15', to: '2026-06-21' } })
  assert.deepEqual(
    week.items.map((item) => [item.id, item.employeeName, item.startsAt]),
    [[kept.id, 'Ann Example', '2026-06-16T08:00:00Z']],
  )
  assert.equal(week.working.length, 10)
  assert.deepEqual(week.working[0], { startsAt: '2026-06-15T08:00:00.000Z', endsAt: '2026-06-15T11:00:00.000Z' })
  assert.ok(!JSON.stringify(week).includes('private'))
  const day = await noor.call(api.getCalendar, { params, query: { from: '2026-06-17', to: '2026-06-17' } })
  assert.deepEqual([day.items.length, day.working.length], [0, 2])
  const tooLong = await noor.refused(api.getCalendar, { params, query: { from: '2026-06-01', to: '2026-07-31' } })
  assert.equal(tooLong.status, 422)
})
