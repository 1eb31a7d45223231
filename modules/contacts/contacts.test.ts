import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completeReset, forgotPassword } from '#modules/auth/contract.ts'
import { changePerson, orgConfigs } from '#modules/directory/contract.ts'
import { configureOrganization } from '#modules/directory/index.ts'
import { insert } from '#platform/db.ts'
import { member, password } from '../../tests/members.ts'
import { visitor } from '../../tests/visitor.ts'
import { world } from '../../tests/world.ts'
import * as api from './contract.ts'
import { keptSms, smsOf } from './sms.ts'

const w = await world()
const one = async (text: string, values: unknown[]) => (await w.owner.query(text, values)).rows[0]
const letters = async (to: string) => {
  await w.runJobs()
  return ((await w.tools.mail.kept?.()) ?? []).filter((letter) => letter.to === to)
}
const tokenIn = (text: string | undefined) => /^http:\/\/localhost:3000\/[a-z-]+#([\w-]{43})$/m.exec(text ?? '')?.[1] ?? ''
const ask = (email: string) => ({ body: { email, password } })
const verify = (token: string) => ({ body: { token } })
const signIn = async (identifier: string) => (await visitor(w).send('POST', '/session', { identifier, password })).statusCode

test('another address counts once the link sent there was opened; the one before is told twice, and opens nothing more', async () => {
  const ann = await member(w, 'Ann')
  const old = ann.identifier
  await ann.call(api.askForEmail, ask('Ann.New@Example.org'))
  const token = tokenIn((await letters('ann.new@example.org'))[0]?.text)
  assert.match((await letters(old))[0]?.text ?? '', /asked for another e-mail address for your account: ann\.new@example\.org/)
  assert.equal((await ann.call(api.myContact, {})).email, old, 'nothing has changed yet')
  await w.stranger.call(forgotPassword, { body: { identifier: old } })
  const reset = tokenIn((await letters(old))[0]?.text)
  assert.deepEqual(await w.stranger.call(api.verifyEmail, verify(token)), { email: 'ann.new@example.org' })
  const { email, emailVerifiedAt } = await ann.call(api.myContact, {})
  assert.deepEqual([email, emailVerifiedAt !== null], ['ann.new@example.org', true])
  assert.equal((await one('select email_verified from directory.users where id = $1', [ann.id])).email_verified, true)
  assert.deepEqual([await signIn('ann.new@example.org'), await signIn(old)], [200, 401])
  assert.equal((await letters(old))[0]?.subject, 'Your e-mail address was changed')
  assert.equal((await w.stranger.refused(api.verifyEmail, verify(token))).code, 'auth.link_spent')
  assert.equal(
    (await w.stranger.refused(completeReset, { body: { token: reset, password: 'plum tractor window kite' } })).code,
    'auth.link_spent',
  )
})

test('whatever is written to somebody comes from whom their organisation says, what warns them too', async () => {
  const fay = await member(w, 'Fay')
  const old = fay.identifier
  const { id } = await w.inTenant((db) => insert(db, 'directory.organizations', { name: 'Wales', code: 'wales' }))
  const says = [
    [orgConfigs.senderName, 'Cymru'],
    [orgConfigs.replyTo, 'hr@wales.example'],
  ] as const
  await w.inTenant((db) => configureOrganization(db, id, says as never))
  await w.owner.query('update directory.users set org_id = $1 where id = $2', [id, fay.id])
  const renew = (refreshToken: string) => visitor(w).send('POST', '/session/refresh', { refreshToken })
  const first = (await visitor(w).send('POST', '/session/token', { identifier: old, password })).json()
  await renew((await renew(first.refreshToken)).json().refreshToken)
  w.clock.pass({ seconds: 30 })
  await renew(first.refreshToken)
  await fay.call(api.askForEmail, ask('fay.new@example.org'))
  const [asked] = await letters('fay.new@example.org')
  await w.stranger.call(api.verifyEmail, verify(tokenIn(asked?.text)))
  const all = [...(await letters('fay.new@example.org')), ...(await letters(old))]
  assert.deepEqual(all.map(({ subject }) => subject).sort(), [
    ...['Another e-mail address was asked for', 'Is this your e-mail address?', 'One of your apps was signed out'],
    ...['Your e-mail address was changed', 'Your e-mail address was changed'],
  ])
  for (const { subject, fromName, replyTo } of all) assert.deepEqual([fromName, replyTo], ['Cymru', 'hr@wales.example'], subject)
})

test('the address one has is proven in the same way, and what an administrator writes is not proven', async () => {
  const bob = await member(w, 'Bob')
  assert.equal((await bob.call(api.myContact, {})).emailVerifiedAt, null)
  await bob.call(api.askForEmail, ask(bob.identifier))
  const sent = await letters(bob.identifier)
  assert.equal(sent.length, 1, 'who has it already is not told of another')
  const token = tokenIn(sent[0]?.text)
  const reset = await w.stranger.refused(completeReset, { body: { token, password: 'an entirely different phrase 9' } })
  assert.equal(reset.code, 'auth.link_spent', 'a link is for one purpose')
  await w.stranger.call(api.verifyEmail, verify(token))
  assert.notEqual((await bob.call(api.myContact, {})).emailVerifiedAt, null)
  await w.owner.query('update directory.users set phone_verified_at = now() where id = $1', [bob.id])
  await w.administrator.call(changePerson, { params: { id: bob.id }, body: { email: 'hr@example.org', phone: '01632 960001' } })
  const { emailVerifiedAt, phoneVerifiedAt } = await bob.call(api.myContact, {})
  assert.deepEqual([emailVerifiedAt, phoneVerifiedAt], [null, null])
})

test('it takes the password, a good address and a fresh link; an address of somebody else is refused when it would count', async () => {
  const [cat, dan] = [await member(w, 'Cat'), await member(w, 'Dan')]
  assert.equal(
    (await cat.refused(api.askForEmail, { body: { email: 'cat@example.org', password: 'wrong' } })).errors?.[0]?.path,
    'password',
  )
  assert.equal((await cat.refused(api.askForEmail, { body: { email: 'cat', password } })).errors?.[0]?.path, 'email')
  await cat.call(api.askForEmail, ask(dan.identifier))
  const taken = tokenIn((await letters(dan.identifier))[0]?.text)
  assert.equal((await w.stranger.refused(api.verifyEmail, verify(taken))).code, 'directory.email_taken')
  await cat.call(api.askForEmail, ask('cat@example.org'))
  const late = tokenIn((await letters('cat@example.org'))[0]?.text)
  await cat.call(api.askForEmail, ask('cat@example.org'))
  await letters('cat@example.org')
  assert.equal((await w.stranger.refused(api.verifyEmail, verify(late))).code, 'auth.link_spent', 'only the newest')
  assert.equal((await cat.refused(api.askForEmail, ask('cat@example.org'))).code, 'contacts.too_many')
  const newest = tokenIn((await letters('cat@example.org'))[0]?.text)
  w.clock.pass({ minutes: 31 })
  assert.equal((await w.stranger.refused(api.verifyEmail, verify(newest))).code, 'auth.link_spent')
  w.clock.pass({ minutes: -31 })
})

test('a telephone number counts once the code sent there was typed: once, in time, and not by guessing', async () => {
  const eve = await w.person('Eve', ['employee'])
  const code = async () => {
    await w.runJobs()
    return /^\d{6}/.exec((await keptSms(w.tools))[0]?.text ?? '')?.[0] as string
  }
  assert.match((await eve.refused(api.askForPhone, { body: { phone: 'my phone' } })).errors?.[0]?.message ?? '', /07700 900123/)
  await eve.call(api.askForPhone, { body: { phone: '+44 (0)7700 900-123' } })
  const first = await code()
  assert.equal((await keptSms(w.tools))[0]?.to, '+447700900123')
  assert.equal((await eve.call(api.myContact, {})).phone, null)
  const other = first === '000000' ? '000001' : '000000'
  assert.equal((await eve.refused(api.verifyPhone, { body: { code: other } })).code, 'contacts.wrong_code')
  const answers = await Promise.allSettled(Array.from({ length: 4 }, () => eve.call(api.verifyPhone, { body: { code: first } })))
  assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1)
  const { phone, phoneVerifiedAt, may } = await eve.call(api.myContact, {})
  assert.deepEqual([phone, phoneVerifiedAt !== null, may], ['+447700900123', true, { verifyPhone: true }])
  await eve.call(api.askForPhone, { body: { phone: '07700900124' } })
  const late = await code()
  w.clock.pass({ minutes: 11 })
  assert.equal((await eve.refused(api.verifyPhone, { body: { code: late } })).status, 422)
  await eve.call(api.askForPhone, { body: { phone: '07700900125' } })
  const right = await code()
  assert.equal((await eve.refused(api.askForPhone, { body: { phone: '07700900126' } })).code, 'contacts.too_many')
  w.clock.pass({ hours: -1 })
  for (let i = 0; i < 5; i++) await eve.refused(api.verifyPhone, { body: { code: right === other ? first : other } })
  assert.equal((await eve.refused(api.verifyPhone, { body: { code: right } })).status, 422, 'right, but too soon')
  w.clock.pass({ hours: 1 })
})

test('of twenty codes asked for at one moment three are sent, and of twenty letters too', async () => {
  const fox = await member(w, 'Fox')
  const before = (await keptSms(w.tools)).length
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) => fox.call(api.askForPhone, { body: { phone: `0770090${2000 + i}` } })),
  )
  assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 3)
  await w.runJobs()
  assert.equal((await keptSms(w.tools)).length - before, 3)
  // Each answer takes a hash: six are enough to be more than three.
  const asked = await Promise.allSettled(Array.from({ length: 6 }, () => fox.call(api.askForEmail, ask('fox@example.org'))))
  assert.equal(asked.filter(({ status }) => status === 'fulfilled').length, 3)
})

test('where no text message can leave, nobody is asked for a number', async () => {
  assert.equal(smsOf({ ...w.tools, config: { ...w.tools.config, NODE_ENV: 'production' } }), null)
})
