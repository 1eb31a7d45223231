import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDepartment, addPerson, changePerson, listPeople, organizations } from '#modules/directory/contract.ts'
import { type Person, world } from '../../tests/world.ts'
import {
  addRole,
  changeHeldRole,
  changeRole,
  giveDepartmentRole,
  giveRole,
  listPermissions,
  listRoles,
  readRole,
  removeRole,
  rolesOfDepartment,
  rolesOfPerson,
  takeDepartmentRole,
} from './contract.ts'
import { rightsOf } from './index.ts'

const w = await world()
const boss = w.administrator
const roleId = async (code: string) => (await boss.call(listRoles, {})).items.find((role) => role.code === code)?.id ?? ''
const grants = (...codes: string[]) => codes.map((permission) => ({ permission }))
const make = (code: string, more: object = {}) => boss.call(addRole, { body: { name: code, code, ...more } })
const give = (person: Person, role: string, more: object = {}) =>
  boss.call(giveRole, { params: { id: person.id }, body: { role, ...more } })
const may = async (person: Person) => (await w.inTenant((db) => rightsOf(db, person.id, w.clock.now()))).permissions
const organization = (await boss.call(organizations.create, {
  body: { name: 'Works', code: 'works', type: 'company', status: 'active', contactEmail: null, contactPhone: null },
})) as { id: string }
const department = (code: string, headUserId?: string) =>
  boss.call(addDepartment, { body: { name: code, code, organizationId: organization.id, ...(headUserId ? { headUserId } : {}) } })

test('a role is made, copied, changed and removed, and whoever holds it notices at their next request', async () => {
  const made = await make('finders', { grants: grants('people:read') })
  assert.deepEqual([made.isSystemRole, made.may.change, made.grants[0]?.permission], [false, true, 'people:read'])
  const pia = await w.person('Pia', [])
  await give(pia, 'finders')
  await pia.call(listPeople, {})
  const params = { id: made.id }
  await boss.call(changeRole, { params, body: { grants: [{ permission: 'people:read', isActive: false }] } })
  assert.equal((await pia.refused(listPeople, {})).status, 403)
  const copy = await make('finders-too', { copyOf: 'finders', grants: grants('people:read') })
  assert.equal(copy.copiedFrom, 'finders')
  assert.equal((await boss.refused(removeRole, { params })).code, 'access.role_in_use')
  await boss.call(removeRole, { params: { id: copy.id } })
  assert.equal((await boss.refused(readRole, { params: { id: copy.id } })).status, 404)
  const stale = await boss.refused(changeRole, { params, body: { name: 'x' } }, { 'if-match': '1' })
  assert.equal(stale.status, 412)
  assert.equal((await boss.refused(addRole, { body: { name: 'x', code: 'finders' } })).errors?.[0]?.path, 'code')
})

test('a copy has what the original has, but for what only system roles may hold', async () => {
  const copy = await make('deputy', { copyOf: 'admin' }).catch((error: Error) => error)
  assert.ok(!(copy instanceof Error))
  const original = await boss.call(readRole, { params: { id: await roleId('admin') } })
  assert.deepEqual(copy.grants, original.grants)
  const second = await make('second', { copyOf: 'tenant_administrator' })
  assert.ok(second.grants.length > 5 && !second.grants.some(({ permission }) => permission === 'roles:appoint'))
  const added = await boss.refused(changeRole, { params: { id: second.id }, body: { grants: grants('roles:appoint') } })
  assert.equal(added.errors?.[0]?.path, 'grants')
})

test('system roles are given, not edited or removed', async () => {
  const params = { id: await roleId('manager') }
  assert.equal((await boss.refused(changeRole, { params, body: { name: 'Chief' } })).code, 'access.system_role')
  assert.equal((await boss.refused(removeRole, { params })).code, 'access.system_role')
})

test('nobody makes a role of what they may not do, nor widens one that allows more', async () => {
  const refused = await boss.refused(addRole, { body: { name: 'Nurse', code: 'nurse', grants: grants('clinical:write') } })
  assert.equal(refused.code, 'access.not_yours_to_edit')
  const inside = await boss.refused(addRole, { body: { name: 'Nurse', code: 'nurse', contains: ['oh_professional'] } })
  assert.equal(inside.code, 'access.not_yours_to_edit')
  assert.equal(await roleId('nurse'), '')
  const owner = await boss.refused(addRole, { body: { name: 'Boss', code: 'boss', contains: ['tenant_administrator'] } })
  assert.equal(owner.errors?.[0]?.path, 'contains')
  const unknown = await boss.refused(addRole, { body: { name: 'Odd', code: 'odd', grants: grants('no:such') } })
  assert.equal(unknown.errors?.[0]?.path, 'grants')
  await make('keeper', { grants: grants('roles:write', 'roles:read', 'people:read') })
  const kim = await w.person('Kim', [])
  await give(kim, 'keeper')
  const more = { params: { id: await roleId('keeper') }, body: { grants: grants('roles:write', 'people:write') } }
  assert.equal((await kim.refused(changeRole, more)).code, 'access.not_yours_to_edit')
  assert.equal(
    (await kim.refused(changeRole, { params: { id: await roleId('second') }, body: { name: 'x' } })).code,
    'access.not_yours_to_edit',
  )
  await kim.call(addRole, { body: { name: 'Readers', code: 'readers', grants: grants('people:read') } })
  const { items } = await kim.call(listPermissions, {})
  const grantable = items.filter((one) => one.may.grant).map((one) => one.code)
  assert.deepEqual(grantable.sort(), ['people:read', 'roles:read', 'roles:write'])
  assert.ok(items.every((one) => /^\p{Lu}/u.test(one.group) && one.category !== ''))
})

test('a role holds all that the roles it contains hold; rings are refused, also when two edits race', async () => {
  const [one, two] = [await make('one', { grants: grants('people:read') }), await make('two', { contains: ['one'] })]
  assert.deepEqual(
    [two.inherited, two.permissions.map(({ code }) => code)],
    [[{ permission: 'people:read', from: 'one' }], ['people:read']],
  )
  const ring = await boss.refused(changeRole, { params: { id: one.id }, body: { contains: ['two'] } })
  assert.equal(ring.errors?.[0]?.path, 'contains')
  const sam = await w.person('Sam', [])
  await give(sam, 'two')
  await sam.call(listPeople, {})
  await boss.call(changeRole, { params: { id: two.id }, body: { contains: [] } })
  assert.equal((await sam.refused(listPeople, {})).status, 403)
  for (let round = 0; round < 5; round++) {
    const link = (from: { id: string }, to: string) => boss.call(changeRole, { params: { id: from.id }, body: { contains: [to] } })
    const results = await Promise.allSettled([link(one, 'two'), link(two, 'one')])
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1, 'one of the two')
    for (const { id } of [one, two]) await boss.call(changeRole, { params: { id }, body: { contains: [] } })
  }
})

test('a grant counts in its window and under its circumstances', async () => {
  const soon = w.clock.now().add({ minutes: 10 })
  const role = await make('windowed', {
    grants: [{ permission: 'people:read', effectiveFrom: soon.toString(), effectiveUntil: soon.add({ minutes: 5 }).toString() }],
  })
  const tom = await w.person('Tom', [])
  await give(tom, 'windowed')
  assert.equal((await tom.refused(listPeople, {})).status, 403)
  w.clock.pass({ minutes: 10 })
  await tom.call(listPeople, {})
  w.clock.pass({ minutes: 5 })
  assert.equal((await tom.refused(listPeople, {})).status, 403)
  const backwards = { permission: 'people:read', effectiveFrom: soon.toString(), effectiveUntil: soon.subtract({ hours: 1 }).toString() }
  assert.equal((await boss.refused(changeRole, { params: { id: role.id }, body: { grants: [backwards] } })).errors?.[0]?.path, 'grants')

  const under = (constraints: object) =>
    boss.call(changeRole, { params: { id: role.id }, body: { grants: [{ permission: 'people:read', constraints }] } })
  await under({ networks: ['127.0.0.0/8'] })
  await tom.call(listPeople, {})
  await under({ networks: ['10.0.0.0/8'] })
  assert.equal((await tom.refused(listPeople, {})).status, 403)
  await under({ hours: ['08:00', '11:00'], days: [1, 2, 3, 4, 5] }) // it is a quarter past ten in London, on a Monday
  await tom.call(listPeople, {})
  w.clock.pass({ minutes: 45 })
  assert.equal((await tom.refused(listPeople, {})).status, 403)
  await under({ secondFactorMinutes: 30 })
  assert.equal((await tom.refused(listPeople, {})).status, 403)
  const again = await w.signIn(tom)
  await w.owner.query('update auth.sessions set second_factor_at = $2 where user_id = $1', [tom.id, w.clock.now().toString()])
  await again.call(listPeople, {})
  w.clock.pass({ minutes: 30 })
  assert.equal((await again.refused(listPeople, {})).status, 403)
  const wrong = { permission: 'people:read', constraints: { networks: ['everywhere'] } }
  assert.equal((await boss.refused(changeRole, { params: { id: role.id }, body: { grants: [wrong] } })).status, 422)
})

test('a grant whose words nobody understands counts for nothing', async () => {
  const { id } = await make('broken', { grants: grants('people:read') })
  const ben = await w.person('Ben', [])
  await give(ben, 'broken')
  await w.owner.query(`update access.role_permissions set constraints = '{"moon": "full"}' where role_id = $1`, [id])
  assert.ok(!(await may(ben)).has('people:read'))
})

test('a default role of one’s own is given to everybody new', async () => {
  await make('welcome', { grants: grants('people:read'), isDefault: true })
  const { id } = await boss.call(addPerson, { body: { firstName: 'New', lastName: 'Comer', invite: false } })
  const { items } = await boss.call(rolesOfPerson, { params: { id } })
  assert.deepEqual(items.map((one) => one.role.code).sort(), ['employee', 'welcome'])
})

test('rights are added for one person, and what is held is changed and named the primary one', async () => {
  const eve = await w.person('Eve', ['learner'])
  const params = { id: eve.id }
  const { items } = await give(eve, 'finders', { customPermissions: ['audit:read'], isPrimary: true })
  const held = items.find((one) => one.role.code === 'finders')
  assert.deepEqual([held?.isPrimary, held?.customPermissions], [true, ['audit:read']])
  assert.ok((await may(eve)).has('audit:read'))
  const change = (body: object, grantId = held?.id ?? '') => boss.call(changeHeldRole, { params: { ...params, grantId }, body })
  await change({ customPermissions: [], expiresAt: w.clock.now().add({ hours: 1 }).toString() })
  assert.ok(!(await may(eve)).has('audit:read'))
  const learner = items.find((one) => one.role.code === 'learner')?.id
  const after = await change({ isPrimary: true }, learner)
  assert.deepEqual(
    after.items.filter((one) => one.isPrimary).map((one) => one.role.code),
    ['learner'],
  )
  assert.deepEqual((await w.inTenant((db) => rightsOf(db, eve.id, w.clock.now()))).roles[0], 'learner')
  for (const code of ['clinical:write', 'roles:appoint', 'no:such']) {
    const refused = await boss.refused(giveRole, { params, body: { role: 'manager', customPermissions: [code] } })
    assert.ok([403, 422].includes(refused.status), code)
  }
})

test('everybody of a department holds its roles, and nobody is put there by who may not give them', async () => {
  const place = await department('lab')
  const lee = await w.person('Lee', [], { deptId: place.id })
  const params = { id: place.id }
  const { items } = await boss.call(giveDepartmentRole, { params, body: { role: 'windowed', permissions: ['audit:read'] } })
  assert.ok((await may(lee)).has('audit:read'))
  const shown = await boss.call(rolesOfPerson, { params: { id: lee.id } })
  assert.deepEqual([shown.items, shown.byDepartment.map((one) => one.department.name)], [[], ['lab']])
  assert.equal((await boss.refused(giveDepartmentRole, { params, body: { role: 'windowed' } })).code, 'access.department_holds')
  assert.equal((await boss.refused(giveDepartmentRole, { params, body: { role: 'tenant_administrator' } })).errors?.[0]?.path, 'role')

  await make('clerk', { grants: grants('people:read', 'people:write', 'directory:read') })
  const ina = await w.person('Ina', [])
  await give(ina, 'clerk')
  const move = { params: { id: ina.id }, body: { departmentId: place.id } }
  assert.equal((await ina.refused(changePerson, move)).code, 'access.place_above_you')
  const body = { firstName: 'Friend', lastName: 'Of Ina', departmentId: place.id, invite: false }
  assert.equal((await ina.refused(addPerson, { body })).code, 'access.place_above_you')
  await boss.call(changePerson, move)
  assert.ok((await may(ina)).has('audit:read'))
  await boss.call(takeDepartmentRole, { params: { ...params, grantId: items[0]?.id ?? '' } })
  assert.ok(!(await may(lee)).has('audit:read'))
  assert.deepEqual((await boss.call(rolesOfDepartment, { params })).items, [])
})

test('a role of one organisation is for its people only', async () => {
  await make('local', { organizationId: organization.id, grants: grants('people:read') })
  const [here, elsewhere] = [await w.person('Hal', [], { orgId: organization.id }), await w.person('Els', [])]
  await give(here, 'local')
  const refused = await boss.refused(giveRole, { params: { id: elsewhere.id }, body: { role: 'local' } })
  assert.equal(refused.errors?.[0]?.path, 'role')
  assert.ok(!(await boss.call(rolesOfPerson, { params: { id: elsewhere.id } })).mayGive.includes('local'))
})

test('an edit of a role reaches its holders, and every process hears of it', async () => {
  const { id } = await make('everywhere', { grants: grants('people:read') })
  const uma = await w.person('Uma', [])
  await give(uma, 'everywhere')
  await uma.call(listPeople, {})
  const other = await w.another()
  try {
    const heard = Promise.withResolvers<void>()
    other.tools.live.listen(({ name, payload }) => name === 'access.role_changed' && payload.roleId === id && heard.resolve())
    await boss.call(changeRole, { params: { id }, body: { grants: [] } })
    await heard.promise
    assert.equal((await uma.refused(listPeople, {})).status, 403)
  } finally {
    await other.close()
  }
})
