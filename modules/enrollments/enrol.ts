import { courseFor } from '#modules/courses/index.ts'
import { countUse, featureConfigurationOf } from '#modules/tenancy/index.ts'
import { change, type Db, insert } from '#platform/db.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Session } from '#platform/module.ts'
import { assignedStays, hindranceOf, notActive } from './policy.ts'
import { completionsThatCount, latestIn, mayAssign, ownEnrollment, shown } from './queries.ts'

/** How somebody stands in a course they may know of, and what hinders them from enrolling. Throws 404. */
export async function standingIn(db: Db, who: Session, { courseId, now }: { courseId: string; now: Temporal.Instant }) {
  const [course, latest, agreed] = await Promise.all([
    courseFor(db, who, courseId),
    latestIn(db, { courseId, userId: who.userId }),
    featureConfigurationOf(db, 'learning'),
  ])
  const required = course.requires.map((one) => one.id)
  const done = required.length ? await completionsThatCount(db, { userIds: [who.userId], courseIds: required, now }) : []
  const missing = course.requires.filter((one) => !done.some((row) => row.courseId === one.id)).map((one) => one.title)
  const { status, revision, selfEnrol } = course
  const hindrance = hindranceOf({
    isPublished: status === 'published' && revision !== null,
    selfEnrol: selfEnrol && agreed.selfEnrol,
    missing,
    isActive: latest?.status === 'active',
  })
  return { revision, latest, hindrance }
}

/** Enrols somebody by their own choice. Throws 404, or 409 with what hinders it. */
export async function enrolMyself(db: Db, who: Session, { courseId, now }: { courseId: string; now: Temporal.Instant }) {
  const { revision, hindrance } = await standingIn(db, who, { courseId, now })
  if (hindrance) throw new AppError(409, hindrance.code, hindrance.message)
  const values = { userId: who.userId, courseId, revisionId: revision?.id as string, source: 'self' as const, enrolledAt: now.toString() }
  await countUse(db, { feature: 'learning', name: 'enrollments', times: 1, now })
  const { id } = await insert(db, 'enrollments.enrollments', values)
  await emit(db, 'enrollments.enrolled', { enrollmentId: id, userId: who.userId, courseId, userIds: [who.userId] })
  return shown(await ownEnrollment(db, { id, userId: who.userId }), now)
}

async function locked(db: Db, id: string) {
  const row = await db
    .selectFrom('enrollments.enrollments')
    .select(['userId', 'courseId', 'status', 'source'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) throw notFound()
  return row
}

/** Ends an enrolment that is under way: one's own choice where it was chosen, or by whoever may assign the course to this person. */
export async function withdraw(db: Db, who: Session, id: string): Promise<{ id: string; status: 'withdrawn' }> {
  const { userId, courseId, status, source } = await locked(db, id)
  const assigns = await mayAssign(db, who, { courseId, userIds: [userId] })
  if (userId !== who.userId && !assigns) throw notFound()
  if (status !== 'active') throw notActive()
  if (source === 'assigned' && !assigns) throw assignedStays()
  await change(db, 'enrollments.enrollments', { id }, { status: 'withdrawn' })
  await emit(db, 'enrollments.withdrawn', { enrollmentId: id, userId, courseId, userIds: [userId] })
  return { id, status: 'withdrawn' }
}

/** Moves a due date. Throws 404 for whom one may not assign courses to. */
export async function moveDue(db: Db, who: Session, { id, dueAt }: { id: string; dueAt: string | null }): Promise<void> {
  const { userId, courseId, status } = await locked(db, id)
  if (!(await mayAssign(db, who, { courseId, userIds: [userId] }))) throw notFound()
  if (status !== 'active') throw notActive()
  await change(db, 'enrollments.enrollments', { id }, { dueAt })
  await emit(db, 'enrollments.due_moved', { enrollmentId: id, userId, courseId, userIds: [userId] })
}
