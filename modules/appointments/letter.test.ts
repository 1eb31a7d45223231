import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listFailedDeliveries, retryDelivery } from '#modules/notifications/contract.ts'
import { employed, practising } from '../../tests/clinic.ts'
import { mailServer } from '../../tests/mailServer.ts'
import { world } from '../../tests/world.ts'
import * as api from './contract.ts'

const post = await mailServer()
const w = await world('2026-06-15T09:00:00Z', { SMTP_URL: post.url, MAIL_FROM: 'Salus <oh@elm.example>' })
const noor = await practising(w, 'Noor')
const book = async (name: string, startsAt: string) => {
  const person = await employed(w, name)
  const body = { professionalId: noor.professionalId, type: 'health_check', mode: 'in_person', startsAt } as const
  return person.call(api.bookAppointment, { body })
}

test('a mail program shows the confirmation of an appointment as an invitation', async () => {
  const made = await book('Ann', '2026-06-18T09:00:00Z')
  await w.runJobs()
  const [letter, other] = post.taken
  assert.equal(other, undefined)
  assert.match(letter?.from?.text ?? '', /^"Tenant t-[0-9a-f]+" <oh@elm\.example>$/)
  assert.match(JSON.stringify(letter?.to), /ann-/)
  assert.equal(letter?.subject, 'Your appointment is booked')
  assert.match(letter?.text ?? '', /Thursday 18 June 2026 at 10:00 BST/)
  assert.match(String(letter?.html), /Thursday 18 June 2026 at 10:00 BST/)
  const calendars = letter?.attachments.filter((part) => /calendar|ics/.test(part.contentType)) ?? []
  assert.ok(calendars.length)
  for (const { content } of calendars) assert.match(content.toString().replaceAll('\r\n ', ''), new RegExp(`^UID:${made.id}@salus`, 'm'))
  const types = letter?.headerLines.find((line) => line.key === 'content-type')?.line
  assert.match(types ?? '', /multipart\/mixed/)
})

test('a mail server that fails for a while is asked again; a letter that can never arrive is shown to whoever oversees it', async () => {
  post.taken.length = 0
  post.refuseWith({ code: 451, text: 'busy, come again' })
  await book('Ben', '2026-06-19T09:00:00Z')
  await assert.rejects(w.runJobs(), /451/)
  await assert.rejects(w.runJobs(), /451/)
  post.refuseWith(undefined)
  await w.runJobs()
  assert.equal(post.taken.length, 1)

  post.refuseWith({ code: 451, text: 'busy, come again' })
  await book('Cleo', '2026-06-22T09:00:00Z')
  for (let attempt = 1; attempt < 12; attempt++) await assert.rejects(w.runJobs(), /451/)
  await w.runJobs()
  post.refuseWith({ code: 550, text: 'no such mailbox <dan@elm.example>' })
  await book('Dan', '2026-06-23T09:00:00Z')
  await w.runJobs()
  assert.equal(post.taken.length, 1)
  const overseer = await w.signIn(w.administrator)
  const { items } = await overseer.call(listFailedDeliveries, {})
  assert.deepEqual(items.map((one) => [one.person.name, one.attempts]).sort(), [
    ['Cleo Example', 12],
    ['Dan Example', 1],
  ])
  for (const { lastError } of items) assert.doesNotMatch(lastError ?? '', /@/)

  post.refuseWith(undefined)
  for (const { id } of items) await overseer.call(retryDelivery, { params: { id } })
  await w.runJobs()
  assert.equal(post.taken.length, 3)
  assert.equal(new Set(post.taken.map((letter) => letter.messageId)).size, 3)
})

test('a wrong password of the mail server waits for who runs the system, and is not lost', async () => {
  const elsewhere = await world('2026-06-15T09:00:00Z', { SMTP_URL: post.url.replace('salus:', 'nobody:') })
  const professional = await practising(elsewhere, 'Noor')
  const eve = await employed(elsewhere, 'Eve')
  const body = {
    professionalId: professional.professionalId,
    type: 'health_check',
    mode: 'in_person',
    startsAt: '2026-06-18T09:00:00Z',
  } as const
  await eve.call(api.bookAppointment, { body })
  await assert.rejects(elsewhere.runJobs(), /Invalid login/)
})
