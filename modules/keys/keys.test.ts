import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rolesOfPerson, takeRole } from '#modules/access/contract.ts'
import { sessionCookie } from '#platform/client.ts'
import { ask } from '../../tests/laws/requests.ts'
import { visitor } from '../../tests/visitor.ts'
import { world } from '../../tests/world.ts'
import { listApiKeys, makeApiKey, revokeApiKey, rotateApiKey } from './contract.ts'

const w = await world()
const admin = w.administrator
const key = (permissions: string[], days = 90) => ({ body: { name: 'Payroll', permissions, days } })
const status = async (bearer: string | null, path = '/people') =>
  (await visitor(w).send('GET', path, undefined, { bearer: bearer ?? '' })).statusCode

test('a key does what it was given and nothing else, until it ends; its last use is seen', async () => {
  const made = await admin.call(makeApiKey, key(['people:read'], 1))
  assert.match(made.key ?? '', /^salus_/)
  assert.deepEqual([await status(made.key), await status(made.key, '/api-keys')], [200, 403])
  const [seen] = (await admin.call(listApiKeys, {})).items
  assert.deepEqual(
    [seen?.prefix, seen?.permissions.map(({ code }) => code), seen?.lastUsedAt, seen?.isOver],
    [made.key?.slice(0, 12), ['people:read'], w.clock.now().toString(), false],
  )
  w.clock.pass({ hours: 25 })
  assert.equal(await status(made.key), 401)
  assert.equal((await (await w.signIn(admin)).call(listApiKeys, {})).items[0]?.isOver, true)
})

test('a key is shown once: the same request again gets its id without it', async () => {
  const again = await w.signIn(admin)
  const headers = { 'idempotency-key': 'one-key-only' }
  const input = key(['people:read'])
  const first = await again.call(makeApiKey, input, headers)
  assert.deepEqual(await again.call(makeApiKey, input, headers), { id: first.id, key: null })
  const { rows } = await w.owner.query('select response::text as kept from platform.idempotency_keys where key = $1', [
    headers['idempotency-key'],
  ])
  assert.ok(rows[0].kept && !rows[0].kept.includes(first.id), 'what was answered is kept under lock')
})

test('nobody makes a key that may more than they, one that lasts for ever, or one with a key', async () => {
  const again = await w.signIn(admin)
  assert.equal((await again.refused(makeApiKey, key(['clinical:write_notes_of_all']))).errors?.[0]?.path, 'permissions')
  assert.equal((await again.refused(makeApiKey, key(['people:read'], 400))).status, 422)
  assert.equal((await again.refused(makeApiKey, key(['people:read'], -1))).status, 422)
  const { key: bearer } = await again.call(makeApiKey, key(['keys:manage']))
  const made = await visitor(w).send('POST', '/api-keys', key(['keys:manage']).body, { bearer: bearer ?? '' })
  assert.equal(made.statusCode, 403)
  const eve = await w.person('Eve', ['employee'])
  assert.equal((await eve.refused(listApiKeys, {})).status, 403)
})

test('rotating and revoking count at once; only who made a key rotates it', async () => {
  const again = await w.signIn(admin)
  const other = await w.person('Other', ['employee', 'admin', 'tenant_administrator'])
  const { id, key: first } = await other.call(makeApiKey, key(['people:read']))
  assert.equal(await status(first), 200)
  assert.equal((await again.refused(rotateApiKey, { params: { id } })).status, 404)
  const { key: second } = await other.call(rotateApiKey, { params: { id } })
  assert.deepEqual([await status(first), await status(second)], [401, 200])
  await again.call(revokeApiKey, { params: { id } })
  assert.equal(await status(second), 401)
  assert.equal((await again.refused(revokeApiKey, { params: { id } })).status, 404)
})

test('a key takes nobody’s account over who may do more than it, whoever made it', async () => {
  const again = await w.signIn(admin)
  const other = await w.person('Owner', ['employee', 'tenant_administrator'])
  const ann = await w.person('Ann', ['employee'])
  const { key: bearer } = await again.call(makeApiKey, key(['people:read', 'people:write']))
  const change = (id: string) =>
    visitor(w).send('PATCH', `/people/${id}`, { email: `new-${id}@elsewhere.example` }, { bearer: bearer ?? '' })
  assert.equal((await change(other.id)).json().code, 'access.above_you')
  assert.equal((await change(ann.id)).statusCode, 200)
})

test('a key loses what its maker loses', async () => {
  const again = await w.signIn(admin)
  const other = await w.person('Leaver', ['employee', 'tenant_administrator'])
  const { key: bearer } = await other.call(makeApiKey, key(['keys:manage']))
  assert.equal(await status(bearer, '/api-keys'), 200)
  const { items } = await again.call(rolesOfPerson, { params: { id: other.id } })
  const held = items.find((one) => one.role.code === 'tenant_administrator')
  await again.call(takeRole, { params: { id: other.id, grantId: held?.id as string } })
  assert.equal(await status(bearer, '/api-keys'), 403)
})

test('a key reaches nothing of the account of whoever made it', async () => {
  const again = await w.signIn(admin)
  const { permissions } = (await visitor(w, { [sessionCookie]: again.token }).send('GET', '/session')).json().me
  const { key: bearer } = await again.call(makeApiKey, key(permissions))
  const reached: string[] = []
  for (const { endpoint } of w.tools.registry.modules.flatMap((module) => module.routes)) {
    if (endpoint.permission !== 'self' && endpoint.permission !== 'pending') continue
    const { statusCode } = await ask(w.server, endpoint, { as: { token: bearer as string }, id: admin.id })
    if (statusCode !== 403) reached.push(`${endpoint.method} ${endpoint.path} answers ${statusCode}`)
  }
  assert.deepEqual(reached, [])
})
