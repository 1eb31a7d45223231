import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sessionCookie } from '#platform/client.ts'
import { ask } from '../../tests/laws/requests.ts'
import { enter as enterByPassword, member } from '../../tests/members.ts'
import { type Visitor, visitor } from '../../tests/visitor.ts'
import { world } from '../../tests/world.ts'
import * as api from './contract.ts'
import { mayGuessHere, whyWeak } from './policy.ts'

const w = await world()
const { administrator } = w
const pin = '470592'
let numbers = 100
async function worker(firstName: string, roles: Parameters<typeof w.person>[1] = ['employee'], known?: { id: string }) {
  const number = `N${numbers++}`
  const person = known ?? (await w.person(firstName, roles))
  await w.owner.query('update directory.users set employee_id = $2 where id = $1', [person.id, number])
  await (await w.signIn(person)).call(api.setMyPin, { body: { pin } })
  return { id: person.id, number }
}
async function kiosk(): Promise<Visitor & { id: string }> {
  const { id, code } = await administrator.call(api.addKiosk, { body: { name: 'Gate', branchId: null } })
  const device = visitor(w)
  await device.send('POST', '/kiosk', { code })
  return { ...device, id }
}
const enter = (at: Visitor, number: string, typed = pin) => at.send('POST', '/kiosk/session', { number, pin: typed })
const isIn = async (v: Visitor) => (await v.send('GET', '/session')).json().me !== null
const gate = await kiosk()

test('a session at a kiosk has the rights of a person for themself, whatever else they hold', async () => {
  const boss = await worker('Boss', ['employee', 'manager', 'admin', 'oh_professional', 'instructor', 'tenant_administrator'])
  await enter(gate, boss.number)
  const { me } = (await gate.send('GET', '/session')).json()
  const own = [
    'appointments:book',
    'appointments:read',
    'assessments:take',
    'certificates:read',
    'compliance:read_own',
    'courses:read',
    'enrollments:learn',
    'fitness:read_own',
  ]
  assert.deepEqual([me.permissions, me.headsDepartments], [own, false])
  const token = gate.cookies[sessionCookie] as string
  const reached: string[] = []
  for (const { endpoint } of w.tools.registry.modules.flatMap((module) => module.routes)) {
    if (['public', 'operator'].includes(endpoint.permission) || endpoint.path === '/session' || endpoint.whileLent) continue
    const { statusCode } = await ask(w.server, endpoint, { as: { token }, id: boss.id })
    if (statusCode !== 403) reached.push(`${endpoint.permission} ${endpoint.method} ${endpoint.path}`)
    if (endpoint.reads) assert.equal(statusCode, 403, `${endpoint.path} shows something clinical`)
  }
  assert.deepEqual(
    reached.filter((route) => !own.includes(route.split(' ')[0] as string)),
    [],
  )
  assert.ok(reached.length > 15)
})

test('it ends after two minutes without a touch, after a quarter of an hour however busy, and when they say so', async () => {
  const ann = await worker('Ann')
  await enter(gate, ann.number)
  w.clock.pass({ minutes: 1, seconds: 59 })
  assert.equal(await isIn(gate), true)
  w.clock.pass({ minutes: 2 })
  assert.equal(await isIn(gate), false)
  await enter(gate, ann.number)
  for (let minute = 0; minute < 14; minute++) {
    w.clock.pass({ minutes: 1 })
    assert.equal(await isIn(gate), true, `after ${minute + 1} minutes`)
  }
  w.clock.pass({ minutes: 1 })
  assert.equal(await isIn(gate), false)
  await enter(gate, ann.number)
  assert.equal((await gate.send('DELETE', '/session')).statusCode, 204)
  assert.equal(await isIn(gate), false)
})

test('a kiosk that is revoked signs out who is at it, and lets nobody in', async () => {
  const doomed = await kiosk()
  const bea = await worker('Bea')
  await enter(doomed, bea.number)
  assert.equal(await isIn(doomed), true)
  await administrator.call(api.revokeKiosk, { params: { id: doomed.id } })
  assert.equal(await isIn(doomed), false)
  assert.equal((await enter(doomed, bea.number)).statusCode, 401)
  assert.deepEqual((await doomed.send('GET', '/kiosk')).json(), { kiosk: null })
  assert.equal((await administrator.refused(api.revokeKiosk, { params: { id: doomed.id } })).status, 404)
})

test('wrong PINs make the right one wait at every kiosk, but shut no other door', async () => {
  const known = await member(w, 'Cat')
  const cat = await worker('Cat', [], known)
  const other = await kiosk()
  for (let i = 0; i < 5; i++) assert.equal((await enter(i % 2 ? gate : other, cat.number, '905831')).statusCode, 401)
  assert.equal((await enter(gate, cat.number)).statusCode, 401)
  assert.equal((await enter(other, cat.number)).statusCode, 401)
  await enterByPassword(w, known)
  const { rows } = await w.owner.query('select is_locked from auth.credentials where user_id = $1', [cat.id])
  assert.equal(rows[0].is_locked, false)
  w.clock.pass({ minutes: 16 })
  assert.equal((await enter(gate, cat.number)).statusCode, 204)
})

test('a kiosk where twenty PINs were wrong rests for a quarter of an hour; others do not', async () => {
  const tired = await kiosk()
  const dee = await worker('Dee')
  await w.owner.query('update auth.guess_counters set attempts = 0')
  for (let i = 0; i < 20; i++)
    assert.equal((await tired.send('POST', '/kiosk/pin', { number: `X${i}`, code: '12345678', pin })).statusCode, 401)
  assert.equal((await enter(tired, dee.number)).statusCode, 401)
  assert.equal((await enter(gate, dee.number)).statusCode, 204)
  w.clock.pass({ minutes: 16 })
  assert.equal((await enter(tired, dee.number)).statusCode, 204)
  const at = (minute: number, attempts: number) => ({ windowStart: w.clock.now().subtract({ minutes: minute }).toString(), attempts })
  assert.equal(mayGuessHere([at(1, 10), at(14, 9), at(16, 50)], w.clock.now()), true)
  assert.equal(mayGuessHere([at(1, 10), at(14, 10)], w.clock.now()), false)
})

test('most PINs are good', () => {
  assert.deepEqual(
    ['470592', '905831', '730264', '618890'].map((one) => whyWeak(one, 'E-1')),
    [null, null, null, null],
  )
  const weak = Array.from({ length: 5_000 }, (_, i) => String(i * 199 + 7).padStart(6, '0')).filter((one) => whyWeak(one, null)).length
  assert.ok(weak < 1_000, `${weak} of 5000`)
})
