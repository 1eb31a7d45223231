import type { z } from 'zod'
import { change, type Db, insert } from '#platform/db.ts'
import { invalid, notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Session } from '#platform/module.ts'
import type { NewCourse } from './contract.ts'
import { archived, circular, lastInstructor, mayWrite, notTaught } from './policy.ts'

type Fields = z.output<typeof NewCourse>
type By = { by: string; now: Temporal.Instant }

/** A new course with an empty first draft; whoever begins it teaches it. */
export async function createCourse(db: Db, { by, now, ...fields }: Fields & By): Promise<{ id: string; draftId: string }> {
  await refuseCircle(db, undefined, fields.prerequisites)
  const course = await insert(db, 'courses.courses', { ...fields, createdBy: by, updatedBy: by })
  const draft = await insert(db, 'courses.course_revisions', { courseId: course.id, number: 1, title: course.title, createdBy: by })
  await insert(db, 'courses.course_instructors', { courseId: course.id, userId: by, role: 'lead', assignedAt: now.toString() })
  return { id: course.id, draftId: draft.id }
}

/** Refuses whoever may not change this course: 404 where they may not know of it, 403 where they do not teach it. */
export async function writable(db: Db, who: Session, courseId: string): Promise<{ status: string }> {
  const row = await db
    .selectFrom('courses.courses as c')
    .leftJoin('courses.course_instructors as i', (join) =>
      join.onRef('i.courseId', '=', 'c.id').on('i.userId', '=', who.userId).on('i.removedAt', 'is', null),
    )
    .select(['c.status', 'i.id as teaching'])
    .where('c.id', '=', courseId)
    .forNoKeyUpdate('c')
    .executeTakeFirst()
  if (!row) throw notFound()
  if (!mayWrite(who, row.teaching !== null)) throw row.status === 'published' ? notTaught() : notFound()
  return row
}

/** Changes what is said about a course. What learners of a published revision read as its title stays as published. */
export async function changeCourse(
  db: Db,
  who: Session,
  { id, version, fields }: { id: string; version: number | undefined; fields: Partial<Fields> },
): Promise<void> {
  if ((await writable(db, who, id)).status === 'archived') throw archived()
  await refuseCircle(db, id, fields.prerequisites)
  await change(db, 'courses.courses', { id, ...(version === undefined ? {} : { version }) }, { ...fields, updatedBy: who.userId })
  await emit(db, 'courses.changed', { courseId: id })
}

/** Prerequisites must exist, and no course may, through others, require itself. */
async function refuseCircle(db: Db, id: string | undefined, prerequisites: readonly string[] | undefined): Promise<void> {
  if (!prerequisites?.length) return
  const rows = await db.selectFrom('courses.courses').select(['id', 'prerequisites']).execute()
  const requires = new Map(rows.map((row) => [row.id, row.prerequisites as string[]]))
  if (prerequisites.some((one) => !requires.has(one))) throw invalid('prerequisites', 'One of these courses does not exist.')
  if (id !== undefined && circular(requires.set(id, [...prerequisites]), id))
    throw invalid('prerequisites', 'These courses would require each other.')
}

/** Takes a course out of the catalogue, or offers it again. */
export async function archiveCourse(db: Db, who: Session, { id, now, restore }: { id: string; now: Temporal.Instant; restore: boolean }) {
  const { status } = await writable(db, who, id)
  if ((status === 'archived') !== restore) return
  const published = await db
    .selectFrom('courses.course_revisions')
    .select('id')
    .where('courseId', '=', id)
    .where('status', '=', 'published')
    .executeTakeFirst()
  const back = published ? 'published' : 'draft'
  await change(
    db,
    'courses.courses',
    { id },
    { status: restore ? back : 'archived', archivedAt: restore ? null : now.toString(), updatedBy: who.userId },
  )
  await emit(db, 'courses.changed', { courseId: id })
}

/** Lets somebody teach a course; who teaches it already gets the new role. */
export async function addInstructor(
  db: Db,
  who: Session,
  given: { courseId: string; userId: string; role: 'lead' | 'instructor' | 'assistant'; now: Temporal.Instant },
): Promise<void> {
  const { courseId, userId, role } = given
  await writable(db, who, courseId)
  const person = await db
    .selectFrom('directory.people')
    .select('id')
    .where('id', '=', userId)
    .where('isActive', '=', true)
    .executeTakeFirst()
  if (!person) throw invalid('userId', 'This person does not exist or has left.')
  const teaching = await db
    .selectFrom('courses.course_instructors')
    .select('id')
    .where('courseId', '=', courseId)
    .where('userId', '=', userId)
    .where('removedAt', 'is', null)
    .executeTakeFirst()
  if (teaching) await change(db, 'courses.course_instructors', { id: teaching.id }, { role })
  else await insert(db, 'courses.course_instructors', { courseId, userId, role, assignedAt: given.now.toString() })
}

/** Ends somebody's teaching; the last person stays. */
export async function removeInstructor(
  db: Db,
  who: Session,
  { courseId, userId, now }: { courseId: string; userId: string; now: Temporal.Instant },
): Promise<void> {
  await writable(db, who, courseId)
  const all = await db
    .selectFrom('courses.course_instructors')
    .select('userId')
    .where('courseId', '=', courseId)
    .where('removedAt', 'is', null)
    .execute()
  if (!all.some((one) => one.userId === userId)) throw notFound()
  if (all.length === 1) throw lastInstructor()
  await change(db, 'courses.course_instructors', { courseId, userId, removedAt: null }, { removedAt: now.toString() })
}

/** May this person act as a teacher of this course: because they teach it, or may change every course? */
export async function teaches(db: Db, who: Session, courseId: string): Promise<boolean> {
  const row = await db
    .selectFrom('courses.course_instructors')
    .select('id')
    .where('courseId', '=', courseId)
    .where('userId', '=', who.userId)
    .where('removedAt', 'is', null)
    .executeTakeFirst()
  return mayWrite(who, row !== undefined)
}
