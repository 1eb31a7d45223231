import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { addRole, giveRole, rolesOfPerson } from '#modules/access/contract.ts'
import { addDepartment, addPerson, deactivatePerson, readPerson } from '#modules/directory/contract.ts'
import { addAssignment, listAssignments, personEmployment } from '#modules/employees/contract.ts'
import { lockPerson, unlockPerson } from '#modules/factors/contract.ts'
import { activateTenant, suspendTenant } from '#modules/tenancy/index.ts'
import { insert } from '#platform/db.ts'
import { enter, member, password } from '../../tests/members.ts'
import { arriving, clientSecret, signInProvider } from '../../tests/signInProvider.ts'
import { visitor } from '../../tests/visitor.ts'
import { world } from '../../tests/world.ts'
import * as api from './contract.ts'

const w = await world()
w.tools.config.OUTBOUND_PRIVATE = true
const provider = await signInProvider()
const boss = w.administrator
const { rows } = await w.owner.query('select code from tenancy.tenants where id = $1', [w.tenantId])
const tenant = rows[0].code as string
const domain = `${tenant}.example`
await w.owner.query(
  "insert into tenancy.tenant_domains (tenant_id, domain, verification_token, verified_at) values ($1, $2, 'x', now()), ($1, 'unproven.example', 'y', null)",
  [w.tenantId, domain],
)
const made = { name: 'Works ID', issuer: provider.issuer, clientId: 'salus', clientSecret }
const { id: connectionId } = await boss.call(api.addConnection, { body: made })
const params = { id: connectionId }
const set = (body: object) => boss.call(api.changeConnection, { params, body })
const refused = (body: object) => boss.refused(api.changeConnection, { params, body })
const check = async () => (await boss.call(api.checkConnection, { params })).problem
const shown = async () => (await boss.call(api.listConnections, {})).items[0] as api.Connection
const { come } = arriving(w, provider, { tenant, connectionId })
const somebody = (sub: string, more: object = {}) => ({ sub, given_name: 'Some', family_name: 'Body', ...more })

test('the client secret is never shown again, nor read in the database or the audit trail', async () => {
  assert.doesNotMatch(JSON.stringify(await boss.call(api.listConnections, {})), /secret that only/)
  const { rows: found } = await w.owner.query(
    "select encode(client_secret, 'escape') || (select string_agg(coalesce(new_values::text, ''), '') from platform.audit_logs) as text from sso.connections",
  )
  assert.ok(!found[0].text.includes(clientSecret))
  assert.equal(
    (await boss.refused(api.addConnection, { body: { ...made, name: 'Same' } })).errors?.[0]?.message,
    'This provider is here already.',
  )
  assert.equal((await boss.refused(api.addConnection, { body: { ...made, issuer: 'https://x.example' } })).errors?.[0]?.path, 'name')
  assert.match(
    (await refused({ domains: ['unproven.example'] })).errors?.[0]?.message ?? '',
    /not a domain that your organisation has proven/,
  )
})

test('testing says in words what is wrong, and reaches no private address', async () => {
  assert.equal(await check(), null)
  await set({ clientSecret: 'wrong' })
  assert.equal(await check(), 'It does not know this client, or the client secret is wrong.')
  await set({ clientSecret })
  w.tools.config.OUTBOUND_PRIVATE = false
  assert.equal(await check(), 'Only https is allowed.')
  const inside = await boss.call(api.addConnection, { body: { ...made, name: 'Inside', issuer: made.issuer.replace('http:', 'https:') } })
  const { problem } = await boss.call(api.checkConnection, { params: { id: inside.id } })
  assert.equal(problem, 'This address is not on the internet.')
  await boss.call(api.removeConnection, { params: { id: inside.id } })
  w.tools.config.OUTBOUND_PRIVATE = true
  const other = async (name: string, answer: (origin: string) => Promise<[number, string, Record<string, string>?]>) => {
    const server = createServer(async (request, reply) => {
      const [status, body, headers] = await answer(`http://${request.headers.host}`)
      reply.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
    }).listen(0, '127.0.0.1')
    after(() => server.close())
    await once(server, 'listening')
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { id } = await boss.call(api.addConnection, { body: { ...made, name, issuer } })
    const { problem } = await boss.call(api.checkConnection, { params: { id } })
    await boss.call(api.removeConnection, { params: { id } })
    return problem
  }
  const description = await (await fetch(`${provider.issuer}/.well-known/openid-configuration`)).text()
  assert.match((await other('Mirror', async () => [200, description])) ?? '', /It calls itself otherwise\. Copy the issuer to the letter\./)
  const trap = { ...JSON.parse(description), authorization_endpoint: 'javascript:alert(document.domain)' }
  assert.match((await other('Trap', async (issuer) => [200, JSON.stringify({ ...trap, issuer })])) ?? '', /is no page/)
  assert.match((await other('Page', async () => [404, '{}'])) ?? '', /no description of a provider/)
  const asked = provider.asked()
  const location = `${provider.issuer}/.well-known/openid-configuration`
  assert.match((await other('Sly', async () => [302, '', { location }])) ?? '', /no description of a provider/)
  assert.equal(provider.asked(), asked)
  assert.equal(await check(), null)
  assert.equal((await shown()).checkedAt, w.clock.now().toString())
})

test('an address at a proven domain leads to its provider; other domains and other organisations tell nothing', async () => {
  const offers = async (query: string) => (await visitor(w).send('GET', `/sso/offers?${query}`)).json().items
  assert.deepEqual(await offers(`tenant=${tenant}`), [])
  await set({ isActive: true, domains: [domain], mayCreate: true })
  const one = [{ id: connectionId, name: 'Works ID' }]
  await w.tenant()
  assert.deepEqual(await offers(`domain=${domain}`), one)
  assert.deepEqual(await offers(`tenant=${tenant}`), one)
  assert.deepEqual(await offers('domain=unproven.example'), [])
  assert.deepEqual(await offers('tenant=nobody'), [])
  await w.owner.query('update tenancy.tenant_domains set verified_at = null where domain = $1', [domain])
  assert.deepEqual(await offers(`domain=${domain}`), [])
  await w.owner.query('update tenancy.tenant_domains set verified_at = now() where domain = $1', [domain])
})

const held = async (id: string) =>
  (await boss.call(rolesOfPerson, { params: { id } })).items.map((one) => `${one.role.code} ${one.source}`).sort()

test('groups give roles and a department at every sign-in, and take only what they gave', async () => {
  const org = await w.inTenant((db) => insert(db, 'directory.organizations', { name: 'Works', code: 'works' }))
  const yard = await boss.call(addDepartment, { body: { organizationId: org.id, name: 'Yard', code: 'yard' } })
  await set({
    claims: { department: 'unit' },
    mappings: [
      { group: 'nurses', roles: ['oh_professional'], department: null },
      { group: 'teachers', roles: ['instructor', 'learner'], department: 'yard' },
    ],
  })
  const { me } = await come(somebody('mia', { groups: ['nurses', 'teachers', 'unheard of'] }))
  assert.deepEqual(await held(me.id), ['employee hand', 'instructor sso', 'learner sso', 'oh_professional sso'])
  const placeOf = async () => (await boss.call(readPerson, { params: { id: me.id } })).department?.id
  const employment = async () => (await boss.call(personEmployment, { params: { id: me.id } })).employment
  assert.equal(await placeOf(), yard.id)
  const { employeeNumber, departmentId, startDate } = (await employment()) ?? {}
  assert.deepEqual([employeeNumber, departmentId, startDate], ['mia', yard.id, w.clock.now().toString().slice(0, 10)])
  await boss.call(giveRole, { params: { id: me.id }, body: { role: 'manager' } })
  w.clock.pass({ minutes: 1 })
  const fewer = await come(somebody('mia', { groups: ['nurses'] }))
  assert.equal(fewer.status, 200, fewer.title)
  assert.deepEqual(await held(me.id), ['employee hand', 'manager hand', 'oh_professional sso'])
  assert.deepEqual([await placeOf(), (await employment())?.departmentId], [undefined, null], 'with the group goes the department')
  const log = await boss.call(listAssignments, { params: { id: me.id }, query: {} })
  assert.deepEqual(
    log.items.map((one) => one.departmentId),
    [null, yard.id],
  )
  await come(somebody('mia', { unit: 'nowhere' }))
  assert.deepEqual(await held(me.id), ['employee hand', 'manager hand'])
  assert.match((await shown()).problem ?? '', /Nobody was put into the department nowhere/)
  await come(somebody('mia', { unit: 'YARD' }))
  assert.equal((await shown()).problem, null)
  const shed = await boss.call(addDepartment, { body: { organizationId: org.id, name: 'Shed', code: 'shed' } })
  w.clock.pass({ minutes: 1 })
  const moved = { departmentId: shed.id, jobTitle: null, effectiveOn: w.clock.now().toString().slice(0, 10) }
  await boss.call(addAssignment, { params: { id: me.id }, body: moved })
  await come(somebody('mia', {}))
  assert.equal(await placeOf(), shed.id, 'what somebody decided here stays')
  await set({ claims: { employeeNumber: 'staff_number' } })
  const { me: moe } = await come(somebody('moe', { staff_number: 'mia' }))
  assert.match((await shown()).problem ?? '', /Nobody was employed as mia: somebody else has this number/)
  assert.equal((await boss.call(personEmployment, { params: { id: moe.id } })).employment, null)
})

test('a mapping gives what whoever saved it may give, then and now, and never themselves what they lack', async () => {
  const doctor = await w.person('Doctor', ['oh_professional', 'admin', 'tenant_administrator'])
  const [clinical] = (
    await w.owner.query("select code from access.permissions where code like 'clinical:%' and not is_system_permission limit 1")
  ).rows
  assert.ok(clinical)
  await doctor.call(addRole, { body: { name: 'Reader', code: 'reader', grants: [{ permission: clinical.code }] } })
  const reader = [{ group: 'readers', roles: ['reader'], department: null }]
  assert.equal((await refused({ mappings: reader })).code, 'access.not_yours_to_give')
  const owners = [{ group: 'readers', roles: ['tenant_administrator'], department: null }]
  assert.match((await refused({ mappings: owners })).errors?.[0]?.message ?? '', /appointed by people/)
  assert.equal((await refused({ mappings: [{ ...reader[0], roles: ['nothing'] }] })).errors?.[0]?.path, 'mappings')
  const saved = await doctor.call(api.changeConnection, { params, body: { mappings: reader } })
  assert.equal(saved.mappedBy, 'Doctor Example')
  const { me: rex } = await come(somebody('rex', { groups: ['readers'] }))
  assert.deepEqual(await held(rex.id), ['employee hand', 'reader sso'])
  await boss.call(deactivatePerson, { params: { id: doctor.id } })
  await come(somebody('rex', { groups: ['readers'] })) // what was given rightly stays with the group
  const { me: roy } = await come(somebody('roy', { groups: ['readers'] }))
  assert.deepEqual([await held(rex.id), await held(roy.id)], [['employee hand', 'reader sso'], ['employee hand']])
  assert.match((await shown()).problem ?? '', /Not given, .*: reader\./)
  await set({ mappings: [{ group: 'nurses', roles: ['oh_professional'], department: null }] })
  await boss.call(api.linkPerson, { params: { id: boss.id }, body: { connectionId, subject: 'boss' } })
  await come(somebody('boss', { groups: ['nurses'] }))
  assert.ok(!(await held(boss.id)).some((one) => one.startsWith('oh_professional')))
})

test('passwords can be switched off, for one or for all but the tenant administrators, once a provider is tested', async () => {
  const [one, other] = [await member(w, 'One'), await member(w, 'Other')]
  const { identifier } = (await w.owner.query('select email as identifier from directory.users where id = $1', [boss.id])).rows[0]
  const tries = (person: { identifier: string }) => visitor(w).send('POST', '/session', { tenant, identifier: person.identifier, password })
  await boss.call(api.setProvider, { params: { id: one.id }, body: { provider: 'oidc' } })
  const no = await tries(one)
  assert.deepEqual([no.statusCode, no.json().code], [403, 'auth.no_password'])
  const wrong = await visitor(w).send('POST', '/session', { tenant, identifier: one.identifier, password: 'wrong' })
  assert.equal(wrong.json().code, 'auth.wrong_details')
  await visitor(w).send('POST', '/password-resets', { tenant, identifier: one.identifier })
  await w.runJobs()
  const letterTo = async (to: string) => (await w.tools.mail.kept?.())?.find((mail) => mail.to === to)
  assert.equal(await letterTo(one.identifier), undefined)
  const v = await enter(w, other)
  await set({ isActive: false })
  assert.equal((await boss.refused(api.setPasswords, { body: { allowed: false } })).code, 'sso.untested')
  await set({ isActive: true })
  assert.equal(await check(), null)
  await boss.call(api.setPasswords, { body: { allowed: false } })
  assert.equal((await tries(other)).json().code, 'auth.no_password')
  const changed = await v.send('POST', '/password', { current: password, next: 'an entirely different phrase 9' })
  assert.equal(changed.json().code, 'auth.no_password')
  assert.equal((await tries({ identifier })).statusCode, 200)
  assert.equal((await refused({ isActive: false })).code, 'sso.last_door')
  assert.equal((await boss.refused(api.removeConnection, { params })).code, 'sso.last_door')
  const spare = await boss.call(api.addConnection, { body: { ...made, name: 'Spare', issuer: 'https://spare.example' } })
  await boss.call(api.changeConnection, { params: { id: spare.id }, body: { isActive: true } })
  const shut = (id: string) => boss.call(api.changeConnection, { params: { id }, body: { isActive: false } })
  const rival = await w.owner.connect()
  await rival.query('begin')
  await rival.query('select 1 from sso.connections for update')
  const shutting = Promise.allSettled([shut(params.id), shut(spare.id)])
  const waiting = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
  while ((await w.owner.query(waiting)).rowCount !== 2) await new Promise(setImmediate)
  await rival.query('commit')
  rival.release()
  const both = await shutting
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'], 'of two shut at the same moment one stays')
  await set({ isActive: true })
  await boss.call(api.removeConnection, { params: { id: spare.id } })
  await boss.call(addPerson, { body: { firstName: 'New', lastName: 'Body', email: `new@${domain}`, invite: true } })
  await w.runJobs()
  assert.match((await letterTo(`new@${domain}`))?.text ?? '', /You sign in as you do elsewhere/)
  await boss.call(api.setPasswords, { body: { allowed: true } })
  await boss.call(api.setProvider, { params: { id: one.id }, body: { provider: 'local' } })
  assert.deepEqual([(await tries(one)).statusCode, (await tries(other)).statusCode], [200, 200])
})

test('nobody is added where the organisation has no more room, or is suspended', async () => {
  await w.inTenant((db) => suspendTenant(db, 'The invoice of May is open.'))
  assert.equal((await come(somebody('late'))).code, 'tenancy.suspended')
  await w.inTenant((db) => activateTenant(db))
  await w.owner.query('update tenancy.tenants set max_users = 1 where id = $1', [w.tenantId])
  assert.equal((await come(somebody('late'))).code, 'sso.no_room')
  await w.owner.query('update tenancy.tenants set max_users = null where id = $1', [w.tenantId])
  assert.equal((await come(somebody('late'))).status, 200)
})

test('a locked person is told so once the provider has said who they are', async () => {
  const { me } = await come(somebody('locked'))
  await boss.call(lockPerson, { params: { id: me.id }, body: { reason: 'Lost badge' } })
  const out = await come(somebody('locked'))
  assert.deepEqual([out.status, out.code, out.v.cookies['__Host-salus']], [403, 'auth.locked', undefined])
  await boss.call(unlockPerson, { params: { id: me.id } })
  assert.equal((await come(somebody('locked'))).status, 200)
})
