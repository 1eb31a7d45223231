import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listNotifications } from '#modules/notifications/contract.ts'
import type { Letter } from '#platform/mail.ts'
import { type Employed, employed, practising } from '../../tests/clinic.ts'
import { world } from '../../tests/world.ts'
import * as api from './contract.ts'

// It is Monday 15 June 2026, ten in the morning in London.
const w = await world('2026-06-15T09:00:00Z')
const noor = await practising(w, 'Noor')
const lettersTo = async (name: string) =>
  (((await w.tools.mail.kept?.()) ?? []) as Letter[]).filter((one) => one.to.startsWith(name.toLowerCase())).reverse()
const told = async (person: { id: string }) => (await (await w.signIn(person)).call(listNotifications, {})).items
const book = async (person: Employed, startsAt: string, more: object = {}) => {
  const body = { professionalId: noor.professionalId, type: 'health_check', mode: 'in_person', startsAt, ...more } as const
  return (await w.signIn(person)).call(api.bookAppointment, { body })
}
const of = ({ id }: { id: string }) => ({ params: { id } })
const fieldOf = (letter: Letter | undefined, field: string) =>
  new RegExp(`^${field}[;:](.*)$`, 'm').exec(letter?.calendar?.content.replaceAll('\r\n ', '') ?? '')?.[1]?.trim()

test('who books is told at once, with date, zone, place and a neutral name, and a file for the calendar', async () => {
  const ann = await employed(w, 'Ann')
  const made = await book(ann, '2026-06-18T09:00:00Z', { reason: 'canary: my back hurts' })
  await w.runJobs()
  const [item] = await told(ann)
  assert.equal(item?.title, 'Your appointment is booked')
  assert.equal(item?.message, 'Occupational health appointment\nThursday 18 June 2026 at 10:00 BST\nElm House, room 4')
  assert.equal(item?.link, `/appointments/${made.id}`)
  const [letter, other] = await lettersTo('Ann')
  assert.equal(other, undefined)
  assert.equal(letter?.calendar?.method, 'REQUEST')
  assert.equal(fieldOf(letter, 'UID'), `${made.id}@salus`)
  assert.equal(fieldOf(letter, 'DTSTART'), '20260618T090000Z')
  assert.equal(fieldOf(letter, 'DTEND'), '20260618T100000Z')
  assert.equal(fieldOf(letter, 'SUMMARY'), 'Occupational health appointment')
  assert.match(fieldOf(letter, 'ATTENDEE') ?? '', new RegExp(letter?.to ?? 'nobody', 'i'))
  assert.doesNotMatch(JSON.stringify([letter, item]), /canary|health_check|Noor/)
  assert.equal((await told(noor))[0]?.link, `/appointments/${made.id}`)
  assert.equal((await lettersTo('Noor')).length, 0)
})

test('a reminder comes a day before, moves with the appointment and goes with it', async () => {
  const ben = await employed(w, 'Ben')
  const titles = async () => (await told(ben)).map((one) => one.title)
  const made = await book(ben, '2026-06-19T09:00:00Z')
  await w.runJobs()
  await (await w.signIn(ben)).call(api.moveAppointment, { ...of(made), body: { startsAt: '2026-06-23T10:00:00Z' } })
  await w.runJobs()
  assert.deepEqual(await titles(), ['Your appointment was moved', 'Your appointment is booked'])
  w.clock.set('2026-06-18T09:00:00Z') // a day before the first date
  await w.runJobs()
  assert.equal((await titles()).length, 2)
  w.clock.set('2026-06-22T10:00:00Z')
  await w.runJobs()
  const [reminder] = await told(ben)
  assert.equal(reminder?.title, 'Reminder of your appointment')
  assert.match(reminder?.message ?? '', /Tuesday 23 June 2026 at 11:00 BST/)
  const letters = await lettersTo('Ben')
  assert.deepEqual(
    letters.map((one) => one.subject),
    ['Your appointment is booked', 'Your appointment was moved', 'Reminder of your appointment'],
  )
  assert.equal(fieldOf(letters[0], 'UID'), fieldOf(letters[1], 'UID'))
  assert.ok(Number(fieldOf(letters[1], 'SEQUENCE')) > Number(fieldOf(letters[0], 'SEQUENCE')))
})

test('a cancelled appointment leaves the calendar and is not reminded of', async () => {
  const cleo = await employed(w, 'Cleo')
  const made = await book(cleo, '2026-06-25T09:00:00Z')
  await w.runJobs()
  await (await w.signIn(cleo)).call(api.cancelAppointment, { ...of(made), body: { reason: 'canary: I feel better' } })
  await w.runJobs()
  w.clock.set('2026-06-25T08:00:00Z')
  await w.runJobs()
  const titles = (await told(cleo)).map((one) => one.title)
  assert.deepEqual(titles, ['Your appointment was cancelled', 'Your appointment is booked'])
  const letters = await lettersTo('Cleo')
  assert.deepEqual([letters.length, letters[1]?.calendar?.method, fieldOf(letters[1], 'STATUS')], [2, 'CANCEL', 'CANCELLED'])
  assert.equal(fieldOf(letters[1], 'UID'), fieldOf(letters[0], 'UID'))
  assert.ok(Number(fieldOf(letters[1], 'SEQUENCE')) > Number(fieldOf(letters[0], 'SEQUENCE')))
  assert.doesNotMatch(JSON.stringify([letters, await told(noor)]), /canary/)
})

test('what is booked for tomorrow morning needs no reminder', async () => {
  w.clock.set('2026-06-29T12:00:00Z')
  const dora = await employed(w, 'Dora')
  await book(dora, '2026-06-30T08:00:00Z')
  await w.runJobs()
  w.clock.set('2026-06-30T07:00:00Z')
  await w.runJobs()
  assert.equal((await told(dora)).length, 1)
})

test('what happened twice before anybody was told is told once, as it stands', async () => {
  w.clock.set('2026-07-01T09:00:00Z')
  const [eli, omar] = [await employed(w, 'Eli'), await practising(w, 'Omar')]
  const made = await book(eli, '2026-07-07T09:00:00Z', { type: 'consultation' })
  const as = await w.signIn(eli)
  await as.call(api.moveAppointment, { ...of(made), body: { startsAt: '2026-07-08T09:00:00Z' } })
  await as.call(api.moveAppointment, { ...of(made), body: { startsAt: '2026-07-09T09:00:00Z', professionalId: omar.professionalId } })
  await w.runJobs()
  const messages = (await told(eli)).map((one) => one.message.split('\n')[1])
  assert.deepEqual(messages, ['Thursday 9 July 2026 at 10:00 BST'])
  assert.equal((await told(noor))[0]?.title, 'An appointment was given to a colleague')
  const omarNow = await w.signIn(omar)
  await omarNow.call(api.confirmAppointment, of(made))
  await w.runJobs()
  assert.equal((await told(eli))[0]?.title, 'Your appointment is confirmed')
  assert.equal((await lettersTo('Eli')).length, 1)
})
