import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lockAccount } from '#modules/auth/index.ts'
import { addDepartment, organizations } from '#modules/directory/contract.ts'
import { addBranch } from '#modules/structure/contract.ts'
import { sessionCookie } from '#platform/client.ts'
import { change } from '#platform/db.ts'
import { type Visitor, visitor } from '../../tests/visitor.ts'
import { type Person, world } from '../../tests/world.ts'
import * as api from './contract.ts'

const w = await world()
const there = await w.tenant()
const { administrator } = w
const cookie = '__Host-salus-kiosk'
const one = async (text: string, values: unknown[] = []) => (await w.owner.query(text, values)).rows[0]

const org = (await administrator.call(organizations.create, {
  body: { name: 'Works', code: 'works', type: 'company', status: 'active', contactEmail: null, contactPhone: null },
})) as { id: string }
const branch = await administrator.call(addBranch, { params: { orgId: org.id }, body: { name: 'Foundry', code: 'foundry', city: 'Leeds' } })
const manager = await w.person('Max', ['employee', 'manager'])
const department = await administrator.call(addDepartment, {
  body: { name: 'Furnace', code: 'furnace', organizationId: org.id, headUserId: manager.id },
})
let numbers = 1000
/** Somebody on the shop floor: a number, and neither address nor password. */
async function worker(firstName: string, roles: Parameters<typeof w.person>[1] = ['employee']) {
  const number = `E-${numbers++}`
  const person = await w.person(firstName, roles, { email: null, employeeId: number, deptId: department.id, status: 'invited' })
  return { ...person, number }
}
/** A device that an administrator has made a kiosk. */
async function kiosk(name = 'Gate 3'): Promise<Visitor & { id: string }> {
  const { id, code } = await administrator.call(api.addKiosk, { body: { name, branchId: branch.id } })
  const device = visitor(w)
  const answer = await device.send('POST', '/kiosk', { code })
  assert.equal(answer.statusCode, 200, answer.body)
  return { ...device, id }
}
const startCode = async (by: Person, id: string) => (await by.call(api.issueStartCode, { params: { id } })).code as string
const pin = '470592'
/** Somebody who has chosen the PIN above at this kiosk, and left again. */
async function known(at: Visitor, firstName: string, roles?: Parameters<typeof w.person>[1]) {
  const person = await worker(firstName, roles)
  const answer = await at.send('POST', '/kiosk/pin', { number: person.number, code: await startCode(administrator, person.id), pin })
  assert.equal(answer.statusCode, 204, answer.body)
  await at.send('DELETE', '/session')
  return person
}
const enter = (at: Visitor, number: string, typed = pin) => at.send('POST', '/kiosk/session', { number, pin: typed })
const gate = await kiosk()

test('an administrator registers a kiosk: a code once, then a cookie of the device’s own, kept as hashes', async () => {
  const { id, code } = await administrator.call(api.addKiosk, { body: { name: 'Canteen', branchId: branch.id } })
  assert.match(code ?? '', /^[2-9A-Z]{5}-[2-9A-Z]{5}$/)
  const device = visitor(w)
  assert.deepEqual((await device.send('GET', '/kiosk')).json(), { kiosk: null })
  assert.equal((await device.send('POST', '/kiosk', { code: 'AAAAA-AAAAA' })).json().code, 'kiosks.wrong_code')
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => visitor(w).send('POST', '/kiosk', { code: code?.toLowerCase().replace('-', ' ') })),
  )
  const [first] = answers.filter((answer) => answer.statusCode === 200)
  assert.equal(answers.filter((answer) => answer.statusCode === 410).length, 4, 'a code counts once, also among five at once')
  const set = first?.cookies.find(({ name }) => name === cookie)
  assert.ok(set?.httpOnly && set.secure && set.sameSite === 'Lax' && (set.maxAge ?? 0) > 300 * 24 * 3600)
  const here = await visitor(w, { [cookie]: set.value }).send('GET', '/kiosk')
  const { name } = await one('select name from tenancy.tenants where id = $1', [w.tenantId])
  assert.deepEqual(here.json().kiosk, { name: 'Canteen', branch: 'Foundry', organization: name })
  const { items, branches: places } = await administrator.call(api.listKiosks, {})
  const row = items.find((item) => item.id === id)
  assert.deepEqual([row?.state, row?.branch?.name, row?.lastSeenAt !== null], ['active', 'Foundry', true])
  assert.deepEqual(places, [{ id: branch.id, name: 'Foundry' }])
  const { rows } = await w.owner.query('select k::text from kiosks.kiosks k')
  assert.ok(!JSON.stringify(rows).includes(set.value))
})

test('a locked person gets in at no kiosk, by PIN or start code, with the answer of a wrong PIN', async () => {
  const lee = await known(gate, 'Lee')
  const lock = { userId: lee.id, by: administrator.id, reason: 'Lost badge', now: w.clock.now() }
  await w.inTenant((db) => lockAccount(db, lock))
  const answer = await enter(gate, lee.number)
  assert.deepEqual([answer.statusCode, answer.body], [401, (await enter(gate, 'E-0')).body])
  const { outcome } = await one('select outcome from auth.login_history where user_id = $1 order by created_at desc, id desc limit 1', [
    lee.id,
  ])
  assert.equal(outcome, 'locked')
  const code = await startCode(administrator, lee.id)
  assert.equal((await gate.send('POST', '/kiosk/pin', { number: lee.number, code, pin })).statusCode, 401)
})

test('what is wrong with a kiosk is said in words, and another organisation’s is none', async () => {
  const nowhere = await administrator.refused(api.addKiosk, { body: { name: 'X', branchId: org.id } })
  assert.deepEqual([nowhere.status, nowhere.errors], [422, [{ path: 'branchId', message: 'There is no such branch.' }]])
  assert.equal((await administrator.refused(api.addKiosk, { body: { name: ' ', branchId: null } })).status, 422)
  const params = { id: gate.id }
  for (const endpoint of [api.renewKioskCode, api.revokeKiosk])
    assert.equal((await there.administrator.refused(endpoint, { params })).status, 404)
  assert.equal((await there.administrator.refused(api.changeKiosk, { params, body: { name: 'Ours' } })).status, 404)
  assert.equal((await administrator.call(api.changeKiosk, { params, body: { name: 'Gate 4' } })).name, 'Gate 4')
  const late = await administrator.call(api.renewKioskCode, { params })
  w.clock.pass({ minutes: 31 })
  assert.equal((await visitor(w).send('POST', '/kiosk', { code: late.code })).statusCode, 410)
  w.clock.pass({ minutes: -31 })
})

test('with a start code somebody without address or password chooses a PIN, and is in', async () => {
  const ann = await worker('Ann')
  const code = await startCode(manager, ann.id)
  const first = (typed: string, more = code) => gate.send('POST', '/kiosk/pin', { number: ann.number, code: more, pin: typed })
  for (const [weak, why] of [
    ['123456', /counts/],
    ['321098', /counts/],
    ['777777', /repeats/],
    ['474747', /repeats/],
    ['198504', /date or a year/],
    ['231285', /date or a year/],
    ['041985', /date or a year/],
  ] as const)
    assert.match((await first(weak)).json().errors[0].message, why, weak)
  assert.match((await gate.send('POST', '/kiosk/pin', { number: 'E-47059', code, pin })).json().errors[0].message, /your number/)
  assert.equal((await first('12')).statusCode, 422)
  assert.equal((await first(pin, '00000000')).statusCode, 401)
  const answers = await Promise.all(Array.from({ length: 4 }, () => first(pin)))
  assert.equal(answers.filter((answer) => answer.statusCode === 204).length, 1, 'once, also among four at once')
  const { me } = (await gate.send('GET', '/session')).json()
  assert.deepEqual([me.name, me.lent.as, me.email], ['Ann Example', 'kiosk', null])
  assert.equal((await one('select status from directory.users where id = $1', [ann.id])).status, 'active')
  assert.match(
    (await one('select pin_hash from kiosks.pins where user_id = $1', [ann.id])).pin_hash,
    /^\$argon2id\$v=19\$m=65536,t=3,p=1\$/,
  )
  assert.equal((await enter(gate, ann.number.toLowerCase())).statusCode, 204)
  assert.equal((await enter(gate, ann.number, '905831')).statusCode, 401)
  const { rows } = await w.owner.query(
    'select method, outcome, reason from auth.login_history where user_id = $1 order by created_at desc, id desc limit 2',
    [ann.id],
  )
  assert.deepEqual(
    rows.map((row) => Object.values(row)),
    [
      ['kiosk', 'failure', 'wrong PIN'],
      ['kiosk', 'success', null],
    ],
  )
})

test('start codes come from a person’s manager or an administrator; a new one takes the PIN away, and the person is told', async () => {
  const bob = await known(gate, 'Bob')
  const params = { id: bob.id }
  const stranger = await w.person('Sid', ['employee', 'manager'])
  assert.deepEqual((await stranger.call(api.pinOfPerson, { params })).may, { issue: false })
  assert.equal((await stranger.refused(api.issueStartCode, { params })).code, 'kiosks.not_yours')
  assert.equal((await manager.refused(api.issueStartCode, { params: { id: manager.id } })).code, 'kiosks.not_yours')
  assert.equal((await bob.refused(api.issueStartCode, { params })).status, 403)
  assert.equal((await there.administrator.refused(api.issueStartCode, { params })).status, 404)
  const numberless = await w.person('Nia', ['employee'], { deptId: department.id })
  assert.equal((await manager.refused(api.issueStartCode, { params: { id: numberless.id } })).code, 'kiosks.no_number')
  const gone = await w.person('Gil', ['employee'], { employeeId: 'E-9', status: 'inactive' })
  assert.equal((await administrator.refused(api.issueStartCode, { params: { id: gone.id } })).code, 'kiosks.not_active')
  const old = await startCode(manager, bob.id)
  const { setAt, codeUntil, may } = await manager.call(api.pinOfPerson, { params })
  assert.deepEqual([setAt, codeUntil !== null, may.issue], [null, true, true])
  assert.equal((await enter(gate, bob.number)).statusCode, 401, 'the PIN before no longer works')
  const code = await startCode(manager, bob.id)
  const start = (typed: string) => gate.send('POST', '/kiosk/pin', { number: bob.number, code: typed, pin })
  assert.equal((await start(old)).statusCode, 401)
  const late = { startCodeExpiresAt: w.clock.now().toString() }
  await w.inTenant((db) => change(db, 'kiosks.pins', { userId: bob.id }, late))
  assert.equal((await start(code)).statusCode, 401, 'after three days it is too old')
  const { n } = await one(
    "select count(*)::int as n from notifications.recipients r join notifications.notifications n on n.id = r.notification_id where r.user_id = $1 and n.title like 'A start code%'",
    [bob.id],
  )
  assert.equal(n, 3)
})

test('in their account people choose and remove their PIN', async () => {
  const cat = await w.person('Cat', ['employee'], { employeeId: 'E-77' })
  const numberless = await w.person('Ned', ['employee'])
  assert.deepEqual(await cat.call(api.myPin, {}), { number: 'E-77', setAt: null, isUseful: true })
  assert.equal((await cat.refused(api.setMyPin, { body: { pin: '654321' } })).errors?.[0]?.path, 'pin')
  assert.equal((await numberless.refused(api.setMyPin, { body: { pin } })).code, 'kiosks.no_number')
  await cat.call(api.setMyPin, { body: { pin } })
  assert.equal((await enter(gate, 'E-77')).statusCode, 204)
  await cat.call(api.removeMyPin, {})
  assert.equal((await enter(gate, 'E-77')).statusCode, 401)
  assert.equal((await cat.refused(api.removeMyPin, {})).status, 404)
})

test('away from a kiosk, an unknown number, a wrong PIN and somebody deactivated get one answer, byte by byte', async () => {
  const dan = await known(gate, 'Dan')
  const off = await known(gate, 'Off')
  await w.owner.query("update directory.users set status = 'inactive' where id = $1", [off.id])
  const answers = [
    await enter(visitor(w), dan.number),
    await enter(visitor(w, { [cookie]: 'x'.repeat(43) }), dan.number),
    await enter(gate, 'E-0'),
    await enter(gate, dan.number, '905831'),
    await enter(gate, off.number),
    await gate.send('POST', '/kiosk/pin', { number: 'E-0', code: '12345678', pin }),
    await visitor(w).send('POST', '/kiosk/pin', { number: dan.number, code: '12345678', pin }),
  ]
  for (const answer of answers) {
    assert.equal(answer.statusCode, 401)
    assert.equal(answer.body, answers[0]?.body)
  }
})

test('registering signs out whoever was signed in on the device, and so does the next one who comes in', async () => {
  const { code } = await administrator.call(api.addKiosk, { body: { name: 'Shared', branchId: null } })
  const eve = await w.signIn(administrator)
  const device = visitor(w, { [sessionCookie]: eve.token })
  assert.equal((await device.send('POST', '/kiosk', { code })).statusCode, 200)
  assert.equal((await visitor(w, { [sessionCookie]: eve.token }).send('GET', '/sessions')).statusCode, 401)
  const fay = await known(device, 'Fay')
  await enter(device, fay.number)
  const held = device.cookies[sessionCookie] as string
  await enter(device, fay.number)
  assert.equal((await visitor(w, { [sessionCookie]: held }).send('GET', '/session')).json().me, null)
})
