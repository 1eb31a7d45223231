import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changePerson, deactivatePerson, listPeople } from '#modules/directory/contract.ts'
import { seededRoles } from '#platform/module.ts'
import { type Person, world } from '../../tests/world.ts'
import { mayGive } from './ceiling.ts'
import { giveRole, listRoles, rolesOfPerson, setRoles, takeRole } from './contract.ts'
import { assignRole, rightsOf } from './index.ts'

const w = await world()
const codes = async (person: Person) =>
  (await w.administrator.call(rolesOfPerson, { params: { id: person.id } })).items.map((one) => one.role.code).sort()

test('an administrator sees every role with what it allows in words', async () => {
  const { items } = await w.administrator.call(listRoles, {})
  assert.deepEqual(items.map((role) => role.code).sort(), [...seededRoles].sort())
  const employee = items.find((role) => role.code === 'employee')
  assert.ok(
    employee?.isDefault &&
      employee.permissions.some(({ code, says }) => code === 'people:read' && says === 'Find people of the organisation'),
  )
})

test('a role given counts at the next request, and taken no longer', async () => {
  const pia = await w.person('Pia', ['learner'])
  assert.equal((await pia.refused(listPeople, {})).status, 403)
  const params = { id: pia.id }
  const { items } = await w.administrator.call(giveRole, { params, body: { role: 'employee', isPrimary: true } })
  await pia.call(listPeople, {})
  assert.equal((await w.administrator.refused(giveRole, { params, body: { role: 'employee' } })).code, 'access.role_held')
  const grant = items.find((one) => one.role.code === 'employee')
  await w.administrator.call(takeRole, { params: { id: pia.id, grantId: grant?.id ?? '' } })
  assert.equal((await pia.refused(listPeople, {})).status, 403)
  await w.administrator.call(setRoles, { params, body: { roles: ['manager', 'employee'] } })
  assert.deepEqual(await codes(pia), ['employee', 'manager'])
  assert.equal((await w.administrator.refused(setRoles, { params, body: { roles: ['king'] } })).errors?.[0]?.path, 'roles')
  assert.deepEqual(await codes(pia), ['employee', 'manager'])
})

test('a role that expires is gone at the next request', async () => {
  const tom = await w.person('Tom', ['learner'])
  const expiresAt = w.clock.now().add({ hours: 1 }).toString()
  await w.administrator.call(giveRole, { params: { id: tom.id }, body: { role: 'employee', expiresAt } })
  await tom.call(listPeople, {})
  w.clock.pass({ minutes: 61 })
  assert.equal((await tom.refused(listPeople, {})).status, 403)
  const past = await w.administrator.refused(giveRole, {
    params: { id: tom.id },
    body: { role: 'manager', expiresAt: '2020-01-01T00:00:00Z' },
  })
  assert.equal(past.errors?.[0]?.path, 'expiresAt')
})

test('nobody gives what they do not hold: all ordered pairs of roles', async () => {
  const { items } = await w.administrator.call(listRoles, {})
  const sets = new Map(items.map((role) => [role.code, new Set(role.permissions.map(({ code }) => code))]))
  for (const mine of items)
    for (const given of items) {
      const permissions = sets.get(mine.code) as Set<string>
      const who = { userId: 'me', permissions, full: permissions }
      const role = { isSystemRole: given.isSystemRole, permissions: sets.get(given.code) as Set<string> }
      const covered = [...role.permissions].every((permission) => permissions.has(permission))
      const writes = permissions.has('roles:write')
      assert.equal(mayGive(role, who, 'me'), writes && covered, `${mine.code} gives themself ${given.code}`)
      assert.equal(mayGive(role, who, 'other'), writes, `${mine.code} appoints another as ${given.code}`)
      assert.equal(mayGive({ ...role, isSystemRole: false }, who, 'other'), writes && covered, `a role made here like ${given.code}`)
    }
  const grab = await w.administrator.refused(giveRole, { params: { id: w.administrator.id }, body: { role: 'oh_professional' } })
  assert.equal(grab.code, 'access.not_yours_to_give')
  const nurse = await w.person('Nia', ['employee'])
  await w.administrator.call(giveRole, { params: { id: nurse.id }, body: { role: 'oh_professional' } })
  assert.deepEqual(await codes(nurse), ['employee', 'oh_professional'])
})

test('nobody takes over an account that may do more than they: an administrator cannot change the address of a tenant administrator', async () => {
  const ada = await w.person('Ada', ['employee', 'admin'])
  const boss = await w.person('Bo', ['employee', 'tenant_administrator'])
  const colleague = await w.person('Col', ['employee'])
  const params = { id: boss.id }
  assert.equal((await ada.refused(changePerson, { params, body: { email: 'mine@example.com' } })).code, 'access.above_you')
  assert.equal((await ada.refused(deactivatePerson, { params })).code, 'access.above_you')
  await ada.call(changePerson, { params, body: { phone: '0113 496 0000' } })
  await ada.call(changePerson, { params: { id: colleague.id }, body: { email: 'col@example.com' } })
  await boss.call(changePerson, { params: { id: ada.id }, body: { email: 'ada@example.com' } })
})

test('the last tenant administrator stays', async () => {
  const there = await w.tenant()
  const params = { id: there.administrator.id }
  const held = await there.administrator.call(rolesOfPerson, { params })
  const grant = held.items.find((one) => one.role.code === 'tenant_administrator')
  const refused = await there.administrator.refused(takeRole, { params: { ...params, grantId: grant?.id } })
  assert.equal(refused.code, 'access.last_administrator')
  const second = await there.person('Sec', ['employee', 'tenant_administrator'])
  await there.administrator.call(takeRole, { params: { ...params, grantId: grant?.id ?? '' } })
  assert.equal((await there.administrator.refused(setRoles, { params: { id: second.id }, body: { roles: [] } })).status, 403)
})

test('roles are given only by permission, and only to people of the same tenant', async () => {
  const eve = await w.person('Eve', ['employee'])
  const ada = await w.person('Adi', ['employee', 'admin'])
  const there = await w.tenant()
  assert.equal((await eve.refused(listRoles, {})).status, 403)
  assert.equal((await ada.refused(giveRole, { params: { id: ada.id }, body: { role: 'tenant_administrator' } })).status, 403)
  for (const endpoint of [rolesOfPerson])
    assert.equal((await there.administrator.refused(endpoint, { params: { id: eve.id } })).status, 404)
  assert.equal((await there.administrator.refused(giveRole, { params: { id: eve.id }, body: { role: 'manager' } })).status, 404)
  assert.deepEqual(await codes(eve), ['employee'])
})

test('a person holds what their roles allow, and nothing of another tenant', async () => {
  const there = await w.tenant()
  const eve = await w.person('Evi', ['employee'])
  const rights = await w.inTenant((db) => rightsOf(db, eve.id, w.clock.now()))
  assert.deepEqual(rights.roles, ['employee'])
  assert.ok(rights.permissions.has('people:read'))
  const foreign = await there.inTenant((db) => rightsOf(db, eve.id, w.clock.now()))
  assert.equal(foreign.permissions.size, 0)
  await assert.rejects(there.inTenant((db) => assignRole(db, { userId: eve.id, role: 'admin', now: w.clock.now() })))
})
