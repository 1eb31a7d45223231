import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as courses from '#modules/courses/contract.ts'
import * as enrollments from '#modules/enrollments/contract.ts'
import { listNotifications } from '#modules/notifications/contract.ts'
import { type Person, world } from '../../tests/world.ts'
import * as api from './contract.ts'

// It is Monday 15 June 2026, ten in the morning in London.
const w = await world('2026-06-15T09:00:00Z')
// A year passes in these stories: longer than a trial.
await w.owner.query("update tenancy.tenants set status = 'active', trial_ends_at = null")
const ivy = await w.person('Ivy', ['employee', 'instructor'])
const told = async (person: { id: string }) => (await (await w.signIn(person)).call(listNotifications, {})).items
const titles = async (person: { id: string }) => (await told(person)).map((one) => one.title)

async function published(code: string) {
  const teacher = await w.signIn(ivy)
  const course = await teacher.call(courses.createCourse, { body: { code, title: `Course ${code}`, validityMonths: 12 } })
  const params = { id: course.draftId as string }
  const module = await teacher.call(courses.addModule, { params, body: { title: 'M' } })
  const unit = await teacher.call(courses.addUnit, { params: { id: module.id }, body: { title: 'U' } })
  const content = { type: 'rich_text', title: 'C', html: '<p>x</p>' } as const
  const { id: contentId } = await teacher.call(courses.addContent, { params: { id: unit.id }, body: content })
  await teacher.call(courses.publishRevision, { params })
  return { courseId: course.id, contentId }
}
const assign = async (courseId: string, person: Person, dueAt: string | null) => {
  const body = { courseId, userIds: [person.id], dueAt, again: true }
  await (await w.signIn(w.administrator)).call(enrollments.assignCourse, { body })
  await w.runJobs()
}
const finish = async (person: Person, courseId: string, contentId: string) => {
  const as = await w.signIn(person)
  const { enrollment } = await as.call(enrollments.myEnrollmentIn, { params: { id: courseId } })
  const id = enrollment?.id as string
  await as.call(enrollments.tick, { params: { id, contentId }, body: { status: 'completed' } })
  await w.runJobs()
}

test('whoever is assigned a course is told, and reminded a week before it is due', async () => {
  const ann = await w.person('Ann', ['employee', 'learner'])
  const { courseId } = await published('NOISE')
  await assign(courseId, ann, '2026-07-10T16:00:00Z')
  const [first] = await told(ann)
  assert.equal(first?.title, 'A course was assigned to you')
  assert.equal(first?.message, 'Course NOISE. Please finish it by Friday 10 July 2026.')
  w.clock.set('2026-07-02T16:00:00Z')
  await w.runJobs()
  assert.equal((await told(ann)).length, 1)
  w.clock.set('2026-07-03T16:00:00Z')
  await w.runJobs()
  assert.deepEqual(await titles(ann), ['A course is due soon', 'A course was assigned to you'])
})

test('a moved due date moves the reminder, a finished course needs none', async () => {
  w.clock.set('2026-08-03T09:00:00Z')
  const [ben, cleo] = [await w.person('Ben', ['employee', 'learner']), await w.person('Cleo', ['employee', 'learner'])]
  const { courseId, contentId } = await published('FIRE')
  await assign(courseId, ben, '2026-08-20T16:00:00Z')
  await assign(courseId, cleo, '2026-08-20T16:00:00Z')
  await assign(courseId, ben, '2026-08-31T16:00:00Z')
  await finish(cleo, courseId, contentId)
  w.clock.set('2026-08-14T09:00:00Z')
  await w.runJobs()
  assert.deepEqual(await titles(ben), ['A course was assigned to you'])
  assert.deepEqual(await titles(cleo), ['You have a new certificate', 'A course was assigned to you'])
  w.clock.set('2026-08-24T16:00:00Z')
  await w.runJobs()
  assert.equal((await told(ben))[0]?.message, 'Course FIRE. Please finish it by Monday 31 August 2026.')
})

test('a holder is told of a certificate, and 30 days before it expires unless there is a newer one', async () => {
  w.clock.set('2026-09-01T09:00:00Z')
  const [dora, eli, fay] = [await w.person('Dora', ['learner']), await w.person('Eli', ['learner']), await w.person('Fay', ['learner'])]
  const { courseId, contentId } = await published('FIRST-AID')
  for (const person of [dora, eli, fay]) {
    await assign(courseId, person, null)
    await finish(person, courseId, contentId)
  }
  const [issued] = await told(dora)
  assert.equal(issued?.title, 'You have a new certificate')
  w.clock.set('2027-06-01T09:00:00Z')
  await assign(courseId, eli, null)
  await finish(eli, courseId, contentId)
  const [held] = (await (await w.signIn(fay)).call(api.myCertificates, {})).items
  const admin = await w.signIn(w.administrator)
  await admin.call(api.revokeCertificate, { params: { id: held?.id as string }, body: { reason: 'Issued in error' } })
  await w.runJobs()
  w.clock.set('2027-08-03T09:00:00Z')
  await w.runJobs()
  const [expiring] = await told(dora)
  assert.equal(expiring?.title, 'A certificate expires soon')
  assert.match(expiring?.message ?? '', /^Course FIRST-AID counts until \d+ \w+ 2027\. /)
  assert.equal(expiring?.link, issued?.link)
  assert.ok(!(await titles(eli)).includes('A certificate expires soon'))
  assert.ok(!(await titles(fay)).includes('A certificate expires soon'))
})
