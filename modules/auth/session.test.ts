import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rightsOf } from '#modules/access/index.ts'
import { world } from '../../tests/world.ts'

test('a person holds what their roles allow, and nothing of another tenant', async () => {
  const here = await world()
  const there = await here.tenant()
  const eve = await here.person('Eve', ['employee'])
  const rights = await here.inTenant((db) => rightsOf(db, eve.id, here.clock.now()))
  assert.deepEqual(rights.roles, ['employee'])
  assert.ok(rights.permissions.has('people:read'))
  const foreign = await there.inTenant((db) => rightsOf(db, eve.id, here.clock.now()))
  assert.equal(foreign.permissions.size, 0)
  const seen = await there.inTenant((db) => db.selectFrom('directory.users').select('id').execute())
  assert.equal(seen.length, 1)
  const { rows } = await here.owner.query("select count(*)::int as n from platform.audit_logs where entity_type = 'users'")
  assert.equal(rows[0].n, 3)
})
