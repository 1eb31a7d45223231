import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addPerson, changePerson } from '#modules/directory/contract.ts'
import { world } from '../../tests/world.ts'
import { listAudit } from './contract.ts'
import { sealAll, tenantTrail } from './seal.ts'
import { verifyTrail } from './verify.ts'

const w = await world()
const person = await w.administrator.call(addPerson, { body: { firstName: 'Ann', lastName: 'Audited' } })
await w.administrator.call(changePerson, { params: { id: person.id }, body: { lastName: 'Changed' } })

test('an administrator sees who changed what, from which value to which, newest first', async () => {
  const { items } = await w.administrator.call(listAudit, { query: { entity: 'users', entityId: person.id } })
  assert.deepEqual(
    items.map((entry) => entry.action),
    ['update', 'create'],
  )
  const [update] = items
  assert.deepEqual([update?.old?.lastName, update?.new?.lastName], ['Audited', 'Changed'])
  assert.deepEqual(update?.user, { id: w.administrator.id, name: 'Avery Admin' })
  assert.equal(update?.service, 'directory')
  const wrong = await w.administrator.refused(listAudit, { query: { entity: 'users; drop table', action: 'burn', from: 'yesterday' } })
  assert.deepEqual(wrong.errors?.map((error) => error.path).sort(), ['action', 'entity', 'from'])
})

test('the trail is narrowed by person, action and time, and read page by page', async () => {
  const ids: string[] = []
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await w.administrator.call(listAudit, { query: { userId: w.administrator.id, limit: 2, cursor } })
    ids.push(...items.map((entry) => entry.id))
    if (!next) break
    cursor = next
  }
  const { rows } = await w.owner.query('select id from platform.audit_logs where user_id = $1', [w.administrator.id])
  assert.deepEqual(ids.toSorted(), rows.map((row) => row.id).sort())
  const created = await w.administrator.call(listAudit, { query: { action: 'create', limit: 200 } })
  assert.ok(created.items.length > 0 && created.items.every((entry) => entry.action === 'create'))
  assert.deepEqual((await w.administrator.call(listAudit, { query: { until: '2020-01-01T00:00:00Z' } })).items, [])
  assert.deepEqual((await w.administrator.call(listAudit, { query: { from: '2999-01-01T00:00:00Z' } })).items, [])
})

test('what Salus did by itself is left out until asked for, whatever else narrows the trail', async () => {
  const all = async (query: object) => (await w.administrator.call(listAudit, { query: { limit: 200, ...query } as never })).items
  const [people, both] = [await all({}), await all({ system: 'true' })]
  assert.ok(people.length > 0 && people.every(({ user }) => user))
  assert.deepEqual(
    both.filter(({ user }) => user),
    people,
  )
  const roles = both.filter(({ entity }) => entity === 'roles')
  assert.ok(roles.length > 0, 'the roles of a new tenant come from nobody')
  assert.deepEqual([await all({ entity: 'roles' }), await all({ entity: 'roles', system: 'true' })], [[], roles])
  const one = { entity: 'roles', entityId: roles[0]?.entityId }
  assert.deepEqual([await all(one), await all({ ...one, system: 'true' })], [[], [roles[0]]])
  const hers = await all({ entity: 'users', userId: w.administrator.id })
  assert.ok(hers.length > 0)
  assert.deepEqual(
    hers,
    people.filter(({ entity, user }) => entity === 'users' && user?.id === w.administrator.id),
  )
  assert.deepEqual(await all({ entity: 'roles', userId: w.administrator.id, system: 'true' }), [])
})

test('secrets are not in the trail', async () => {
  const { rows } = await w.owner.query(
    "select 1 from platform.audit_logs where concat(old_values, new_values) ~* '(argon2|password_?hash|token_?hash|key_?hash)'",
  )
  assert.equal(rows.length, 0)
})

test('only a tenant administrator reads the trail, and only their own', async () => {
  const eve = await w.person('Eve', ['employee', 'admin', 'manager', 'oh_professional'])
  assert.equal((await eve.refused(listAudit, {})).status, 403)
  const there = await w.tenant()
  const { items } = await there.administrator.call(listAudit, { query: { limit: 200 } })
  assert.ok(!items.some((entry) => entry.entityId === person.id))
})

test('what was sealed is whole until somebody touches it', async () => {
  const { tools, owner, tenantId } = w
  assert.ok((await sealAll(tools)) > 0)
  assert.equal(await sealAll(tools), 0)
  await w.administrator.call(changePerson, { params: { id: person.id }, body: { phone: '1' } })
  assert.equal(await sealAll(tools), 1)
  const problems = async () => (await verifyTrail(tools, tenantTrail(tenantId))).problems
  assert.deepEqual(await problems(), [])
  const touched = async (sql: string, undo?: string) => {
    await owner.query(sql)
    const found = await problems()
    if (undo) await owner.query(undo)
    return found.join()
  }
  const rows = `platform.audit_logs where tenant_id = '${tenantId}'`
  assert.match(
    await touched(
      `update platform.audit_logs set new_values = new_values || '{"x": 1}' where tenant_id = '${tenantId}' and entity_id = '${person.id}' and action = 'create'`,
      `update platform.audit_logs set new_values = new_values - 'x' where tenant_id = '${tenantId}' and entity_id = '${person.id}' and action = 'create'`,
    ),
    /not what was sealed/,
  )
  assert.deepEqual(await problems(), [])
  await owner.query(`create table kept as select * from ${rows}`)
  assert.match(await touched(`delete from ${rows} and action = 'update'`), /is missing/)
  await owner.query(
    'insert into platform.audit_logs select * from kept k where not exists (select from platform.audit_logs a where a.id = k.id)',
  )
  assert.deepEqual(await problems(), [])
  const smuggled = `insert into platform.audit_logs (tenant_id, created_at, service_name, entity_type, action) values ('${tenantId}', now() - interval '1 hour', 'directory', 'users', 'create')`
  assert.match(await touched(smuggled, `delete from ${rows} and created_at < now() - interval '30 minutes'`), /never sealed/)
  assert.match(
    await touched(`delete from platform.audit_seals where tenant_id = '${tenantId}' and number = 2`),
    /the chain was cut: seal 2/,
  )
})

test('the daily housekeeping makes the coming months and drops what is long past', async () => {
  const run = (name: string) =>
    w.tools.registry.tasks.get(name)?.({ payload: {} as never, tenantId: '', now: w.clock.now(), tools: w.tools, key: 'k' })
  await w.inTenant((db) =>
    db
      .insertInto('platform.job_effects')
      .values({ jobKey: 'old', doneAt: '2026-01-01T00:00:00Z' } as never)
      .execute(),
  )
  w.clock.set('2041-03-10T02:17:00Z')
  await run('audit.keep_house')
  const { rows } = await w.owner.query("select count(*)::int as n from pg_class where relname like 'audit\\_logs\\_2041\\_0_'")
  assert.equal(rows[0].n, 4)
  assert.equal((await w.owner.query('select 1 from platform.job_effects')).rowCount, 0)
  await run('audit.seal')
})
