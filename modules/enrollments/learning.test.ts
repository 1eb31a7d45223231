import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as courses from '#modules/courses/contract.ts'
import { setFeature } from '#modules/tenancy/index.ts'
import { type Person, type World, world } from '../../tests/world.ts'
import * as api from './contract.ts'

type Parts = { courseId: string; revisionId: string; moduleIds: string[]; unitIds: string[]; contentIds: string[] }
/** A published course of one module per number, with as many texts. */
async function courseOf(teacher: Person, code: string, sizes: number[], more: object = {}): Promise<Parts> {
  const course = await teacher.call(courses.createCourse, { body: { code, title: `Course ${code}`, selfEnrol: true, ...more } })
  const params = { id: course.draftId as string }
  const parts: Parts = { courseId: course.id, revisionId: params.id, moduleIds: [], unitIds: [], contentIds: [] }
  for (const [index, size] of sizes.entries()) {
    const module = await teacher.call(courses.addModule, { params, body: { title: `Module ${index + 1}` } })
    const unit = await teacher.call(courses.addUnit, { params: { id: module.id }, body: { title: `Unit ${index + 1}` } })
    parts.moduleIds.push(module.id)
    parts.unitIds.push(unit.id)
    for (let text = 1; text <= size; text++) {
      const body = { type: 'rich_text' as const, title: `Text ${index + 1}.${text}`, html: '<p>Read.</p>' }
      parts.contentIds.push((await teacher.call(courses.addContent, { params: { id: unit.id }, body })).id)
    }
  }
  await teacher.call(courses.publishRevision, { params })
  return parts
}
const completions = async (w: World) =>
  (await w.owner.query("select * from enrollments.evidence where kind = 'course_completed' order by recorded_at, id")).rows

test('somebody enrols, ticks everything off, and has a completion that outlives course, enrolment and person', async () => {
  const w = await world()
  const ivy = await w.person('Ivy', ['employee', 'instructor'])
  const ann = await w.person('Ann', ['employee'])
  const bob = await w.person('Bob', ['employee'])
  const { courseId, contentIds } = await courseOf(ivy, 'DSE', [2, 1], { validityMonths: 12, category: 'Health' })
  const [first, second, third] = contentIds as [string, string, string]

  assert.deepEqual(await ann.call(api.myEnrollmentIn, { params: { id: courseId } }), { enrollment: null, hindrance: null })
  const { id } = await ann.call(api.enrol, { body: { courseId } })
  assert.equal((await ann.refused(api.enrol, { body: { courseId } })).code, 'enrollments.already_enrolled')
  const outline = await ann.call(api.myOutline, { params: { id } })
  assert.deepEqual(outline.resumeAt?.contentId, first)
  assert.deepEqual(
    outline.modules.map((module) => module.units[0]?.contents.length),
    [2, 1],
  )
  for (const endpoint of [api.myOutline, api.withdraw]) assert.equal((await bob.refused(endpoint, { params: { id } })).status, 404)
  for (const params of [{ id, contentId: first }]) {
    assert.equal((await bob.refused(api.myContent, { params })).status, 404)
    assert.equal((await bob.refused(api.tick, { params, body: { status: 'completed' } })).status, 404)
  }

  const at = (contentId: string) => ({ params: { id, contentId } })
  const read = await ann.call(api.tick, {
    ...at(first),
    body: { status: 'in_progress', progress: 40, position: { scroll: 0.4 }, timeSpentMins: 1.5 },
  })
  assert.deepEqual(read.enrollment, { id, status: 'active', progress: 13.33 })
  assert.deepEqual(
    (await ann.call(api.tick, { ...at(first), body: { status: 'in_progress', progress: 20, timeSpentMins: 1 } })).content.progress,
    40,
  )
  const seen = await ann.call(api.myContent, at(first))
  assert.deepEqual([seen.status, seen.position, seen.timeSpentMins, seen.html], ['in_progress', { scroll: 0.4 }, 1.5, '<p>Read.</p>'])

  w.clock.pass({ hours: 1 })
  await ann.call(api.tick, { ...at(first), body: { status: 'completed' } })
  const replay = await ann.call(api.tick, { ...at(first), body: { status: 'in_progress', progress: 10 } })
  assert.deepEqual(replay.content.status, 'completed', 'a late message does not undo')
  await ann.call(api.tick, { ...at(second), body: { status: 'completed' } })
  assert.equal((await ann.call(api.myOutline, { params: { id } })).enrollment.progress, 66.66)
  assert.deepEqual(await completions(w), [])
  const last = await ann.call(api.tick, { ...at(third), body: { status: 'completed' } })
  assert.deepEqual(last.enrollment, { id, status: 'completed', progress: 100 })
  await ann.call(api.tick, { ...at(third), body: { status: 'completed', position: { scroll: 1 } } })

  const [row, ...others] = await completions(w)
  assert.deepEqual(others, [])
  assert.deepEqual(
    [row.kind, row.user_name, row.course_code, row.course_title, row.revision_number, row.expires_at],
    ['course_completed', 'Ann Example', 'DSE', 'Course DSE', 1, '2027-06-15T10:00:00Z'],
  )
  const { items } = await ann.call(api.listEvidence, {})
  assert.deepEqual(
    items.filter((item) => item.kind === 'course_completed').map((item) => [item.courseCode, item.may.withdraw]),
    [['DSE', false]],
  )
  assert.deepEqual((await ann.call(api.myEnrollments, {})).items, [])
  assert.deepEqual(
    (await ann.call(api.myEnrollments, { query: { state: 'finished' } })).items.map((item) => item.status),
    ['completed'],
  )

  await w.owner.query('truncate courses.courses, directory.users cascade')
  assert.deepEqual(await completions(w), [row], 'the ledger keeps its own copies')
  await assert.rejects(
    w.inTenant((db) => db.deleteFrom('enrollments.evidence').execute()),
    /permission denied/,
  )
})

test('bad input changes nothing and says what is wrong', async () => {
  const w = await world()
  const ivy = await w.person('Ivy', ['employee', 'instructor'])
  const { courseId, contentIds } = await courseOf(ivy, 'X', [1])
  const other = await courseOf(ivy, 'Y', [1])
  const { id } = await ivy.call(api.enrol, { body: { courseId } })
  const params = { id, contentId: contentIds[0] as string }
  for (const body of [
    {},
    { status: 'done' },
    { status: 'in_progress', progress: 101 },
    { status: 'in_progress', timeSpentMins: -1 },
    { status: 'in_progress', position: { scroll: 2 } },
  ])
    assert.equal((await ivy.refused(api.tick, { params, body })).status, 422)
  const foreign = { id, contentId: other.contentIds[0] as string }
  assert.equal((await ivy.refused(api.tick, { params: foreign, body: { status: 'completed' } })).status, 404)
  assert.equal((await ivy.refused(api.myContent, { params: foreign })).status, 404)
  const outline = await ivy.call(api.myOutline, { params: { id } })
  assert.equal(outline.enrollment.progress, 0)
})

test('a module waits for those before it, and a course for the courses before it', async () => {
  const w = await world()
  const ivy = await w.person('Ivy', ['employee', 'instructor'])
  const ann = await w.person('Ann', ['employee'])
  const basic = await courseOf(ivy, 'BASIC', [1])
  const course = await ivy.call(courses.createCourse, {
    body: { code: 'ADV', title: 'Advanced', selfEnrol: true, prerequisites: [basic.courseId] },
  })
  const draft = { params: { id: course.draftId as string } }
  const ids: string[] = []
  for (const title of ['One', 'Two']) {
    const module = await ivy.call(courses.addModule, { ...draft, body: { title } })
    const unit = await ivy.call(courses.addUnit, { params: { id: module.id }, body: { title } })
    const content = await ivy.call(courses.addContent, { params: { id: unit.id }, body: { type: 'rich_text', title, html: '<p>x</p>' } })
    ids.push(module.id, content.id)
  }
  const [one, first, two, second] = ids as [string, string, string, string]
  await ivy.call(courses.requireModules, { params: { id: two }, body: { requires: [{ moduleId: one, requirement: 'passed' }] } })
  await ivy.call(courses.publishRevision, draft)

  const body = { courseId: course.id }
  const { hindrance } = await ann.call(api.myEnrollmentIn, { params: { id: course.id } })
  assert.equal(hindrance?.message, 'Complete “Course BASIC” first.')
  assert.equal((await ann.refused(api.enrol, { body })).code, 'enrollments.prerequisites')
  const before = await ann.call(api.enrol, { body: { courseId: basic.courseId } })
  await ann.call(api.tick, { params: { id: before.id, contentId: basic.contentIds[0] as string }, body: { status: 'completed' } })
  const { id } = await ann.call(api.enrol, { body })

  const waiting = await ann.refused(api.myContent, { params: { id, contentId: second } })
  assert.deepEqual([waiting.status, waiting.title], [409, 'Finish “One” first.'])
  assert.equal(
    (await ann.refused(api.tick, { params: { id, contentId: second }, body: { status: 'completed' } })).code,
    'enrollments.module_waits',
  )
  assert.deepEqual(
    (await ann.call(api.myOutline, { params: { id } })).modules.map((module) => module.waitsFor),
    [[], ['One']],
  )
  await ann.call(api.tick, { params: { id, contentId: first }, body: { status: 'completed' } })
  await ann.call(api.tick, { params: { id, contentId: second }, body: { status: 'completed' } })
  assert.equal((await ann.call(api.myOutline, { params: { id } })).enrollment.status, 'completed')

  await w.inTenant((db) => setFeature(db, { key: 'learning', isEnabled: true, configuration: { selfEnrol: false } }))
  assert.equal((await ann.call(api.myEnrollmentIn, { params: { id: course.id } })).hindrance?.code, 'enrollments.assigned_only')
  assert.equal(
    (await ann.refused(api.enrol, { body })).code,
    'enrollments.assigned_only',
    'where that is agreed for the whole organisation',
  )
})

test('people stay on their revision until the instructor moves them, and keep what they did in unchanged parts', async () => {
  const w = await world()
  const ivy = await w.person('Ivy', ['employee', 'instructor'])
  const ann = await w.person('Ann', ['employee'])
  const bob = await w.person('Bob', ['employee'])
  const { courseId, contentIds } = await courseOf(ivy, 'X', [2, 1])
  const mine = await ann.call(api.enrol, { body: { courseId } })
  const his = await bob.call(api.enrol, { body: { courseId } })
  await ann.call(api.tick, { params: { id: mine.id, contentId: contentIds[0] as string }, body: { status: 'completed' } })
  for (const contentId of contentIds.slice(0, 2))
    await bob.call(api.tick, { params: { id: his.id, contentId }, body: { status: 'completed' } })

  const draft = await ivy.call(courses.startDraft, { params: { id: courseId } })
  await ivy.call(courses.removeModule, { params: { id: draft.modules[1]?.id as string } })
  await ivy.call(courses.changeModule, { params: { id: draft.modules[0]?.id as string }, body: { title: 'Anew' } })
  await ivy.call(courses.publishRevision, { params: { id: draft.id } })
  assert.equal((await ann.call(api.myOutline, { params: { id: mine.id } })).modules[0]?.title, 'Module 1', 'still the revision begun')
  assert.deepEqual(await ivy.call(api.participation, { params: { id: courseId } }), {
    active: 2,
    completed: 0,
    overdue: 0,
    onOlderRevision: 2,
    may: { assign: true, move: true },
  })
  assert.equal((await ann.refused(api.moveToLatest, { params: { id: courseId } })).status, 403)
  assert.deepEqual(await ivy.call(api.moveToLatest, { params: { id: courseId } }), { moved: 2, completed: 1 })
  const after = await ann.call(api.myOutline, { params: { id: mine.id } })
  assert.deepEqual([after.modules.length, after.modules[0]?.title, after.enrollment.progress], [1, 'Anew', 50])
  assert.deepEqual(
    after.modules[0]?.units[0]?.contents.map((content) => content.status),
    ['completed', 'not_started'],
  )
  const [row] = await completions(w)
  assert.deepEqual([row.user_name, row.revision_number], ['Bob Example', 2])
  assert.deepEqual(await ivy.call(api.moveToLatest, { params: { id: courseId } }), { moved: 0, completed: 0 })
})
