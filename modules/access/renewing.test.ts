import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listPeople } from '#modules/directory/contract.ts'
import { world } from '../../tests/world.ts'
import { renewSystemRoles } from './catalogue.ts'
import { listRoles } from './contract.ts'

const w = await world()
await renewSystemRoles(w.owner, w.tools)

const grants = `select g.id from access.role_permissions g join access.roles r on (r.tenant_id, r.id) = (g.tenant_id, g.role_id)
                  join access.permissions p on p.id = g.permission_id
                 where g.tenant_id = $1 and r.code = $2 and p.code = $3`
const held = async (role: string, permission: string) => (await w.owner.query(grants, [w.tenantId, role, permission])).rowCount
/** As a tenant stands that an earlier version made: people:read was for learners and not for employees then. */
async function asBefore() {
  await w.owner.query(`delete from access.role_permissions where id in (${grants})`, [w.tenantId, 'employee', 'people:read'])
  await w.owner.query(
    `insert into access.role_permissions (tenant_id, role_id, permission_id)
     select $1, r.id, p.id from access.roles r, access.permissions p where r.tenant_id = $1 and r.code = 'learner' and p.code = 'people:read'`,
    [w.tenantId],
  )
  await w.owner.query(`update access.permissions set system_roles = '{learner}' where code = 'people:read'`)
}

test('a newer version brings the system roles of tenants made before it to what is declared now, once', async () => {
  await asBefore()
  const [ema, lea] = [await w.person('Ema', ['employee']), await w.person('Lea', ['learner'])]
  assert.equal((await ema.refused(listPeople, {})).status, 403)
  await lea.call(listPeople, {})

  const [other, own] = [await w.another(), (await w.administrator.call(listRoles, {})).items.length]
  await Promise.all([renewSystemRoles(w.owner, w.tools), renewSystemRoles(w.owner, other.tools)])
  await other.close()

  await ema.call(listPeople, {})
  assert.equal((await lea.refused(listPeople, {})).status, 403)
  assert.deepEqual([await held('employee', 'people:read'), await held('learner', 'people:read')], [1, 0])
  assert.equal((await w.administrator.call(listRoles, {})).items.length, own)
  const { rows } = await w.owner.query(
    `select count(*)::int from platform.audit_logs where tenant_id = $1 and entity_type = 'role_permissions' and action = 'delete'`,
    [w.tenantId],
  )
  assert.deepEqual(rows, [{ count: 1 }])
})

test('where nothing was declared anew, roles are left as they are', async () => {
  await w.owner.query(`delete from access.role_permissions where id in (${grants})`, [w.tenantId, 'employee', 'people:read'])
  await renewSystemRoles(w.owner, w.tools)
  assert.equal(await held('employee', 'people:read'), 0)
})
