import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addRole, giveRole, takeRole } from '#modules/access/contract.ts'
import { listAudit } from '#modules/audit/contract.ts'
import { deactivatePerson } from '#modules/directory/contract.ts'
import { listNotifications } from '#modules/notifications/contract.ts'
import { sessionCookie } from '#platform/client.ts'
import { employed } from '../../tests/clinic.ts'
import { ask } from '../../tests/laws/requests.ts'
import { type Visitor, visitor } from '../../tests/visitor.ts'
import { type Person, world } from '../../tests/world.ts'
import * as api from './contract.ts'

const w = await world()
const there = await w.tenant()
const { administrator } = w
const as = (person: Person) => visitor(w, { [sessionCookie]: person.token })
const codeOf = async (person: Person) => (await person.call(api.makeConsent, {})).code as string
const begin = (v: Visitor, code: string) => v.send('POST', '/support-session', { code })
const meOf = async (v: Visitor) => (await v.send('GET', '/session')).json().me
/** A supporter, in a browser, in the session of somebody who gave them a code. */
async function helping(person: Person, supporter: Person) {
  const v = as(supporter)
  const answer = await begin(v, await codeOf(person))
  assert.equal(answer.statusCode, 204, answer.body)
  return v
}
const fresh = () => w.signIn(administrator)

test('with somebody’s code a supporter is in their session: named, for half an hour, and back in their own after it', async () => {
  const ann = await w.person('Ann', ['employee'])
  const code = await codeOf(ann)
  assert.match(code, /^[2-9A-Z]{5}-[2-9A-Z]{5}$/)
  const own = await fresh()
  const v = as(own)
  assert.equal((await begin(v, code.toLowerCase())).statusCode, 204)
  assert.notEqual(v.cookies[sessionCookie], own.token)
  const me = await meOf(v)
  assert.deepEqual([me.id, me.lent.as, me.lent.actingName], [ann.id, 'support', 'Avery Admin'])
  assert.equal(me.lent.secondsLeft, 30 * 60)
  const told = "select 1 from platform.events where name = 'auth.session_changed' and payload->'userIds' ? $1"
  assert.equal((await w.owner.query(told, [administrator.id])).rowCount, 1, 'every other page of theirs hears that it is over')
  assert.equal((await v.send('GET', '/support-consents')).statusCode, 403)
  const [running] = (await ann.call(api.myConsents, {})).items
  assert.deepEqual([running?.state, running?.supporter], ['running', 'Avery Admin'])
  assert.equal((await v.send('DELETE', '/support-session')).statusCode, 204)
  assert.equal((await meOf(v)).id, administrator.id)
  assert.equal(
    (await visitor(w, { [sessionCookie]: own.token }).send('GET', '/sessions')).statusCode,
    401,
    'the token from before is another now',
  )
  assert.equal((await v.send('DELETE', '/support-session')).json().code, 'support.not_supporting')
  assert.equal((await ann.call(api.myConsents, {})).items[0]?.state, 'ended')
  const { items } = (await as(ann).send('GET', '/sign-ins')).json()
  assert.equal(items[0].method, 'support')
})

test('a code works once, also among many at once, for a quarter of an hour, and only the newest one', async () => {
  const bob = await w.person('Bob', ['employee'])
  const [old, code] = [await codeOf(bob), await codeOf(bob)]
  const supporters = await Promise.all([fresh(), fresh(), fresh(), fresh()])
  assert.equal((await begin(as(supporters[0] as Person), old)).statusCode, 422)
  const answers = await Promise.all(supporters.map((one) => begin(as(one), code)))
  assert.deepEqual(answers.map((answer) => answer.statusCode).sort(), [204, 422, 422, 422])
  const lent = await w.owner.query("select 1 from auth.sessions where user_id = $1 and lent_as = 'support'", [bob.id])
  assert.equal(lent.rowCount, 1, 'whoever came too late leaves nothing')
  const many = await Promise.all(Array.from({ length: 10 }, () => codeOf(bob)))
  const open = (await bob.call(api.myConsents, {})).items.filter(({ state }) => state === 'open')
  assert.deepEqual([new Set(many).size, open.length], [10, 1])
  assert.equal((await begin(as(supporters[1] as Person), code)).json().code, 'support.wrong_code')
  const late = await codeOf(bob)
  w.clock.pass({ minutes: 16 })
  assert.equal((await begin(as(await fresh()), late)).statusCode, 422)
  assert.equal((await (await w.signIn(bob)).call(api.myConsents, {})).items[0]?.state, 'over')
  w.clock.pass({ hours: 1 })
})

test('guessing codes is counted: after five wrong ones the right one must wait', async () => {
  const [cat, helper] = [await w.person('Cat', ['employee']), await w.person('Hal', ['employee', 'tenant_administrator'])]
  for (let i = 0; i < 5; i++) assert.equal((await helper.refused(api.beginSupport, { body: { code: 'AAAAA-AAAAA' } })).status, 422)
  assert.equal((await helper.refused(api.beginSupport, { body: { code: await codeOf(cat) } })).status, 422)
  assert.equal((await helper.refused(api.beginSupport, { body: { code: 'x' } })).errors?.[0]?.path, 'code')
  w.clock.pass({ hours: 1 })
})

test('it may what both may, and nothing about health, nor who gets in and what they may', async () => {
  const boss = await w.person('Boss', ['employee', 'manager', 'admin', 'instructor', 'tenant_administrator', 'oh_professional'])
  const helper = await w.person('Hope', ['employee', 'admin', 'tenant_administrator', 'oh_professional', 'manager', 'instructor'])
  const v = await helping(boss, helper)
  const { permissions } = await meOf(v)
  const withheld = Object.entries(w.tools.registry.permissions).flatMap(([code, { withheld: by }]) => (by ? [code] : []))
  assert.deepEqual(
    permissions.filter((code: string) => withheld.includes(code)),
    [],
  )
  assert.ok(permissions.includes('people:read') && permissions.includes('courses:write'))
  const token = v.cookies[sessionCookie] as string
  const reached: string[] = []
  for (const { endpoint } of w.tools.registry.modules.flatMap((module) => module.routes)) {
    const { permission, method, path } = endpoint
    if (
      ['public', 'operator'].includes(permission) ||
      (!['self', 'pending'].includes(permission) && !withheld.includes(permission) && !endpoint.reads)
    )
      continue
    if (endpoint.whileLent || path === '/session') continue
    const { statusCode } = await ask(w.server, endpoint, { as: { token }, id: boss.id })
    if (statusCode !== 403) reached.push(`${method} ${path}`)
  }
  assert.deepEqual(reached, [])
})

test('nobody gains by it: who helps holds what they use, never helps somebody above them, and lends no further', async () => {
  await administrator.call(addRole, {
    body: { name: 'Help desk', code: 'help-desk', grants: ['support:act', 'courses:read'].map((permission) => ({ permission })) },
  })
  const desk = await w.person('Desk', ['employee'])
  await administrator.call(giveRole, { params: { id: desk.id }, body: { role: 'help-desk' } })
  const plain = await w.person('Dan', ['employee'])
  const v = await helping(plain, await w.signIn(desk))
  assert.deepEqual((await meOf(v)).permissions.includes('courses:read'), true)
  assert.equal((await begin(v, await codeOf(await w.person('Eli', ['employee'])))).statusCode, 403)
  assert.equal((await v.send('POST', '/support-consents')).statusCode, 403)
  const lead = await w.person('Lea', ['employee', 'instructor'])
  assert.equal((await (await w.signIn(desk)).refused(api.beginSupport, { body: { code: await codeOf(lead) } })).code, 'access.above_you')
  assert.equal((await plain.refused(api.beginSupport, { body: { code: await codeOf(lead) } })).status, 403)
  // Who may appoint is below nobody, and still gains nothing that they do not hold.
  const owner = await w.person('Own', ['employee', 'tenant_administrator'])
  const { permissions } = await meOf(await helping(lead, owner))
  assert.deepEqual([permissions.includes('courses:write'), permissions.includes('courses:read')], [false, true])
  const { code } = await administrator.call(api.makeConsent, {})
  assert.equal((await (await fresh()).refused(api.beginSupport, { body: { code } })).code, 'support.own_code')
  assert.equal((await there.administrator.refused(api.beginSupport, { body: { code: await codeOf(plain) } })).code, 'support.wrong_code')
  const byToken = await w.server.inject({
    method: 'POST',
    url: '/api/support-session',
    headers: { authorization: `Bearer ${(await fresh()).token}` },
    payload: { code: await codeOf(plain) },
  })
  assert.equal(byToken.statusCode, 204, 'a browser’s session is one wherever its token stands')
})

test('the trail names who really acted, in the audit list too, and it is sealed', async () => {
  const fay = await employed(w, 'Fay')
  const v = await helping(fay, await fresh())
  assert.equal((await v.send('PATCH', '/my/employment', { postcode: 'LS1 4AP' })).statusCode, 200)
  await as(fay).send('PATCH', '/my/employment', { postcode: 'LS2 7EW' })
  const { items } = await administrator.call(listAudit, { query: { entity: 'employees', userId: fay.id } })
  assert.deepEqual(
    items.map(({ user, acting, new: after }) => [user?.name, acting?.name ?? null, after?.postcode]),
    [
      ['Fay Example', null, 'LS2 7EW'],
      ['Fay Example', 'Avery Admin', 'LS1 4AP'],
    ],
  )
  const helped = await administrator.call(listAudit, { query: { entity: 'employees', userId: administrator.id } })
  assert.deepEqual(helped.items.find(({ new: after }) => after?.postcode === 'LS1 4AP')?.user?.name, 'Fay Example', 'found by who acted')
})

test('both are told, the person ends it at once and sees it in their history, and withdraws a code', async () => {
  const [gus, helper] = [await w.person('Gus', ['employee']), await w.person('Hia', ['employee', 'tenant_administrator'])]
  const v = await helping(gus, helper)
  const [{ id } = { id: '' }] = (await gus.call(api.myConsents, {})).items
  const params = { id }
  assert.equal((await helper.refused(api.endConsent, { params })).status, 404)
  assert.equal((await there.administrator.refused(api.endConsent, { params })).status, 404)
  w.clock.pass({ minutes: 3 })
  await v.send('GET', '/preferences')
  const lent = v.cookies[sessionCookie]
  await gus.call(api.endConsent, { params })
  assert.equal((await meOf(v)).id, helper.id, 'back in their own session, under the cookie they have')
  assert.deepEqual([v.cookies[sessionCookie], await meOf(as(helper))], [lent, null])
  assert.equal((await v.send('GET', '/sessions')).json().items.length, 1)
  assert.equal((await gus.refused(api.endConsent, { params })).status, 404)
  const titles = async (of: Person) => (await of.call(listNotifications, {})).items.map(({ title }) => title)
  assert.deepEqual(await titles(gus), ['Hia Example is no longer in your account', 'Hia Example is in your account'])
  const hers = (await v.send('GET', '/notifications')).json().items.map(({ title }: { title: string }) => title)
  assert.deepEqual(hers, ['You are no longer in the account of Gus Example', 'You are helping Gus Example in their account'])
  const { id: waiting, code } = await gus.call(api.makeConsent, {})
  await gus.call(api.endConsent, { params: { id: waiting } })
  assert.equal((await begin(v, code as string)).statusCode, 422)
  assert.deepEqual(
    (await gus.call(api.myConsents, { query: { limit: 1 } })).items.map(({ state }) => state),
    ['over'],
  )
  assert.equal((await gus.refused(api.myConsents, { query: { cursor: 'x' } })).status, 422)
})

test('it ends with the time, with the supporter’s own session, with their right, and with their account', async () => {
  const ida = await w.person('Ida', ['employee'])
  const inTime = await helping(ida, await fresh())
  w.clock.pass({ minutes: 29 })
  assert.equal((await meOf(inTime)).id, ida.id)
  w.clock.pass({ minutes: 1 })
  assert.equal(await meOf(inTime), null)
  const signedIn = async (name: string) => w.person(name, ['employee', 'tenant_administrator'])
  const person = async (name: string) => w.person(name, ['employee'])
  const [out, stripped, off] = [await signedIn('Out'), await signedIn('Stripped'), await signedIn('Off')]
  const withOut = await helping(await person('Jan'), out)
  await (await w.signIn(out)).call((await import('#modules/auth/contract.ts')).endMyOtherSessions, {})
  assert.equal(await meOf(withOut), null, 'with their own session there is none to return to')
  const withStripped = await helping(await person('Kim'), stripped)
  const { rows } = await w.owner.query(
    "select u.id from access.user_roles u join access.roles r on r.id = u.role_id where u.user_id = $1 and r.code = 'tenant_administrator'",
    [stripped.id],
  )
  await (await fresh()).call(takeRole, { params: { id: stripped.id, grantId: rows[0].id } })
  assert.equal((await meOf(withStripped)).id, stripped.id)
  const withOff = await helping(await person('Lou'), off)
  await (await fresh()).call(deactivatePerson, { params: { id: off.id } })
  assert.equal(await meOf(withOff), null)
})
