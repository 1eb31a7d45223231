import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { giveRole, rolesOfPerson } from '#modules/access/contract.ts'
import { identify } from '#modules/auth/index.ts'
import { deactivatePerson } from '#modules/directory/contract.ts'
import { hashToken } from '#platform/crypto.ts'
import { enrolled, enter, member } from '../../tests/members.ts'
import { arriving, clientSecret, signInProvider } from '../../tests/signInProvider.ts'
import { type Visitor, visitor } from '../../tests/visitor.ts'
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
const { id: connectionId } = await boss.call(api.addConnection, {
  body: { name: 'Works ID', issuer: provider.issuer, clientId: 'salus', clientSecret },
})
const set = (body: object, id = connectionId) => boss.call(api.changeConnection, { params: { id }, body })
await set({ isActive: true, domains: [domain] })

const ann = { sub: 'ann-1', email: `ann@${domain}`, email_verified: true, given_name: 'Ann', family_name: 'Other' }
const { begin, end, come } = arriving(w, provider, { tenant, connectionId })
const idOf = async (v: Visitor) => (await v.send('GET', '/session')).json().me?.id
const historyOf = async () => (await w.owner.query('select outcome, reason, method from auth.login_history order by created_at, id')).rows

test('somebody whom only the provider knows is told to ask, and becomes a person where the organisation wants that', async () => {
  const refused = await come(ann)
  assert.deepEqual([refused.status, refused.code], [403, 'sso.unknown'])
  assert.match(refused.title, /Works ID knows you.*there you are ann-1/)
  assert.deepEqual((await historyOf()).at(-1), { outcome: 'failure', reason: 'unknown', method: 'oidc' })
  await set({ mayCreate: true, claims: { employeeNumber: 'staff_number' } })
  const came = await come({ ...ann, staff_number: 4711 }, { returnTo: '/courses?sort=name' })
  assert.deepEqual([came.status, came.me.name, came.me.email, came.returnTo], [200, 'Ann Other', ann.email, '/courses?sort=name'])
  assert.deepEqual(came.me.roles, ['employee'])
  assert.match(JSON.stringify(came.v.cookies), /__Host-salus"/)
  const again = await come({ ...ann, family_name: 'Married' })
  assert.deepEqual([again.me.id, again.me.name], [came.me.id, 'Ann Married'])
  const person = await w.owner.query('select auth_provider, employee_id, email_verified from directory.users where id = $1', [came.me.id])
  assert.deepEqual(person.rows, [{ auth_provider: 'oidc', employee_id: '4711', email_verified: true }])
  assert.deepEqual((await historyOf()).at(-1), { outcome: 'success', reason: null, method: 'oidc' })
  const mine = (await again.v.send('GET', '/sso/mine')).json()
  assert.deepEqual(
    [mine.provider, mine.mayUsePassword, mine.identities[0].name, mine.identities[0].origin],
    ['oidc', false, 'Works ID', 'created'],
  )
  assert.equal((await again.v.send('GET', '/password')).json().mayUse, false)
  // A second device is told of, as with every sign-in.
  const told = await w.owner.query("select count(*)::int as n from platform.events where name = 'auth.device_added'")
  assert.equal(told.rows[0].n, 1)
  const owed = 'insert into auth.credentials (tenant_id, user_id, must_change) values ($1, $2, true)'
  await w.owner.query(`${owed} on conflict (tenant_id, user_id) do update set must_change = true`, [w.tenantId, came.me.id])
  assert.equal((await come(ann)).me.id, came.me.id, 'nobody changes a password that they did not come by')
})

test('the cookie changes, and what it held before ends', async () => {
  const person = await member(w, 'Rotating')
  const v = await enter(w, person)
  const before = { ...v.cookies }
  await come(ann, { v })
  assert.notEqual(v.cookies['__Host-salus'], before['__Host-salus'])
  assert.equal(await idOf(visitor(w, before)), undefined)
})

test('an answer counts once, in the browser that began it, within ten minutes, and for that visit only', async () => {
  const v = visitor(w)
  const answer = await provider.walk(await begin(v), ann)
  const over = async (promise: ReturnType<typeof end>) => {
    const { statusCode, ...reply } = await promise
    assert.deepEqual([statusCode, reply.json().code], [410, 'sso.visit_over'])
  }
  await over(end(visitor(w), answer)) // another browser
  await over(end(visitor(w, { '__Host-salus-errand': 'x'.repeat(43) }), answer))
  await over(end(v, answer.replace(/state=[^&]+/, 'state=another')))
  const both = await Promise.all([end(v, answer), end(v, answer)])
  assert.deepEqual(both.map((one) => one.statusCode).sort(), [200, 410])
  await over(end(v, answer))
  const late = await provider.walk(await begin(v), ann)
  w.clock.pass({ minutes: 10 })
  await over(end(v, late))
  for (const returnTo of ['/\\evil.example', '/\t/evil.example', '/\n/evil.example'])
    assert.equal((await v.send('POST', '/sso/visits', { tenant, connectionId, returnTo })).statusCode, 422)
  const bad = await v.send('POST', '/sso/visits', { tenant, connectionId, returnTo: '//evil.example' })
  assert.equal(bad.statusCode, 422)
})

test('what was not signed for this visit by this issuer lets nobody in', async () => {
  const v = visitor(w)
  const tampered = async (change: (answer: string, state: Buffer) => Promise<string>) => {
    const answer = await provider.walk(await begin(v), ann)
    const reply = await end(v, await change(answer, hashToken(new URLSearchParams(answer).get('state') as string)))
    return [reply.statusCode, reply.json().code]
  }
  const swap = (column: string) => async (answer: string, state: Buffer) => {
    await w.owner.query(`update sso.visits set ${column} = 'another-one-of-the-same-length-as-they-are-x' where state_hash = $1`, [state])
    return answer
  }
  assert.deepEqual(await tampered(swap('nonce')), [403, 'sso.not_trusted'])
  assert.deepEqual(await tampered(swap('verifier')), [409, 'sso.provider_fails']) // the provider refuses the code
  const iss = async (answer: string) => answer.replace(/iss=[^&]+/, `iss=${encodeURIComponent('https://evil.example')}`)
  assert.deepEqual(await tampered(iss), [403, 'sso.not_trusted'])
  assert.deepEqual(await tampered(async (answer) => answer.replace(/code=[^&]+/, 'code=stolen')), [409, 'sso.provider_fails'])
  const denied = await end(v, await provider.walk(await begin(v), undefined))
  assert.deepEqual([denied.statusCode, denied.json().title], [403, 'Works ID did not let you in. It says: Not today.'])
  assert.equal(await idOf(v), undefined)
})

test('the same address from another issuer lets nobody in, nor does an address that is not proven, or not verified', async () => {
  const evil = await signInProvider()
  const added = await boss.call(api.addConnection, { body: { name: 'Other ID', issuer: evil.issuer, clientId: 'salus', clientSecret } })
  await set({ isActive: true, mayCreate: true, mayLink: true, domains: [domain] }, added.id)
  const through = { through: evil, connectionId: added.id }
  // Even where the organisation links by address: Ann is linked elsewhere already.
  assert.deepEqual((await come({ ...ann, sub: 'not-ann' }, through)).code, 'sso.address_taken')
  assert.equal((await come({ ...ann }, through)).code, 'sso.address_taken') // the same subject is another person there
  const bob = await member(w, 'Bob')
  const claims = { email: bob.identifier, email_verified: true, given_name: 'Bob', family_name: 'Example' }
  assert.equal((await come({ ...claims, sub: 'bob', email_verified: false }, through)).code, 'sso.address_taken')
  await set({ mayLink: false }, added.id)
  assert.equal((await come({ ...claims, sub: 'bob' }, through)).code, 'sso.address_taken')
  await set({ mayLink: true }, added.id)
  assert.equal((await come({ ...claims, sub: 'eve', email: 'eve@unproven.example' }, through)).code, 'sso.foreign_address')
  const prove = (at: string | null) => w.owner.query('update tenancy.tenant_domains set verified_at = $1 where domain = $2', [at, domain])
  await prove(null) // it went to somebody else meanwhile
  assert.equal((await come({ ...claims, sub: 'bob' }, through)).code, 'sso.address_taken')
  await prove('2026-06-01T00:00:00Z')
  const came = await come({ ...claims, sub: 'bob' }, through)
  assert.deepEqual([came.status, came.me.id], [200, bob.id])
  // Linked by the proven step; the next one with that address is not him.
  assert.equal((await come({ ...claims, sub: 'bob-2' }, through)).code, 'sso.address_taken')
  await boss.call(api.removeConnection, { params: { id: added.id } })
})

test('an administrator links a person by what the provider calls them; a deactivated one stays out', async () => {
  const cat = await member(w, 'Cat')
  const params = { id: cat.id }
  const identity = await boss.call(api.linkPerson, { params, body: { connectionId, subject: 'cat-7' } })
  const taken = await boss.refused(api.linkPerson, { params: { id: boss.id }, body: { connectionId, subject: 'cat-7' } })
  assert.equal(taken.code, 'sso.subject_taken')
  const { v, me } = await come({ sub: 'cat-7' })
  assert.equal(me.id, cat.id)
  assert.equal((await boss.call(api.waysOfPerson, { params })).identities[0]?.origin, 'administrator')
  await boss.call(deactivatePerson, { params })
  assert.equal(await idOf(v), undefined)
  assert.equal((await come({ sub: 'cat-7' })).code, 'sso.deactivated')
  assert.deepEqual((await historyOf()).at(-1), { outcome: 'failure', reason: 'inactive', method: 'oidc' })
  await boss.call(api.unlinkPerson, { params: { ...params, identityId: identity.id } })
  await set({ mayCreate: false })
  assert.equal((await come({ sub: 'cat-7' })).code, 'sso.unknown')
})

test('the second factor is asked for all the same, unless the provider did and the organisation trusts it', async () => {
  const person = await enrolled(w, 'Dora')
  await boss.call(api.linkPerson, { params: { id: person.id }, body: { connectionId, subject: 'dora' } })
  const dora = { sub: 'dora', amr: ['pwd', 'mfa'] }
  const asked = await come(dora)
  assert.deepEqual([asked.status, asked.isPending, asked.me], [200, true, null])
  assert.equal((await asked.v.send('GET', '/notifications')).statusCode, 401)
  assert.equal((await asked.v.send('POST', '/session/second-factor/code', { code: person.code() })).statusCode, 204)
  assert.equal(await idOf(asked.v), person.id)
  await set({ secondFactors: ['mfa'] })
  const trusted = await come(dora)
  assert.deepEqual([trusted.isPending, await idOf(trusted.v)], [false, person.id])
  assert.equal((await come({ ...dora, amr: ['pwd'] })).isPending, true)
})

test('a provider that is shut takes at once what its groups gave, ends what came through it, and leaves everybody a door', async () => {
  const teachers = { mappings: [{ group: 'teachers', roles: ['instructor'], department: null }] }
  await set({ ...teachers, mayCreate: true })
  const gil = { sub: 'gil', email: `gil@${domain}`, email_verified: true, given_name: 'Gil', family_name: 'Grey', groups: ['teachers'] }
  const first = await come(gil)
  const params = { id: first.me.id as string }
  await boss.call(giveRole, { params, body: { role: 'learner' } })
  const rolesOf = async (v: Visitor) => (await v.send('GET', '/session')).json().me?.roles.toSorted()
  assert.deepEqual(await rolesOf(first.v), ['employee', 'instructor', 'learner'])
  const there = await w.another()
  after(there.close)
  const knownThere = async () =>
    (await identify({ token: first.v.cookies['__Host-salus'], ip: '127.0.0.1' }, w.clock.now(), there.tools))?.permissions
  const heard = async (isSo: () => Promise<boolean>) => {
    while (!(await isSo())) await new Promise(setImmediate)
  }
  assert.ok((await knownThere())?.has('courses:write'))
  await set({ mappings: [] }) // no group gives it any more
  assert.deepEqual(await rolesOf(first.v), ['employee', 'learner'])
  await heard(async () => (await knownThere())?.has('courses:write') === false)
  await set(teachers)
  assert.deepEqual(await rolesOf((await come(gil)).v), ['employee', 'instructor', 'learner'])
  // Hal came last by another one; what that one gave stays, and so does how he signs in.
  const other = await signInProvider()
  const added = await boss.call(api.addConnection, { body: { name: 'Other ID', issuer: other.issuer, clientId: 'salus', clientSecret } })
  await set({ ...teachers, isActive: true }, added.id)
  const hal = { ...gil, sub: 'hal', email: `hal@${domain}`, given_name: 'Hal' }
  const { me: hals } = await come(hal)
  await boss.call(api.linkPerson, { params: { id: hals.id }, body: { connectionId: added.id, subject: 'hal' } })
  w.clock.pass({ minutes: 1 })
  await come(hal, { through: other, connectionId: added.id })
  await set({ isActive: false })
  const ways = async (id: string) => (await boss.call(api.waysOfPerson, { params: { id } })).provider
  assert.deepEqual([await ways(params.id), await ways(hals.id)], ['local', 'oidc'])
  const heldBy = async (id: string) => (await boss.call(rolesOfPerson, { params: { id } })).items.map((one) => one.role.code).toSorted()
  assert.deepEqual(await heldBy(params.id), ['employee', 'learner'])
  assert.deepEqual(await heldBy(hals.id), ['employee', 'instructor'])
  assert.equal(await idOf(first.v), undefined)
  await heard(async () => (await knownThere()) === undefined)
  assert.equal((await boss.call(api.listConnections, {})).items.length, 2, 'who did it is still there')
  // The way that is left: a password by a letter.
  await visitor(w).send('POST', '/password-resets', { tenant, identifier: gil.email })
  await w.runJobs()
  assert.ok((await w.tools.mail.kept?.())?.some((mail) => mail.to === gil.email))

  await set({ isActive: true })
  assert.deepEqual(await rolesOf((await come(gil)).v), ['employee', 'instructor', 'learner'], 'on again, it is as it was')
  await boss.call(api.removeConnection, { params: { id: added.id } })
  assert.deepEqual(await heldBy(hals.id), ['employee'])
  assert.equal((await come(hal)).status, 200, 'Works ID knows him still')

  // Whoever is at the provider when it is shut stays outside.
  const v = visitor(w)
  const answer = await provider.walk(await begin(v), gil)
  provider.meanwhile(() => set({ isActive: false }))
  assert.deepEqual([(await end(v, answer)).statusCode, await heldBy(params.id)], [410, ['employee', 'learner']])
  await set({ isActive: true })
})

test('the door is shut to other networks, and a provider that is down is said to be in words', async () => {
  const policy = { secondFactorRoles: [], idleMinutes: null, sessionHours: 8, passwordLength: 12 }
  const put = (networks: string[]) => visitor(w, { '__Host-salus': boss.token }).send('PUT', '/sign-in-policy', { ...policy, networks })
  await put(['127.0.0.0/8'])
  const v = visitor(w)
  const shut = await v.send('POST', '/sso/visits', { tenant, connectionId }, { ip: '203.0.113.9' })
  assert.deepEqual([shut.statusCode, shut.json().code], [403, 'auth.foreign_network'])
  const answer = await provider.walk(await begin(v), ann)
  const outside = await v.send('POST', '/sso/visits/completion', { answer }, { ip: '203.0.113.9' })
  assert.equal(outside.json().code, 'auth.foreign_network')
  await put([])
  provider.close()
  w.clock.pass({ minutes: 10 }) // what it said of itself is asked for anew
  const down = await v.send('POST', '/sso/visits', { tenant, connectionId })
  assert.deepEqual([down.statusCode, down.json().code], [409, 'sso.provider_fails'])
  assert.match(down.json().title, /Works ID does not work just now\. Nobody answers there\./)
})
