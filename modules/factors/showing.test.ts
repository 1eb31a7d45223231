import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sessionCookie } from '#platform/client.ts'
import { passkey } from '../../tests/authenticator.ts'
import { enrolled, member, password } from '../../tests/members.ts'
import { type Visitor, visitor } from '../../tests/visitor.ts'
import { world } from '../../tests/world.ts'

const w = await world()
const one = async (text: string, values: unknown[] = []) => (await w.owner.query(text, values)).rows[0]
const enter = (v: Visitor, identifier: string) => v.send('POST', '/session', { identifier, password })
const show = (v: Visitor, code: string, trust = false) => v.send('POST', '/session/second-factor/code', { code, trust })
const status = async (v: Visitor) => (await v.send('GET', '/sessions')).statusCode

test('with an authenticator app, the password alone opens nothing; with its code the cookie is another one', async () => {
  const ann = await enrolled(w, 'Ann')
  const v = visitor(w)
  const answer = await enter(v, ann.identifier)
  assert.deepEqual(answer.json(), { me: null, isPending: true })
  const half = v.cookies[sessionCookie]
  assert.deepEqual((await v.send('GET', '/session')).json().isPending, true)
  assert.equal(await status(v), 401)
  assert.equal((await v.send('GET', '/live')).statusCode, 401)
  const { isPending, methods } = (await v.send('GET', '/session/second-factor')).json()
  assert.deepEqual([isPending, methods], [true, ['totp', 'recovery_code']])
  const code = ann.code()
  assert.equal((await show(v, code)).statusCode, 204)
  assert.notEqual(v.cookies[sessionCookie], half)
  assert.equal(await status(v), 200)
  assert.equal(await status(visitor(w, { [sessionCookie]: half as string })), 401)
  const again = visitor(w)
  await enter(again, ann.identifier)
  assert.equal((await show(again, code)).statusCode, 422, 'the same code a second time')
  const { rows } = await w.owner.query('select outcome from auth.login_history where user_id = $1 order by created_at, id', [ann.id])
  assert.deepEqual(
    rows.map((row) => row.outcome),
    ['success', 'second_factor_needed', 'success', 'second_factor_needed', 'failure'],
  )
})

test('a code counts once, also when fifty try at the same moment', async () => {
  const bob = await enrolled(w, 'Bob')
  const v = visitor(w)
  await enter(v, bob.identifier)
  const code = bob.code()
  const answers = await Promise.all(Array.from({ length: 50 }, () => show(visitor(w, { ...v.cookies }), code)))
  assert.equal(answers.filter((answer) => answer.statusCode === 204).length, 1)
})

test('wrong codes count with wrong passwords, and a thief with the password gets no allowance of their own', async () => {
  const cat = await enrolled(w, 'Cat')
  for (let i = 0; i < 5; i++) {
    const thief = visitor(w)
    await enter(thief, cat.identifier)
    assert.equal((await show(thief, '000000')).statusCode, 422)
  }
  const late = visitor(w)
  assert.equal((await enter(late, cat.identifier)).statusCode, 401, 'the password door is shut too')
  assert.equal((await one('select count(*)::int as n from auth.devices where user_id = $1', [cat.id])).n, 1, 'no device of the thief')
  w.clock.pass({ minutes: 16 })
  const v = visitor(w)
  await enter(v, cat.identifier)
  assert.equal((await show(v, cat.code())).statusCode, 204)
})

test('the same wrong answer under the same key is refused again, and counts again', async () => {
  const kit = await enrolled(w, 'Kit')
  const v = visitor(w)
  await enter(v, kit.identifier)
  const headers = { 'idempotency-key': 'one-wrong-code' }
  for (const code of ['factors.wrong_code', 'factors.wrong_code'])
    assert.equal((await v.send('POST', '/session/second-factor/code', { code: '000000' }, { headers })).json().code, code)
  const failures = "select count(*)::int as n from auth.login_history where user_id = $1 and outcome = 'failure'"
  assert.equal((await one(failures, [kit.id])).n, 2)
})

test('a recovery code works once, whatever its case, and the rest still do', async () => {
  const dan = await enrolled(w, 'Dan')
  const [first, second] = dan.recoveryCodes
  assert.equal(new Set(dan.recoveryCodes).size, 10)
  const come = async (code: string | undefined) => {
    const v = visitor(w)
    await enter(v, dan.identifier)
    return (await show(v, String(code))).statusCode
  }
  assert.deepEqual([await come(first?.toUpperCase().replace('-', ' ')), await come(first), await come(second)], [204, 422, 204])
  assert.equal((await one('select count(*)::int as n from factors.recovery_codes where user_id = $1 and used_at is null', [dan.id])).n, 8)
  const [third] = dan.recoveryCodes.slice(-1)
  const many = visitor(w)
  await enter(many, dan.identifier)
  const answers = await Promise.all(Array.from({ length: 20 }, () => show(visitor(w, { ...many.cookies }), third as string)))
  assert.equal(answers.filter((answer) => answer.statusCode === 204).length, 1, 'of twenty at once one')
})

test('a trusted device is not asked again for thirty days, and only that one', async () => {
  const eve = await enrolled(w, 'Eve')
  const v = visitor(w)
  await enter(v, eve.identifier)
  await show(v, eve.code(), true)
  assert.equal((await enter(v, eve.identifier)).json().isPending, false)
  assert.equal(await status(v), 200)
  assert.equal((await enter(visitor(w), eve.identifier)).json().isPending, true)
  const before = w.clock.now().toString()
  await w.owner.query("update tenancy.tenants set status = 'active'")
  w.clock.pass({ hours: 29 * 24 })
  assert.equal((await enter(v, eve.identifier)).json().isPending, false)
  // Trust that ends ends within the session too.
  w.clock.pass({ hours: 23, minutes: 59 })
  assert.equal((await enter(v, eve.identifier)).json().isPending, false)
  w.clock.pass({ minutes: 2 })
  assert.equal(await status(v), 401)
  assert.equal((await v.send('GET', '/session')).json().isPending, true)
  w.clock.set(before)
})

test('sessions that are open elsewhere wait for the factor as soon as there is one', async () => {
  const fay = await member(w, 'Fay')
  const elsewhere = visitor(w)
  await enter(elsewhere, fay.identifier)
  assert.equal(await status(elsewhere), 200)
  await enrolled(w, 'Fay', fay)
  assert.equal(await status(elsewhere), 401)
  assert.equal((await elsewhere.send('GET', '/session')).json().isPending, true)
})

test('a passkey opens the session that asked for it, on this site only, and a copy that counts behind does not', async () => {
  const gil = await member(w, 'Gil')
  const here = visitor(w)
  await enter(here, gil.identifier)
  const key = passkey()
  const asked = (await here.send('POST', '/factors/passkeys/options')).json()
  const added = await here.send('POST', '/factors/passkeys', { ...key.create(asked), name: 'My phone' })
  assert.equal(added.statusCode, 201, added.body)
  assert.equal(added.json().recoveryCodes.length, 10)
  assert.equal(await status(here), 200)

  const v = visitor(w)
  await enter(v, gil.identifier)
  const options = async (on: Visitor) => (await on.send('POST', '/session/second-factor/passkey/options')).json()
  const answer = (on: Visitor, body: object) => on.send('POST', '/session/second-factor/passkey', body)
  const refused = async (on: Visitor, body: object) => assert.equal((await answer(on, body)).json().code, 'factors.wrong_passkey')
  const { challenge, allowCredentials } = await options(v)
  assert.equal(allowCredentials.length, 1)
  await refused(v, key.get({ challenge, origin: 'https://evil.example' }))
  await refused(v, key.get({ challenge: (await options(v)).challenge, party: 'evil.example' }))
  await refused(v, passkey().get({ challenge: (await options(v)).challenge }))
  const other = visitor(w)
  await enter(other, gil.identifier)
  await refused(other, key.get({ challenge: (await options(v)).challenge }))
  w.clock.pass({ minutes: 20 })
  const signed = key.get(await options(v))
  assert.equal((await answer(v, signed)).statusCode, 204)
  assert.equal(await status(v), 200)
  await refused(v, signed)
  key.rewind()
  await refused(v, key.get(await options(v)))
})

test('an app that signs in for tokens shows its factor under the same token, and so do those that follow', async () => {
  const hal = await enrolled(w, 'Hal')
  const v = visitor(w)
  const first = (await v.send('POST', '/session/token', { identifier: hal.identifier, password })).json()
  assert.equal(first.isPending, true)
  const bearer = first.accessToken
  assert.equal((await v.send('GET', '/sessions', undefined, { bearer })).statusCode, 401)
  assert.equal((await v.send('POST', '/session/second-factor/code', { code: hal.code() }, { bearer })).statusCode, 204)
  assert.equal((await v.send('GET', '/sessions', undefined, { bearer })).statusCode, 200)
  const next = (await v.send('POST', '/session/refresh', { refreshToken: first.refreshToken })).json()
  assert.equal((await v.send('GET', '/sessions', undefined, { bearer: next.accessToken })).statusCode, 200)
})

test('somebody who waits may leave, and nothing else', async () => {
  const ida = await enrolled(w, 'Ida')
  const v = visitor(w)
  await enter(v, ida.identifier)
  assert.equal((await v.send('POST', '/factors/totp')).json().code, 'factors.step_up_needed')
  assert.equal((await v.send('POST', '/password', { current: password, next: 'plum tractor window kite' })).statusCode, 401)
  assert.equal((await v.send('DELETE', '/session')).statusCode, 204)
})
