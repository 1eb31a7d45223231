import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as courses from '#modules/courses/contract.ts'
import { type Person, type World, world } from '../../tests/world.ts'
import * as api from './contract.ts'

async function published(teacher: Person, more: object = {}) {
  const course = await teacher.call(courses.createCourse, { body: { code: 'FIRE', title: 'Fire safety', ...more } })
  const params = { id: course.draftId as string }
  const module = await teacher.call(courses.addModule, { params, body: { title: 'M' } })
  const unit = await teacher.call(courses.addUnit, { params: { id: module.id }, body: { title: 'U' } })
  const content = await teacher.call(courses.addContent, {
    params: { id: unit.id },
    body: { type: 'rich_text', title: 'C', html: '<p>x</p>' },
  })
  await teacher.call(courses.publishRevision, { params })
  return { courseId: course.id, contentId: content.id }
}

/** Two departments, one below the other, headed by Max; and one that he does not head. */
async function departments(w: World, headId: string) {
  const { rows } = await w.owner.query(
    `insert into directory.organizations (tenant_id, name, code) values ($1, 'Org', 'org') returning id`,
    [w.tenantId],
  )
  const add = async (name: string, parentId: string | null, head: string | null) => {
    const made = await w.owner.query(
      'insert into directory.departments (tenant_id, org_id, name, code, parent_id, head_user_id) values ($1, $2, $3, lower($3), $4, $5) returning id',
      [w.tenantId, rows[0].id, name, parentId, head],
    )
    return made.rows[0].id as string
  }
  const works = await add('Works', null, headId)
  return { works, night: await add('Night shift', works, null), office: await add('Office', null, null) }
}

test('a manager assigns a course to their own people and nobody else, and sees how far they are', async () => {
  const w = await world()
  const ivy = await w.person('Ivy', ['employee', 'instructor'])
  const max = await w.person('Max', ['employee', 'manager'])
  const { works, night, office } = await departments(w, max.id)
  const ann = await w.person('Ann', ['employee'], { deptId: works })
  const ned = await w.person('Ned', ['employee'], { deptId: night })
  const una = await w.person('Una', ['employee'], { deptId: office })
  const { courseId, contentId } = await published(ivy, { validityMonths: 12 })
  const dueAt = '2026-06-25T22:59:59Z'
  const body = { courseId, dueAt }

  assert.equal((await ann.refused(api.assignCourse, { body: { ...body, userIds: [ann.id] } })).status, 403)
  assert.equal((await max.refused(api.assignCourse, { body: { ...body, userIds: [ann.id, una.id] } })).code, 'enrollments.not_your_people')
  assert.equal((await max.refused(api.assignCourse, { body: { ...body, departmentId: office } })).code, 'enrollments.not_your_people')
  assert.equal((await max.refused(api.assignCourse, { body })).errors?.[0]?.path, 'userIds')
  assert.equal((await ann.call(api.myEnrollments, {})).items.length, 0)

  assert.deepEqual(await max.call(api.assignCourse, { body: { ...body, departmentId: works } }), {
    assigned: 2,
    hadAlready: 0,
    countsStill: 0,
  })
  const [mine] = (await ann.call(api.myEnrollments, {})).items
  assert.deepEqual(
    [mine?.title, mine?.source, mine?.due, mine?.dueAt, mine?.may.withdraw],
    ['Fire safety', 'assigned', 'soon', dueAt, false],
  )
  const id = mine?.id as string
  assert.equal((await ann.refused(api.withdraw, { params: { id } })).code, 'enrollments.assigned_stays')
  assert.equal((await ann.refused(api.enrol, { body: { courseId } })).code, 'enrollments.already_enrolled')
  assert.equal((await una.refused(api.enrol, { body: { courseId } })).code, 'enrollments.assigned_only')

  await ann.call(api.tick, { params: { id, contentId }, body: { status: 'completed' } })
  const later = '2026-07-31T22:59:59Z'
  const again = await max.call(api.assignCourse, { body: { courseId, dueAt: later, departmentId: works } })
  assert.deepEqual(again, { assigned: 0, hadAlready: 1, countsStill: 1 }, 'Ann’s completion counts, Ned gets the new date')
  const { items } = await max.call(api.listParticipants, { params: { id: courseId } })
  assert.deepEqual(items.map((row) => [row.name, row.department, row.status, row.progress, row.dueAt]).sort(), [
    ['Ann Example', 'Works', 'completed', 100, dueAt],
    ['Ned Example', 'Night shift', 'active', 0, later],
  ])
  const his = (await ned.call(api.myEnrollments, {})).items[0]?.id as string
  assert.equal((await max.call(api.changeDue, { params: { id: his }, body: { dueAt: null } })).due, 'none')
  assert.equal((await max.call(api.withdraw, { params: { id: his } })).status, 'withdrawn')
  assert.equal(
    (await ned.refused(api.tick, { params: { id: his, contentId }, body: { status: 'completed' } })).code,
    'enrollments.not_active',
  )
  assert.equal((await max.refused(api.changeDue, { params: { id: his }, body: { dueAt: null } })).code, 'enrollments.not_active')

  await w.owner.query("update tenancy.tenants set status = 'active', trial_ends_at = null")
  w.clock.set('2027-06-15T09:00:00Z')
  const adam = await w.person('Adam', ['employee', 'admin'])
  assert.equal((await adam.call(api.assignCourse, { body: { courseId, userIds: [ann.id] } })).assigned, 1, 'a year later it has lapsed')
})

test('a teacher sees and assigns everybody in their own course, an administrator in every course, others nobody', async () => {
  const w = await world()
  const ivy = await w.person('Ivy', ['employee', 'instructor'])
  const tom = await w.person('Tom', ['employee', 'instructor'])
  const adam = await w.person('Adam', ['employee', 'admin'])
  const max = await w.person('Max', ['employee', 'manager'])
  const people = await Promise.all(['Ann', 'Bea', 'Cay'].map((name) => w.person(name, ['learner'])))
  const { courseId, contentId } = await published(ivy, { selfEnrol: true })
  const params = { id: courseId }
  for (const nobody of [tom, max]) {
    assert.equal((await nobody.refused(api.listParticipants, { params })).status, 403)
    assert.equal((await nobody.refused(api.participation, { params })).status, 403)
    assert.equal((await nobody.refused(api.assignCourse, { body: { courseId, userIds: [people[0]?.id] } })).status, 403)
  }
  await ivy.call(api.assignCourse, { body: { courseId, userIds: people.map((one) => one.id), dueAt: '2026-06-15T10:00:00Z' } })
  w.clock.pass({ hours: 2 })
  await adam.call(api.assignCourse, { body: { courseId, userIds: [max.id] } })
  const first = await ivy.call(api.listParticipants, { params, query: { limit: 2 } })
  const second = await ivy.call(api.listParticipants, { params, query: { limit: 2, cursor: first.next as string } })
  assert.equal(first.items[0]?.name, 'Max Example', 'the latest first')
  assert.equal(new Set([...first.items, ...second.items].map((row) => row.userId)).size, 4)
  assert.equal(second.next, null)
  assert.equal((await ivy.call(api.listParticipants, { params, query: { status: 'completed' } })).items.length, 0)
  const figures = await adam.call(api.participation, { params })
  assert.deepEqual([figures.active, figures.overdue, figures.completed], [4, 3, 0])

  const [ann] = people as [Person]
  const own = (await ann.call(api.myEnrollments, {})).items[0]?.id as string
  await ann.call(api.tick, { params: { id: own, contentId }, body: { status: 'completed' } })
  const record = await ann.call(api.listEvidence, {})
  const row = record.items.find((item) => item.kind === 'course_completed')
  assert.equal(
    (await tom.refused(api.listEvidence, { query: { userId: ann.id } })).status,
    404,
    'a record is for the person and who manages them',
  )
  assert.equal(
    (await adam.call(api.listEvidence, { query: { userId: ann.id } })).items.find((item) => item.id === row?.id)?.may.withdraw,
    true,
  )
  const at = { params: { id: row?.id as string } }
  assert.equal((await ivy.refused(api.withdrawEvidence, { ...at, body: { reason: 'x' } })).status, 403)
  assert.equal((await adam.refused(api.withdrawEvidence, { ...at, body: { reason: ' ' } })).status, 422)
  await adam.call(api.withdrawEvidence, { ...at, body: { reason: 'Somebody else sat the course' } })
  assert.equal((await adam.refused(api.withdrawEvidence, { ...at, body: { reason: 'Twice' } })).code, 'enrollments.withdrawn_already')
  const after = await ann.call(api.listEvidence, {})
  assert.equal(after.items.find((item) => item.id === row?.id)?.withdrawnAt, '2026-06-15T11:00:00Z')
  assert.deepEqual(
    (await ivy.call(api.assignCourse, { body: { courseId, userIds: [ann.id] } })).assigned,
    1,
    'what is withdrawn does not count',
  )

  const there = await w.tenant()
  const eve = await there.person('Eve', ['employee', 'admin'])
  for (const endpoint of [api.listParticipants, api.participation, api.myEnrollmentIn])
    assert.equal((await eve.refused(endpoint, { params })).status, 404)
  assert.equal((await eve.refused(api.assignCourse, { body: { courseId, userIds: [eve.id] } })).status, 404)
  assert.equal((await eve.refused(api.withdrawEvidence, { ...at, body: { reason: 'x' } })).status, 404)
  assert.equal((await eve.refused(api.myOutline, { params: { id: own } })).status, 404)
})

test('my courses come a page at a time, what is due first before what is due later and what is never due', async () => {
  const w = await world()
  const ivy = await w.person('Ivy', ['employee', 'instructor'])
  const ann = await w.person('Ann', ['employee'])
  for (const [code, dueAt] of [
    ['A', null],
    ['B', '2026-08-01T00:00:00Z'],
    ['C', '2026-07-01T00:00:00Z'],
    ['D', null],
    ['E', '2026-07-01T00:00:00Z'],
  ] as const) {
    const { courseId } = await published(ivy, { code, title: code })
    await ivy.call(api.assignCourse, { body: { courseId, userIds: [ann.id], dueAt } })
  }
  const titles: string[] = []
  let cursor: string | undefined
  do {
    const page = await ann.call(api.myEnrollments, { query: { limit: 2, ...(cursor ? { cursor } : {}) } })
    titles.push(...page.items.map((item) => item.title))
    cursor = page.next ?? undefined
  } while (cursor)
  assert.deepEqual([titles.slice(0, 2).sort(), titles[2], titles.slice(3).sort()], [['C', 'E'], 'B', ['A', 'D']])
  assert.equal((await ann.refused(api.myEnrollments, { query: { cursor: 'nonsense' } })).status, 422)
})
