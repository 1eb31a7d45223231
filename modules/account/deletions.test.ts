import assert from 'node:assert/strict'
import { test } from 'node:test'
import { orgConfigs, readPerson } from '#modules/directory/contract.ts'
import { configureOrganization } from '#modules/directory/index.ts'
import { listNotifications } from '#modules/notifications/contract.ts'
import { changeMyProfile, personalProfile } from '#modules/profiles/contract.ts'
import { insert } from '#platform/db.ts'
import type { Letter } from '#platform/mail.ts'
import { employed } from '../../tests/clinic.ts'
import { world } from '../../tests/world.ts'
import * as api from './contract.ts'

const w = await world()
const other = await w.tenant()
const admin = w.administrator
const reason = 'I have left the company'
const lettersTo = async (name: string) => (((await w.tools.mail.kept?.()) ?? []) as Letter[]).filter((one) => one.to.startsWith(name))

test('a request is declined with a reason, which its author is told with its date', async () => {
  const ann = await employed(w, 'Ann')
  assert.equal((await ann.refused(api.askDeletion, { body: { reason: 'no' } })).errors?.[0]?.path, 'reason')
  const { id } = await ann.call(api.askDeletion, { body: { reason } })
  assert.equal((await ann.refused(api.askDeletion, { body: { reason } })).code, 'account.already_open')
  const params = { id }
  for (const endpoint of [api.acceptDeletion, api.declineDeletion, api.whatIsKept] as const) {
    assert.equal((await ann.refused(endpoint, { params, body: { answer: 'Please do' } })).status, 403)
    assert.equal((await other.administrator.refused(endpoint, { params, body: { answer: 'Please do' } })).status, 404)
  }
  assert.deepEqual(
    (await admin.call(api.listDeletionRequests, { query: {} })).items.map((one) => [one.person.name, one.reason, one.may.decide]),
    [['Ann Example', reason, true]],
  )
  assert.equal((await admin.refused(api.declineDeletion, { params, body: {} })).status, 422)
  const declined = await admin.call(api.declineDeletion, { params, body: { answer: 'You are still employed here' } })
  assert.deepEqual([declined.status, declined.decidedAt, declined.may.decide], ['declined', w.clock.now().toString(), false])
  assert.equal((await admin.refused(api.acceptDeletion, { params, body: {} })).code, 'account.not_open')
  assert.equal((await ann.call(listNotifications, {})).items[0]?.message, 'You are still employed here')
  assert.equal((await ann.call(api.myDeletionRequests, {})).items[0]?.answer, 'You are still employed here')
})

test('a request is taken back by its author only', async () => {
  const [bob, cleo] = [await w.person('Bob', ['employee']), await w.person('Cleo', ['employee'])]
  const { id } = await bob.call(api.askDeletion, { body: { reason } })
  assert.equal((await cleo.refused(api.withdrawDeletion, { params: { id } })).status, 404)
  assert.equal((await bob.call(api.withdrawDeletion, { params: { id } })).status, 'withdrawn')
  assert.equal((await bob.refused(api.withdrawDeletion, { params: { id } })).code, 'account.not_open')
  const own = await admin.call(api.askDeletion, { body: { reason } })
  assert.equal((await admin.refused(api.acceptDeletion, { params: { id: own.id }, body: {} })).code, 'account.own_request')
  await admin.call(api.withdrawDeletion, { params: { id: own.id } })
})

test('accepted, the account ends, the profile goes, and a letter says what is kept and why', async () => {
  const dora = await employed(w, 'Dora')
  const { id: orgId } = await w.inTenant((db) => insert(db, 'directory.organizations', { name: 'Wales', code: 'wales' }))
  await w.inTenant((db) => configureOrganization(db, orgId, [[orgConfigs.senderName, 'Cymru']] as never))
  await w.owner.query('update directory.users set org_id = $1 where id = $2', [orgId, dora.id])
  await dora.call(changeMyProfile, { body: { preferredName: 'canary-name' } })
  const { id } = await dora.call(api.askDeletion, { body: { reason } })
  const { items } = await admin.call(api.whatIsKept, { params: { id } })
  assert.deepEqual(
    items.map(({ what }) => what),
    ['Employment record and fitness outcomes', 'Name and account history'],
  )
  const accepted = await admin.call(api.acceptDeletion, { params: { id }, body: { answer: 'Thank you for your years with us' } })
  assert.deepEqual([accepted.status, accepted.decidedAt], ['accepted', w.clock.now().toString()])
  assert.equal((await dora.refused(api.myDeletionRequests, {})).status, 401)
  assert.equal((await admin.call(readPerson, { params: { id: dora.id } })).status, 'inactive')
  const profile = await admin.call(personalProfile, { params: { id: dora.id }, query: { reason: 'Is it gone?' } })
  assert.equal(profile.preferredName, null)
  await w.runJobs()
  const [letter] = await lettersTo('dora')
  assert.deepEqual([letter?.subject, letter?.fromName], ['Your account has ended', 'Cymru'])
  assert.match(letter?.text ?? '', /Thank you for your years[\s\S]*This must be kept:[\s\S]*Limitation Act 1980/)
  assert.equal((await lettersTo('dora')).length, 1)
})
