import assert from 'node:assert/strict'
import { test } from 'node:test'
import { giveDepartmentRole, rolesOfDepartment } from '#modules/access/contract.ts'
import { addDepartment, changePerson, listDepartments, organizations } from '#modules/directory/contract.ts'
import { addEmployee, listAssignments } from '#modules/employees/contract.ts'
import { listMergers, listMoves, mergeDepartment, planMerger, readChart, undoMerger } from '#modules/structure/contract.ts'
import { type Person, world } from '../../tests/world.ts'
import { addRequirement, getRequirement } from './contract.ts'

const w = await world()
const { administrator } = w
const acme = (await administrator.call(
  organizations.create as never,
  { body: { name: 'Acme', code: 'acme', type: 'company', status: 'active', contactEmail: null, contactPhone: null } } as never,
)) as { id: string }
const department = (name: string, more: object = {}) =>
  administrator.call(addDepartment, { body: { name, code: name.toLowerCase(), organizationId: acme.id, ...more } })
const at = (id: string) => ({ params: { id } })
const works = await department('Works')
const stores = await department('Stores')
const yard = await department('Yard', { parentId: stores.id })
const countsOf = async () =>
  Object.fromEntries(
    (await administrator.call(listDepartments, { query: {} })).items.map(({ name, employeeCount }) => [name, employeeCount]),
  )
const shownIn = async () => (await administrator.call(readChart, { query: {} })).departments.map(({ name }) => name)
const rolesIn = async (id: string) => (await administrator.call(rolesOfDepartment, at(id))).items.map(({ role }) => role.code)
const merge = (from: string, into: string, by: Person = administrator) => by.call(mergeDepartment, { ...at(from), body: { intoId: into } })
const refused = (from: string, into: string, by: Person = administrator) =>
  by.refused(mergeDepartment, { ...at(from), body: { intoId: into } })
const sam = await w.person('Sam', ['employee'], { deptId: stores.id })
await w.person('Una', ['employee'], { deptId: works.id })
await administrator.call(addEmployee, { body: { userId: sam.id, employeeNumber: 'S-1', departmentId: stores.id, jobTitle: 'Clerk' } })
await administrator.call(giveDepartmentRole, { ...at(stores.id), body: { role: 'instructor' } })
const requirement = await administrator.call(addRequirement, {
  body: {
    ...{ name: 'Lifting', appliesTo: 'department', jobTitle: null, departmentId: stores.id, effectiveOn: '2026-06-01' },
    items: [{ kind: 'fitness', courseId: null, notWorseThan: 'fit' }],
  } as never,
})
const asked = async () => (await administrator.call(getRequirement, at(requirement.id))).departmentId
const worksAt = async () => (await administrator.call(listAssignments, { ...at(sam.id), query: {} })).items[0]?.departmentId

test('a merger takes people, their employment, parts, roles and requirements along, closes the department, and can be undone', async () => {
  w.clock.pass({ hours: 1 })
  assert.deepEqual(await administrator.call(planMerger, { ...at(stores.id), query: { intoId: works.id } }), {
    people: 1,
    children: ['Yard'],
  })
  const merger = await merge(stores.id, works.id)
  assert.deepEqual([merger.people, merger.children, merger.may.undo], [1, 1, true])
  assert.deepEqual(await countsOf(), { Stores: 0, Works: 2, Yard: 0 })
  assert.deepEqual(await shownIn(), ['Works', 'Yard'])
  assert.deepEqual([await rolesIn(works.id), await asked(), await worksAt()], [['instructor'], works.id, works.id])
  assert.deepEqual(
    (await administrator.call(listMoves, at(yard.id))).items.map(({ to }) => to?.name),
    ['Works'],
  )
  assert.equal((await refused(stores.id, works.id)).code, 'structure.merged')

  w.clock.pass({ hours: 1 })
  const undone = await administrator.call(undoMerger, at(merger.id))
  assert.ok(undone.undoneAt)
  assert.deepEqual(await countsOf(), { Stores: 1, Works: 1, Yard: 0 })
  assert.deepEqual(await shownIn(), ['Stores', 'Works', 'Yard'])
  assert.deepEqual([await rolesIn(works.id), await asked(), await worksAt()], [[], stores.id, stores.id])
  assert.equal((await administrator.refused(undoMerger, at(merger.id))).code, 'structure.undone')
  assert.deepEqual(
    (await administrator.call(listMergers, at(works.id))).items.map(({ id, may }) => [id, may.undo]),
    [[merger.id, false]],
  )
})

test('what changed since keeps a merger, with the reason in clear words', async () => {
  w.clock.pass({ hours: 1 })
  const merger = await merge(stores.id, works.id)
  await administrator.call(changePerson, { ...at(sam.id), body: { departmentId: yard.id } })
  const people = await administrator.refused(undoMerger, at(merger.id))
  assert.deepEqual([people.status, people.code], [409, 'structure.people_moved'])
  assert.match(people.title + (people.detail ?? ''), /One of the people was moved/)
  await administrator.call(changePerson, { ...at(sam.id), body: { departmentId: works.id } })
  await administrator.call(undoMerger, at(merger.id))
})

test('a department is merged into one below it, and never into itself, a closed one, or one elsewhere', async () => {
  w.clock.pass({ hours: 1 })
  const merger = await merge(stores.id, yard.id)
  assert.deepEqual((await countsOf()).Yard, 1)
  await administrator.call(undoMerger, at(merger.id))
  assert.equal((await refused(works.id, works.id)).status, 422)
  assert.equal((await refused(works.id, acme.id)).status, 422)
  const there = (await w.tenant()).administrator
  assert.equal((await refused(works.id, stores.id, there)).status, 404)
  assert.equal((await there.refused(planMerger, { ...at(works.id), query: { intoId: stores.id } })).status, 404)
  assert.equal((await there.refused(listMergers, at(works.id))).status, 404)
  assert.equal((await there.refused(undoMerger, at(merger.id))).status, 404)
})

test('nobody merges departments whose roles they may not give', async () => {
  const hr = await w.person('Hannah', ['employee', 'admin'])
  const refusal = await refused(stores.id, works.id, hr)
  assert.deepEqual([refusal.status, refusal.code], [403, 'access.not_yours_to_give'])
  assert.deepEqual(await countsOf(), { Stores: 1, Works: 1, Yard: 0 })
})
