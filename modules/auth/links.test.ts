import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addPerson, changePerson, deactivatePerson, readPerson } from '#modules/directory/contract.ts'
import { changeTenant, saveTheme } from '#modules/tenancy/contract.ts'
import { sessionCookie } from '#platform/client.ts'
import { hashToken } from '#platform/crypto.ts'
import { visitor } from '../../tests/visitor.ts'
import { world } from '../../tests/world.ts'
import { acceptInvitation, changePassword, completeReset, currentSession, forgotPassword, mySessions } from './contract.ts'
import { ensureOperatorKey } from './operator.ts'

const w = await world()
const first = 'correct horse battery staple'
const next = 'plum tractor window kite'

const letters = async (to: string) => {
  await w.runJobs()
  return ((await w.tools.mail.kept?.()) ?? []).filter((letter) => letter.to === to)
}
const tokenIn = (text: string | undefined, page: string) =>
  new RegExp(`^http://localhost:3000/${page}#([\\w-]{43})$`, 'm').exec(text ?? '')?.[1] ?? ''
const signIn = async (identifier: string, password: string) =>
  (await visitor(w).send('POST', '/session', { identifier, password })).statusCode

/** A person who has accepted their invitation. */
async function member(name: string) {
  const email = `${name.toLowerCase()}@example.com`
  const { id } = await w.administrator.call(addPerson, { body: { firstName: name, lastName: 'Linked', email } })
  const token = tokenIn((await letters(email))[0]?.text, 'accept-invitation')
  await w.stranger.call(acceptInvitation, { body: { token, password: first } })
  return { id, email }
}

test('an invited person chooses a password with the link of the letter, once, within seven days', async () => {
  const { id, email } = await member('Ivy')
  assert.equal(await signIn(email, first), 200)
  assert.equal((await w.administrator.call(readPerson, { params: { id } })).status, 'active')
  const token = tokenIn((await letters(email))[0]?.text, 'accept-invitation')
  assert.equal((await w.stranger.refused(acceptInvitation, { body: { token, password: next } })).code, 'auth.link_spent')
  const late = await w.administrator.call(addPerson, { body: { firstName: 'Late', lastName: 'Linked', email: 'late@example.com' } })
  const old = tokenIn((await letters('late@example.com'))[0]?.text, 'accept-invitation')
  w.clock.pass({ hours: 7 * 24 + 1 })
  assert.equal((await w.stranger.refused(acceptInvitation, { body: { token: old, password: next } })).code, 'auth.link_spent')
  w.clock.set('2026-06-15T09:00:00Z')
  assert.equal((await w.administrator.call(readPerson, { params: { id: late.id } })).status, 'invited')
  await w.administrator.call(addPerson, { body: { firstName: 'Ned', lastName: 'Linked', email: 'ned@example.com' } })
  const once = tokenIn((await letters('ned@example.com'))[0]?.text, 'accept-invitation')
  const other = await w.stranger.refused(completeReset, { body: { token: once, password: next } })
  assert.equal(other.code, 'auth.link_spent', 'an invitation is no reset')
  const tries = Array.from({ length: 4 }, () => visitor(w).send('POST', '/invitations/acceptance', { token: once, password: next }))
  assert.deepEqual((await Promise.all(tries)).map((answer) => answer.statusCode).sort(), [204, 410, 410, 410])
})

test('a forgotten password: one answer for everybody, a letter for those who exist, every session ends', async () => {
  const rob = await member('Rob')
  const v = visitor(w)
  await v.send('POST', '/session', { identifier: rob.email, password: first })
  const known = await visitor(w).send('POST', '/password-resets', { identifier: rob.email })
  const unknown = await visitor(w).send('POST', '/password-resets', { identifier: 'nobody@example.com' }, { host: 'evil.example' })
  assert.deepEqual([known.statusCode, known.body], [202, unknown.body])
  assert.equal(unknown.statusCode, 202)
  assert.deepEqual(await letters('nobody@example.com'), [])
  const token = tokenIn((await letters(rob.email))[0]?.text, 'reset-password')
  const { rows } = await w.owner.query('select 1 from auth.one_time_tokens where token_hash = $1', [hashToken(token)])
  assert.equal(rows.length, 1)
  await w.stranger.call(completeReset, { body: { token, password: next } })
  assert.equal((await v.send('GET', '/sessions')).statusCode, 401)
  assert.deepEqual([await signIn(rob.email, first), await signIn(rob.email, next)], [401, 200])
})

test('the address in a letter is ours, whatever host the request named', async () => {
  const hal = await member('Hal')
  await visitor(w).send('POST', '/password-resets', { identifier: hal.email }, { host: 'evil.example' })
  const [letter] = await letters(hal.email)
  assert.ok(tokenIn(letter?.text, 'reset-password'))
  assert.ok(!letter?.text.includes('evil'))
})

test('a link works once, also when many try at the same moment, and not after half an hour or a newer one', async () => {
  const una = await member('Una')
  const ask = async () => {
    await w.stranger.call(forgotPassword, { body: { identifier: una.email } })
    return tokenIn((await letters(una.email))[0]?.text, 'reset-password')
  }
  const [older, newer] = [await ask(), await ask()]
  assert.equal((await w.stranger.refused(completeReset, { body: { token: older, password: next } })).status, 410)
  const tries = await Promise.all(
    Array.from({ length: 6 }, () => visitor(w).send('POST', '/password-resets/completion', { token: newer, password: next })),
  )
  assert.deepEqual(tries.map((answer) => answer.statusCode).sort(), [204, 410, 410, 410, 410, 410])
  w.clock.pass({ hours: 2 })
  const late = await ask()
  w.clock.pass({ minutes: 31 })
  assert.equal((await w.stranger.refused(completeReset, { body: { token: late, password: first } })).code, 'auth.link_spent')
  assert.equal((await w.stranger.refused(acceptInvitation, { body: { token: late, password: first } })).code, 'auth.link_spent')
})

test('nobody can fill a mailbox: three letters an hour', async () => {
  const max = await member('Max')
  for (let i = 0; i < 6; i++) await w.stranger.call(forgotPassword, { body: { identifier: max.email } })
  const resets = (await letters(max.email)).filter((letter) => letter.subject === 'Choose a new password')
  assert.equal(resets.length, 3)
})

test('nor many at once: of twenty asked for at one moment three are sent', async () => {
  const mia = await member('Mia')
  await Promise.all(Array.from({ length: 20 }, () => w.stranger.call(forgotPassword, { body: { identifier: mia.email } })))
  const { rows } = await w.owner.query(
    "delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t where t.id = j.task_id and t.identifier = 'auth.send_reset' returning j.payload",
  )
  assert.equal(rows.length, 20)
  const send = w.tools.registry.tasks.get('auth.send_reset')
  const context = { tenantId: w.tenantId, now: w.clock.now(), tools: w.tools, key: 'at-once' }
  await Promise.all(rows.map(({ payload }) => send?.({ ...context, payload: payload as never })))
  const sent = (await letters(mia.email)).filter((letter) => letter.subject === 'Choose a new password')
  assert.equal(sent.length, 3)
  const works: number[] = []
  for (const { text } of sent)
    works.push((await visitor(w).send('POST', '/password-resets/questions', { token: tokenIn(text, 'reset-password') })).statusCode)
  assert.deepEqual(works.sort(), [200, 410, 410], 'and only the newest works')
})

test('a new password opens a lock at once, on any device', async () => {
  const leo = await member('Leo')
  for (let i = 0; i < 5; i++) await signIn(leo.email, 'not this one, ever')
  assert.equal(await signIn(leo.email, first), 401)
  await w.stranger.call(forgotPassword, { body: { identifier: leo.email } })
  await w.stranger.call(completeReset, { body: { token: tokenIn((await letters(leo.email))[0]?.text, 'reset-password'), password: next } })
  assert.equal(await signIn(leo.email, next), 200)
})

test('a link opens nothing once its person has another address', async () => {
  const { id, email } = await member('Moe')
  await w.stranger.call(forgotPassword, { body: { identifier: email } })
  const token = tokenIn((await letters(email))[0]?.text, 'reset-password')
  await w.administrator.call(changePerson, { params: { id }, body: { email: 'moe@elsewhere.example' } })
  assert.equal((await w.stranger.refused(completeReset, { body: { token, password: next } })).code, 'auth.link_spent')
})

test('easy passwords are refused with a reason, and the link still works', async () => {
  const sue = await member('Susanna')
  await w.stranger.call(forgotPassword, { body: { identifier: sue.email } })
  const token = tokenIn((await letters(sue.email))[0]?.text, 'reset-password')
  assert.equal(
    (await w.stranger.refused(acceptInvitation, { body: { token, password: next } })).code,
    'auth.link_spent',
    'nor the other way',
  )
  const leaked = ['ModernWarfare2', 'modernwarfare2!']
  for (const password of ['short', 'password1234', 'qwertyuiop123', 'Susanna Linked 1', 'aaaaaaaaaaaaaa', 'salus2026salus', ...leaked]) {
    const refused = await w.stranger.refused(completeReset, { body: { token, password } })
    assert.equal(refused.status, 422, password)
    assert.equal(refused.errors?.[0]?.path, 'password')
    if (password === leaked[0]) assert.match(refused.errors?.[0]?.message ?? '', /found in data that leaked/)
  }
  await w.stranger.call(completeReset, { body: { token, password: next } })
})

test('changing the password needs the present one and ends every other session', async () => {
  const pat = await member('Pat')
  const [here, elsewhere] = [visitor(w), visitor(w)]
  for (const v of [here, elsewhere]) await v.send('POST', '/session', { identifier: pat.email, password: first })
  const wrong = await here.send('POST', '/password', { current: 'not this one', next })
  assert.deepEqual([wrong.statusCode, wrong.json().errors[0].path], [422, 'current'])
  const easy = await here.send('POST', '/password', { current: first, next: 'password1234' })
  assert.deepEqual([easy.statusCode, easy.json().errors[0].path], [422, 'next'])
  assert.equal((await here.send('POST', '/password', { current: first, next })).statusCode, 204)
  assert.equal((await here.send('GET', '/sessions')).statusCode, 200)
  assert.equal((await elsewhere.send('GET', '/sessions')).statusCode, 401)
  assert.deepEqual([await signIn(pat.email, first), await signIn(pat.email, next)], [401, 200])
  assert.equal((await w.stranger.refused(changePassword, { body: { current: first, next } })).status, 401)
})

test('a deactivated person gets no letter and no way in by an old link', async () => {
  const dee = await member('Dee')
  await w.stranger.call(forgotPassword, { body: { identifier: dee.email } })
  const token = tokenIn((await letters(dee.email))[0]?.text, 'reset-password')
  await w.administrator.call(deactivatePerson, { params: { id: dee.id } })
  assert.equal((await w.stranger.refused(completeReset, { body: { token, password: next } })).code, 'auth.link_spent')
  const before = (await letters(dee.email)).length
  await w.stranger.call(forgotPassword, { body: { identifier: dee.email } })
  assert.equal((await letters(dee.email)).length, before)
})

test('a letter of the door has the sender, the colour and the helper of the organisation, who stands at the door as well', async () => {
  const una = await member('Dorothea')
  const branding = { senderName: 'Hill Farm People', supportEmail: 'help@hill-farm.example' }
  const boss = await w.signIn(w.administrator)
  await boss.call(changeTenant, { body: { branding } })
  await boss.call(saveTheme, { body: { name: 'Hill', colors: { primary: '#7a1f1f' } } })
  const { rows } = await w.owner.query('select code from tenancy.tenants where id = $1', [w.tenantId])
  await w.stranger.call(forgotPassword, { body: { identifier: una.email, tenant: rows[0].code } })
  const [letter] = await letters(una.email)
  assert.equal(letter?.fromName, 'Hill Farm People')
  assert.match(letter?.html ?? '', /background:#7a1f1f.*Choose a new password/)
  assert.match(letter?.text ?? '', /Something is not clear\? Write to help@hill-farm\.example\.\n$/)
  assert.equal((await boss.call(currentSession, {})).theme.supportEmail, branding.supportEmail)
})

test('the operator key makes an empty tenant whose administrator signs in and whose API key works', async () => {
  const key = (await ensureOperatorKey(w.owner)) as string
  assert.equal(await ensureOperatorKey(w.owner), undefined)
  const administrator = { email: 'Boss@New.example', firstName: 'Bo', lastName: 'Boss', password: first }
  const body = { code: 'new-tenant', name: 'New tenant', administrator }
  const make = (bearer?: string, more: object = {}) =>
    visitor(w).send('POST', '/operator/tenants', { ...body, ...more }, bearer ? { bearer } : {})
  assert.equal((await make()).statusCode, 401)
  assert.equal((await make(w.administrator.token)).statusCode, 401)
  const made = await make(key)
  assert.equal(made.statusCode, 201, made.body)
  assert.equal((await visitor(w).send('GET', '/people', undefined, { bearer: made.json().apiKey })).statusCode, 200)
  const { rows } = await w.owner.query('select expires_at from auth.api_keys where tenant_id = $1', [made.json().tenantId])
  const ends = w.clock.now().add({ hours: 90 * 24 })
  assert.equal(rows[0].expires_at.toString(), ends.toString(), 'whoever made the tenant knows it')
  const into = { tenant: 'new-tenant', identifier: 'boss@new.example', password: first }
  // The operator knows this password: it opens nothing but the way to another.
  const boss = visitor(w)
  assert.deepEqual((await boss.send('POST', '/session', into)).json(), { me: null, isPending: true })
  assert.deepEqual((({ isPending, mustChange }) => [isPending, mustChange])((await boss.send('GET', '/session')).json()), [true, true])
  assert.equal((await boss.send('GET', '/people')).statusCode, 401)
  const tokens = (await visitor(w).send('POST', '/session/token', into)).json()
  assert.equal(tokens.isPending, true)
  assert.equal((await visitor(w).send('GET', '/people', undefined, { bearer: tokens.accessToken })).statusCode, 401)
  const same = await boss.send('POST', '/password', { current: first, next: first })
  assert.deepEqual([same.statusCode, same.json().errors[0].path], [422, 'next'])
  const given = boss.cookies[sessionCookie]
  assert.equal((await boss.send('POST', '/password', { current: first, next })).statusCode, 204)
  assert.notEqual(boss.cookies[sessionCookie], given)
  assert.equal((await boss.send('GET', '/people')).statusCode, 200)
  assert.equal((await visitor(w).send('POST', '/session', { ...into, password: next })).json().isPending, false)
  assert.equal((await make(key)).json().code, 'tenancy.code_taken')
  assert.equal((await make(key, { code: 'Not a code!' })).statusCode, 422)
  const invited = { code: 'by-mail', administrator: { email: 'later@new.example', firstName: 'La', lastName: 'Ter' } }
  assert.equal((await make(key, invited)).statusCode, 201)
  const token = tokenIn((await letters('later@new.example'))[0]?.text, 'accept-invitation')
  await w.stranger.call(acceptInvitation, { body: { token, password: next } })
  assert.equal(
    (await visitor(w).send('POST', '/session', { tenant: 'by-mail', identifier: 'later@new.example', password: next })).statusCode,
    200,
  )
})

test('a stranger is told nothing but how the house looks', async () => {
  const seen = await w.stranger.call(currentSession, {})
  assert.equal(seen.me, null)
  assert.equal(seen.demo, undefined)
  assert.equal((await w.stranger.refused(mySessions, {})).status, 401)
})
