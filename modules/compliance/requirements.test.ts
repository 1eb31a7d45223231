import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addEmployee } from '#modules/employees/index.ts'
import { insert } from '#platform/db.ts'
import { world } from '../../tests/world.ts'
import {
  addRequirement,
  changeRequirement,
  endRequirement,
  getRequirement,
  listRequirements,
  myClearance,
  requirementChoices,
} from './contract.ts'

const w = await world('2026-06-15T09:00:00Z')
const petra = await w.person('Petra', ['employee', 'admin'])
const ann = await w.person('Ann', ['employee'])
const { course, other, yard } = await w.inTenant(async (db) => {
  const org = await insert(db, 'directory.organizations', { name: 'Harbour', code: 'harbour' })
  const department = await insert(db, 'directory.departments', { orgId: org.id, name: 'Yard', code: 'yard' })
  const work = { departmentId: department.id, jobTitle: 'Fitter', startDate: '2020-01-01' }
  await addEmployee(db, { userId: ann.id, employeeNumber: 'A1', ...work, now: w.clock.now() })
  return {
    yard: department,
    course: await insert(db, 'courses.courses', { code: 'wheels', title: 'Abrasive wheels' }),
    other: await insert(db, 'courses.courses', { code: 'ladders', title: 'Ladders' }),
  }
})
const body = (name: string, more: object = {}) => ({
  name,
  appliesTo: 'job_title' as const,
  jobTitle: 'Fitter',
  departmentId: null,
  items: [{ kind: 'certificate' as const, courseId: course.id }],
  effectiveOn: '2026-06-01',
  ...more,
})
const names = async (state?: 'ended') => (await petra.call(listRequirements, { query: { state } })).items.map(({ name }) => name)

test('what may be required is offered: job titles in use, departments, courses', async () => {
  const offered = await petra.call(requirementChoices, {})
  assert.deepEqual(offered.jobTitles, ['Fitter'])
  assert.deepEqual(
    offered.departments.map(({ name }) => name),
    ['Yard'],
  )
  assert.deepEqual(
    offered.courses.map(({ title }) => title),
    ['Abrasive wheels', 'Ladders'],
  )
  assert.equal((await ann.refused(requirementChoices, {})).status, 403)
})

test('a requirement applies from its day, is changed by appending a version, and its past stays as it was', async () => {
  const made = await petra.call(addRequirement, { body: body('Grinding') })
  assert.deepEqual([made.version, made.items[0]?.courseTitle, made.may], [1, 'Abrasive wheels', { edit: true, end: true }])
  const items = [
    { kind: 'certificate' as const, courseId: other.id },
    { kind: 'fitness' as const, notWorseThan: 'fit' as const },
  ]
  const changed = await petra.call(
    changeRequirement,
    { params: { id: made.id }, body: body('Grinding and climbing', { items, effectiveOn: '2026-06-10' }) },
    { 'if-match': '1' },
  )
  assert.equal(changed.version, 2)
  const { versions } = await ann.call(getRequirement, { params: { id: made.id } })
  assert.deepEqual(
    versions.map(({ number, name, items, recordedBy }) => [number, name, items.length, recordedBy]),
    [
      [2, 'Grinding and climbing', 2, 'Petra Example'],
      [1, 'Grinding', 1, 'Petra Example'],
    ],
  )
  const asked = async (at: string) =>
    (await ann.call(myClearance, { query: { at } })).requirements.map(({ name, items }) => [name, items.length])
  assert.deepEqual(await asked('2026-05-20'), [])
  assert.deepEqual(await asked('2026-06-05'), [['Grinding', 1]])
  assert.deepEqual(await asked('2026-06-12'), [['Grinding and climbing', 2]])
  const stale = await petra.refused(changeRequirement, { params: { id: made.id }, body: body('Late') }, { 'if-match': '1' })
  assert.equal(stale.status, 412)
})

test('a requirement of a department ends on a day and frees its name', async () => {
  const made = await petra.call(addRequirement, {
    body: body('Site safety', { appliesTo: 'department', jobTitle: null, departmentId: yard.id }),
  })
  assert.equal(made.departmentName, 'Yard')
  assert.equal((await petra.refused(addRequirement, { body: body('Site safety') })).code, 'compliance.name_taken')
  const ended = await petra.call(endRequirement, { params: { id: made.id }, body: { effectiveOn: '2026-06-14' } })
  assert.deepEqual([ended.endedAt, ended.items.length, ended.may.end], ['2026-06-13T23:00:00Z', 1, false])
  assert.equal((await petra.refused(endRequirement, { params: { id: made.id }, body: { effectiveOn: '2026-06-14' } })).status, 409)
  assert.deepEqual(await names('ended'), ['Site safety'])
  await petra.call(addRequirement, { body: body('Site safety') })
  assert.deepEqual(await names(), ['Grinding and climbing', 'Site safety'])
})

test('pages of requirements follow each other by name', async () => {
  const first = await petra.call(listRequirements, { query: { limit: 1 } })
  const second = await petra.call(listRequirements, { query: { limit: 1, cursor: first.next ?? undefined } })
  assert.deepEqual([first.items[0]?.name, second.items[0]?.name, second.next], ['Grinding and climbing', 'Site safety', null])
  const turned = await petra.call(listRequirements, { query: { limit: 1, sort: '-name' } })
  assert.equal(turned.items[0]?.name, 'Site safety')
})

test('a requirement that makes no sense is refused with the field at fault, and nothing is kept', async () => {
  const before = await names()
  const field = async (more: object) => {
    const problem = await petra.refused(addRequirement, { body: body('Nonsense', more) })
    return [problem.status, problem.errors?.[0]?.path]
  }
  assert.deepEqual(await field({ items: [] }), [422, 'items'])
  assert.deepEqual(await field({ jobTitle: null }), [422, 'jobTitle'])
  assert.deepEqual(await field({ appliesTo: 'department', jobTitle: null }), [422, 'departmentId'])
  assert.deepEqual(await field({ items: [{ kind: 'certificate', courseId: ann.id }] }), [422, 'items'])
  assert.deepEqual(await field({ items: [1, 2].map(() => ({ kind: 'certificate', courseId: course.id })) }), [422, 'items'])
  assert.deepEqual(await field({ effectiveOn: '2026-02-30' }), [422, 'effectiveOn'])
  assert.deepEqual(await names(), before)
})

test('only who may set requirements sets them; another tenant knows none of them', async () => {
  const [known] = (await petra.call(listRequirements, {})).items
  const id = known?.id ?? ''
  assert.equal((await ann.refused(addRequirement, { body: body('Mine') })).status, 403)
  assert.equal((await ann.refused(changeRequirement, { params: { id }, body: body('Mine') })).status, 403)
  assert.equal((await ann.refused(endRequirement, { params: { id }, body: { effectiveOn: '2026-06-14' } })).status, 403)
  const eve = await (await w.tenant()).person('Eve', ['employee', 'admin'])
  assert.equal((await eve.refused(getRequirement, { params: { id } })).status, 404)
  assert.equal(
    (await eve.refused(changeRequirement, { params: { id }, body: body('Mine', { items: [{ kind: 'fitness', notWorseThan: 'fit' }] }) }))
      .status,
    404,
  )
  assert.deepEqual((await eve.call(listRequirements, {})).items, [])
})
