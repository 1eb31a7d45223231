import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addPerson, changePerson, organizations } from '#modules/directory/contract.ts'
import { addDomain } from '#modules/tenancy/contract.ts'
import { insertMany } from '#platform/db.ts'
import { type Person, world } from '../../tests/world.ts'
import { addRole, changeHeldRole, giveRole, type RoleGrant, rolesOfPerson } from './contract.ts'

const w = await world()
const boss = w.administrator
const make = (code: string, grants: (Partial<RoleGrant> & { permission: string })[], more: object = {}) =>
  boss.call(addRole, { body: { name: code, code, grants, ...more } as never })
const give = (person: Person, role: string, more: object = {}) =>
  boss.call(giveRole, { params: { id: person.id }, body: { role, ...more } })
const company = async (code: string) => {
  const body = { name: code, code, type: 'company', status: 'active', contactEmail: null, contactPhone: null } as const
  return ((await boss.call(organizations.create, { body })) as { id: string }).id
}
const [works, other] = [await company('works'), await company('other')]
const takesOver = (who: Person, whom: Person) =>
  who.refused(changePerson, { params: { id: whom.id }, body: { email: 'mine@elsewhere.example' } })

test('who may do more only at times, from some places or from tomorrow on is above one all the same', async () => {
  const clerk = await w.person('Clerk', ['employee', 'admin'])
  const tomorrow = w.clock.now().add({ hours: 24 }).toString()
  const limits: Partial<RoleGrant>[] = [
    { constraints: { secondFactorMinutes: 60 } },
    { constraints: { networks: ['10.0.0.0/8'] } },
    { effectiveFrom: tomorrow },
  ]
  for (const [i, limit] of limits.entries()) {
    await make(`keeper-${i}`, [{ permission: 'roles:write', ...limit }])
    const keeper = await w.person(`Keeper${i}`, ['employee'])
    await give(keeper, `keeper-${i}`)
    assert.equal((await takesOver(clerk, keeper)).code, 'access.above_you')
  }
})

test('what everybody has in part only is not common to all, nor what one organisation starts with', async () => {
  await make('welcome', [{ permission: 'audit:read', constraints: { networks: ['10.0.0.0/8'] } }], { isDefault: true })
  await make('home', [{ permission: 'audit:read' }], { isDefault: true, organizationId: works })
  await make('auditor', [{ permission: 'audit:read' }])
  const [clerk, auditor] = [await w.person('Cleo', ['employee', 'admin']), await w.person('Auditor', ['employee'])]
  await give(auditor, 'auditor')
  assert.equal((await takesOver(clerk, auditor)).code, 'access.above_you')
  const start = async (firstName: string, organizationId: string) => {
    const { id } = await boss.call(addPerson, { body: { firstName, lastName: 'New', organizationId, invite: false } as never })
    return (await boss.call(rolesOfPerson, { params: { id } })).items.map((one) => one.role.code).sort()
  }
  assert.deepEqual(
    [await start('Here', works), await start('There', other)],
    [
      ['employee', 'home', 'welcome'],
      ['employee', 'welcome'],
    ],
  )
})

test('what is held for a time is not made to last, for oneself or for others', async () => {
  await make('locum', [{ permission: 'roles:write' }, { permission: 'roles:read' }])
  await make('helper', [])
  const expiresAt = w.clock.now().add({ hours: 5 }).toString()
  const heldBy = async (person: Person, code: string, more: object) =>
    (await give(person, code, { expiresAt, ...more })).items.find((one) => one.role.code === code)?.id ?? ''
  const extend = (who: Person, whom: Person, grantId: string) =>
    who.refused(changeHeldRole, { params: { id: whom.id, grantId }, body: { expiresAt: null } })
  const [locum, friend, keeper] = [await w.person('Locum', []), await w.person('Friend', []), await w.person('Keeper', [])]
  const own = await heldBy(locum, 'locum', {})
  assert.equal((await extend(locum, locum, own)).code, 'access.not_yours_to_give')
  const given = await locum.refused(giveRole, { params: { id: friend.id }, body: { role: 'locum' } })
  assert.equal(given.code, 'access.not_yours_to_give')
  const made = await locum.refused(addRole, { body: { name: 'Ever', code: 'ever', grants: [{ permission: 'roles:write' }] } })
  assert.equal(made.code, 'access.not_yours_to_edit')
  await give(keeper, 'locum')
  const added = await heldBy(friend, 'helper', { customPermissions: ['people:write'] })
  assert.equal((await extend(keeper, friend, added)).code, 'access.not_yours_to_give')
})

test('there are never more roles than are looked at, so that no containing role hides what it brings', async () => {
  const there = await w.tenant()
  const fields = Array.from({ length: 1000 - 7 }, (_, i) => ({ code: `r${i}`, name: `r${i}` }))
  await there.inTenant((db) => insertMany(db, 'access.roles', fields))
  const body = { name: 'More', code: 'more' }
  assert.equal((await there.administrator.refused(addRole, { body })).code, 'access.too_many_roles')
})

test('who changes settings by a role made here does not say where links to choose a password lead', async () => {
  const painter = await w.person('Painter', [])
  await make('painters', [{ permission: 'tenants:write' }])
  await give(painter, 'painters')
  assert.equal((await painter.refused(addDomain, { body: { domain: 'elsewhere.example' } })).status, 403)
  const more = await boss.refused(addRole, { body: { name: 'x', code: 'x', grants: [{ permission: 'tenants:domains' }] } })
  assert.equal(more.errors?.[0]?.path, 'grants')
})
