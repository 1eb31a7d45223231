import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mySessions, type SignInPolicy } from '#modules/auth/contract.ts'
import { enter, member, password } from '../../tests/members.ts'
import { visitor } from '../../tests/visitor.ts'
import { type Person, world } from '../../tests/world.ts'
import { readSignInPolicy, setSignInPolicy } from './contract.ts'

const w = await world()
await w.owner.query("update tenancy.tenants set status = 'active'")
const lenient: SignInPolicy = {
  secondFactorRoles: [],
  idleMinutes: null,
  sessionHours: 8,
  passwordLength: 12,
  networks: [],
  securityQuestions: false,
}
/** Somebody who sets the rules, signed in anew where time has passed. */
const administrator = async () => w.signIn(w.administrator)
const set = async (change: Partial<SignInPolicy>) => (await administrator()).call(setSignInPolicy, { body: { ...lenient, ...change } })
const works = async (person: Person) =>
  person.call(mySessions, {}).then(
    () => true,
    () => false,
  )

test('an organisation reads and changes its rules, on record; its people cannot, and no rule is made weaker than the house', async () => {
  const admin = await administrator()
  assert.deepEqual(await admin.call(readSignInPolicy, {}), { policy: lenient, address: '127.0.0.1' })
  for (const weaker of [{ sessionHours: 9 }, { idleMinutes: 500 }, { passwordLength: 11 }, { networks: ['10.0.0.0/33'] }])
    assert.equal((await admin.refused(setSignInPolicy, { body: { ...lenient, ...weaker } })).status, 422)
  await set({ passwordLength: 14 })
  const eva = await w.person('Eva', ['employee'])
  assert.equal((await eva.refused(setSignInPolicy, { body: lenient })).status, 403)
  const { rows } = await w.owner.query(
    "select old_values, new_values from platform.audit_logs where tenant_id = $1 and entity_type = 'sign_in_policy'",
    [w.tenantId],
  )
  assert.deepEqual(
    rows.map((row) => [row.old_values.passwordLength, row.new_values.passwordLength]),
    [[12, 14]],
  )
})

test('who holds a role that needs a second factor adds one before anything else, also in a session that is open', async () => {
  const ida = await member(w, 'Ida', ['employee', 'instructor'])
  const eli = await member(w, 'Eli')
  const open = await enter(w, ida)
  await set({ secondFactorRoles: ['instructor'] })
  assert.equal((await open.send('GET', '/sessions')).statusCode, 401)
  assert.equal((await (await enter(w, eli)).send('GET', '/sessions')).statusCode, 200)
  const v = await enter(w, ida)
  assert.deepEqual((await v.send('GET', '/session/second-factor')).json(), { isPending: true, methods: [] })
  assert.equal((await v.send('POST', '/factors/totp')).statusCode, 201)
  await set({})
  assert.equal((await v.send('GET', '/sessions')).statusCode, 200)
})

test('sessions end when the organisation says so, those that are open too', async () => {
  const [ann, bea] = [await w.person('Ann', ['employee']), await w.person('Bea', ['employee'])]
  await set({ sessionHours: 2 })
  w.clock.pass({ hours: 1, minutes: 59 })
  assert.equal(await works(ann), true)
  w.clock.pass({ minutes: 2 })
  assert.equal(await works(ann), false)
  await set({})
  assert.equal(await works(bea), true)
  await set({ idleMinutes: 5 })
  assert.equal(await works(bea), true)
  w.clock.pass({ minutes: 6 })
  assert.equal(await works(bea), false)
  await set({})
})

test('a new password is as long as the organisation asks', async () => {
  const cal = await member(w, 'Cal')
  const v = await enter(w, cal)
  await set({ passwordLength: 20 })
  const change = (next: string) => v.send('POST', '/password', { current: password, next })
  assert.match((await change('plum tractor kite')).json().errors[0].message, /at least 20 characters/)
  assert.equal((await change('plum tractor window kite')).statusCode, 204)
  await set({})
})

test('from outside the organisation’s networks nobody comes in, and what is open is shut there', async () => {
  const dot = await member(w, 'Dot')
  const from = (ip: string, v = visitor(w)) => ({ v, at: (path: string) => v.send('GET', path, undefined, { ip }) })
  const here = await enter(w, dot)
  const shutOut = await (await administrator()).refused(setSignInPolicy, { body: { ...lenient, networks: ['192.0.2.0/24'] } })
  assert.match(shutOut.errors?.[0]?.message ?? '', /127\.0\.0\.1/)
  await set({ networks: ['127.0.0.0/8', '2001:db8::/32'] })
  assert.equal((await here.send('GET', '/sessions')).statusCode, 200)
  assert.equal((await from('2001:db8::7', here).at('/sessions')).statusCode, 200)
  assert.equal((await from('::ffff:127.0.0.9', here).at('/sessions')).statusCode, 200)
  assert.equal((await from('198.51.100.7', here).at('/sessions')).statusCode, 401)
  const body = { tenant: dot.tenant, identifier: dot.identifier, password }
  const refused = await visitor(w).send('POST', '/session', body, { ip: '198.51.100.7' })
  assert.deepEqual([refused.statusCode, refused.json().code], [403, 'auth.foreign_network'])
  await set({})
  assert.equal((await visitor(w).send('POST', '/session', body, { ip: '198.51.100.7' })).statusCode, 200)
})
