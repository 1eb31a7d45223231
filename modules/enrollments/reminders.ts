import { cancel, notify, reschedule } from '#modules/notifications/index.ts'
import type { Db } from '#platform/db.ts'
import type { Reaction } from '#platform/module.ts'

/** A learner is reminded a week before a course is due, or a day before where there is less than a week. */
const ahead = [{ hours: 7 * 24 }, { hours: 24 }]

type About = { db: Db; payload: { enrollmentId: string }; now: Temporal.Instant }

const enrollmentOf = ({ db, payload }: About) =>
  db
    .selectFrom('enrollments.enrollments as e')
    .innerJoin('courses.catalogue as c', 'c.courseId', 'e.courseId')
    .innerJoin('directory.people as p', 'p.id', 'e.userId')
    .where('e.id', '=', payload.enrollmentId)
    .select(['e.id', 'e.userId', 'e.courseId', 'e.status', 'e.dueAt', 'c.title', 'p.timeZone'])
    .executeTakeFirstOrThrow()
type Enrollment = Awaited<ReturnType<typeof enrollmentOf>>

const reminderOf = (id: string) => `enrollment:${id}:due`
const linkTo = ({ id }: Enrollment) => `/learning/${id}`
const dayOf = (dueAt: string, timeZone: string) =>
  Temporal.Instant.from(dueAt)
    .toZonedDateTimeISO(timeZone)
    .toLocaleString('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
    .replace(',', '')

async function assigned(about: About): Promise<void> {
  const enrollment = await enrollmentOf(about)
  if (enrollment.status !== 'active') return
  const { id, userId, title, dueAt, timeZone } = enrollment
  const due = dueAt ? ` Please finish it by ${dayOf(dueAt, timeZone)}.` : ''
  await notify(about.db, {
    userIds: [userId],
    type: 'course_assigned',
    title: 'A course was assigned to you',
    message: `${title}.${due}`,
    link: linkTo(enrollment),
    dedupeKey: `enrollment:${id}:assigned`,
    subject: { type: 'enrollments.enrollments', id },
  })
  await remind(about, enrollment)
}

async function dueMoved(about: About): Promise<void> {
  await remind(about, await enrollmentOf(about))
}

async function remind({ db, now }: About, enrollment: Enrollment): Promise<void> {
  const { id, userId, title, dueAt, status, timeZone } = enrollment
  const key = reminderOf(id)
  const at =
    dueAt && ahead.map((time) => Temporal.Instant.from(dueAt).subtract(time)).find((time) => Temporal.Instant.compare(time, now) > 0)
  if (!at || status !== 'active') return cancel(db, key)
  const words = { title: 'A course is due soon', message: `${title}. Please finish it by ${dayOf(dueAt, timeZone)}.`, at }
  if (await reschedule(db, key, words)) return
  const subject = { type: 'enrollments.enrollments', id }
  await notify(db, { ...words, userIds: [userId], type: 'course_reminder', link: linkTo(enrollment), dedupeKey: key, subject })
}

const over = ({ db, payload }: About) => cancel(db, reminderOf(payload.enrollmentId))

export const reminders: readonly Reaction[] = [
  { on: 'enrollments.assigned', name: 'tell_assigned', after: assigned },
  { on: 'enrollments.due_moved', name: 'move_reminder', after: dueMoved },
  { on: 'enrollments.completed', name: 'drop_reminder', after: over },
  { on: 'enrollments.withdrawn', name: 'drop_reminder_withdrawn', after: over },
]
