import assert from 'node:assert/strict'
import { test } from 'node:test'
import { enrolled, enter, member, password } from '../../tests/members.ts'
import { type Visitor, visitor } from '../../tests/visitor.ts'
import { world } from '../../tests/world.ts'

const w = await world()
const get = async (v: Visitor, path: string) => (await v.send('GET', path)).json()
const told = async (v: Visitor) => {
  await w.runJobs()
  return (await get(v, '/notifications')).items.filter((one: { title: string }) => one.title === 'You signed in on a new device')
}

test('a person is told of a device that is new, not of the first or of one they know', async () => {
  const ann = await member(w, 'Ann')
  const first = await enter(w, ann)
  await enter(w, ann, first)
  assert.equal((await told(first)).length, 0)
  const phone = visitor(w)
  const agent = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Safari/605.1'
  await phone.send('POST', '/session', { tenant: ann.tenant, identifier: ann.identifier, password }, { agent, ip: '192.0.2.9' })
  const [notice] = await told(first)
  assert.match(notice.message, /^Safari on iPhone, address 192\.0\.2\.9\./)
  assert.equal((await w.tools.mail.kept?.())?.filter((letter) => letter.to === ann.identifier).length, 1)
})

test('nobody is told of a device on which only the password was right', async () => {
  const bea = await enrolled(w, 'Bea')
  await enter(w, bea)
  assert.equal((await told(bea.here)).length, 0)
  const v = await enter(w, bea)
  await v.send('POST', '/session/second-factor/code', { code: bea.code() })
  assert.equal((await told(bea.here)).length, 1)
})

test('a person sees who signed in or tried to as them, with the reason, page by page', async () => {
  const cal = await member(w, 'Cal')
  const v = await enter(w, cal)
  for (const secret of ['wrong wrong wrong', 'worse worse worse'])
    await visitor(w).send('POST', '/session', { tenant: cal.tenant, identifier: cal.identifier, password: secret })
  const { items, next } = await get(v, '/sign-ins?limit=2')
  assert.deepEqual(
    items.map((one: { outcome: string; reason: string; device: string }) => [one.outcome, one.reason, one.device]),
    [
      ['failure', 'wrong password', 'Firefox on Windows'],
      ['failure', 'wrong password', 'Firefox on Windows'],
    ],
  )
  const rest = await get(v, `/sign-ins?limit=2&cursor=${next}`)
  assert.deepEqual([rest.items.map((one: { outcome: string }) => one.outcome), rest.next], [['success'], null])
})

test('a person forgets a device: its sessions end, and it is asked for the second factor again', async () => {
  const dot = await enrolled(w, 'Dot')
  const v = await enter(w, dot)
  await v.send('POST', '/session/second-factor/code', { code: dot.code(), trust: true })
  const { items } = await get(dot.here, '/devices')
  assert.deepEqual(
    items.map((one: { isCurrent: boolean; trustedUntil: string | null }) => [one.isCurrent, one.trustedUntil !== null]),
    [
      [false, true],
      [true, false],
    ],
  )
  const eli = await enrolled(w, 'Eli')
  assert.equal((await eli.here.send('DELETE', `/devices/${items[0].id}`)).statusCode, 404)
  assert.equal((await dot.here.send('DELETE', `/devices/${items[0].id}`)).statusCode, 204)
  assert.equal((await v.send('GET', '/sessions')).statusCode, 401)
  assert.equal((await (await enter(w, dot, v)).send('GET', '/sessions')).statusCode, 401, 'the password alone')
  assert.equal((await get(dot.here, '/devices')).items.length, 1)
})

test('a person signs out everywhere but where they are', async () => {
  const fay = await member(w, 'Fay')
  const [here, there] = [await enter(w, fay), await enter(w, fay)]
  assert.equal((await here.send('DELETE', '/sessions')).statusCode, 204)
  assert.deepEqual([(await here.send('GET', '/sessions')).statusCode, (await there.send('GET', '/sessions')).statusCode], [200, 401])
})
