import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDepartment, organizations } from '#modules/directory/contract.ts'
import { world } from '../../tests/world.ts'
import { addRole, giveDepartmentRole, giveRole, rightsOfPerson, whyOfPerson } from './contract.ts'

const w = await world()
const boss = w.administrator
const why = (id: string, permission: string, query = {}) => boss.call(whyOfPerson, { params: { id, permission }, query })
const all = async (id: string, query = {}) => {
  const { items } = await boss.call(rightsOfPerson, { params: { id }, query })
  return new Map(items.map((one) => [one.code, one]))
}

test('every way to a right is told step by step, with what keeps it from counting', async () => {
  await boss.call(addRole, { body: { name: 'Finders', code: 'finders', grants: [{ permission: 'people:read' }] } })
  await boss.call(addRole, { body: { name: 'Leads', code: 'leads', contains: ['finders'] } })
  const pia = await w.person('Pia', [])
  const expiresAt = w.clock.now().add({ hours: 1 }).toString()
  await boss.call(giveRole, { params: { id: pia.id }, body: { role: 'leads', expiresAt } })
  const told = await why(pia.id, 'people:read')
  assert.deepEqual([told.answer, told.ways.length], ['yes', 1])
  assert.deepEqual(
    [told.ways[0]?.held.name, told.ways[0]?.via.map((one) => one.name), told.ways[0]?.until],
    ['Leads', ['Finders'], expiresAt],
  )
  w.clock.pass({ hours: 1 })
  const later = await w.signIn(boss)
  const over = await later.call(whyOfPerson, { params: { id: pia.id, permission: 'people:read' }, query: {} })
  assert.equal(over.answer, 'no')
  assert.deepEqual(
    over.ways[0]?.checks.filter(({ passed }) => !passed).map(({ check }) => check),
    ['not_expired'],
  )
  assert.equal((await later.refused(whyOfPerson, { params: { id: pia.id, permission: 'no:such' } })).status, 404)
  w.clock.pass({ hours: -1 })
})

test('what depends on hours, places or the second factor is told apart from yes and no', async () => {
  const constraints = { networks: ['10.0.0.0/8'], secondFactorMinutes: 10 }
  await boss.call(addRole, { body: { name: 'Office', code: 'office', grants: [{ permission: 'audit:read', constraints }] } })
  const tom = await w.person('Tom', [])
  await boss.call(giveRole, { params: { id: tom.id }, body: { role: 'office' } })
  const told = await why(tom.id, 'audit:read')
  assert.deepEqual([told.answer, told.ways[0]?.constraints], ['depends', constraints])
})

test('a role more or less is tried out without being given', async () => {
  const eve = await w.person('Eve', ['employee'])
  const rights = await all(eve.id, { add: 'manager', remove: 'employee' })
  assert.deepEqual(
    ['compliance:team', 'people:read', 'appointments:book', 'audit:read'].map((code) => [
      rights.get(code)?.answer,
      rights.get(code)?.whatIf,
    ]),
    [
      ['no', 'yes'],
      ['yes', 'yes'],
      ['yes', 'no'],
      ['no', 'no'],
    ],
  )
  const told = await why(eve.id, 'people:read', { add: 'manager', remove: 'employee' })
  assert.deepEqual(
    told.ways.map((way) => [way.held.code, way.change]),
    [
      ['employee', 'removed'],
      ['manager', 'added'],
    ],
  )
  assert.equal((await all(eve.id)).get('compliance:team')?.answer, 'no', 'nothing was given')
  assert.equal((await boss.refused(rightsOfPerson, { params: { id: eve.id }, query: { add: 'king' } })).errors?.[0]?.path, 'add')
})

test('where a role counts for some people only, it is named for whom', async () => {
  const fields = { name: 'Works', code: 'works', type: 'company', status: 'active', contactEmail: null, contactPhone: null } as const
  const { id: organizationId } = (await boss.call(organizations.create, { body: fields })) as { id: string }
  const lab = await boss.call(addDepartment, { body: { name: 'Laboratory', code: 'lab', organizationId } })
  const lee = await w.person('Lee', [], { deptId: lab.id })
  await boss.call(giveRole, { params: { id: lee.id }, body: { role: 'admin', departmentId: lab.id } })
  const limits = (await why(lee.id, 'certificates:read_all')).ways.flatMap((way) => way.limits.map(({ to, name }) => [to, name]))
  assert.deepEqual(limits, [['department', 'Laboratory']])
  const whole = await why(lee.id, 'certificate_templates:write')
  assert.deepEqual([whole.answer, whole.ways[0]?.checks.find(({ passed }) => !passed)?.check], ['no', 'narrowable'])
  await boss.call(giveDepartmentRole, { params: { id: lab.id }, body: { role: 'employee' } })
  const { ways } = await why(lee.id, 'appointments:book')
  assert.ok(ways.some((way) => way.department === 'Laboratory' && way.counts))
  assert.deepEqual(
    ways.map((way) => way.limits.map(({ to }) => to)),
    ways.map(() => ['self']),
    'what is about their own matters reaches nobody else’s',
  )
})
