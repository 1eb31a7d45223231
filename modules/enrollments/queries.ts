import { sql } from 'kysely'
import { compiled, type Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import type { Enrollment } from './contract.ts'
import { dueState } from './policy.ts'

const enrollments = (db: Db) =>
  db
    .selectFrom('enrollments.enrollments as e')
    .innerJoin('courses.course_list as c', 'c.courseId', 'e.courseId')
    .innerJoin('courses.revision_list as r', 'r.revisionId', 'e.revisionId')
    .select(['e.id', 'e.userId', 'e.courseId', 'e.revisionId', 'e.status', 'e.source', 'e.progress', 'e.enrolledAt', 'e.startDate'])
    .select(['e.completionDate', 'e.dueAt', 'c.code', 'r.title', 'c.category', 'c.durationHours'])

type Line = Omit<Enrollment, 'due' | 'may' | 'title'> & { userId: string; title: string | null }
/** An enrolment as its owner sees it. */
export function shown({ userId, ...line }: Line, now: Temporal.Instant): Enrollment {
  const active = line.status === 'active'
  return {
    ...line,
    title: line.title ?? '',
    due: dueState(line.dueAt, line.status, now),
    may: { learn: active || line.status === 'completed', withdraw: active && line.source === 'self' },
  }
}

type ListOf = { userId: string; after: string | null; id: string | null; limit: number }
const open = compiled('enrollments.open', (db, { userId, after, id, limit }: ListOf) => {
  const due = sql<string>`coalesce(e.due_at, 'infinity')`
  return enrollments(db)
    .where('e.userId', '=', userId)
    .where('e.status', '=', 'active')
    .where((eb) =>
      eb.or([
        eb(sql`${after}::timestamptz`, 'is', null),
        eb(due, '>', sql<string>`${after}::timestamptz`),
        eb.and([eb(due, '=', sql<string>`${after}::timestamptz`), eb('e.id', '>', id)]),
      ]),
    )
    .select(due.as('key'))
    .orderBy(due)
    .orderBy('e.id')
    .limit(limit)
})
const finished = compiled('enrollments.finished', (db, { userId, after, id, limit }: ListOf) =>
  enrollments(db)
    .where('e.userId', '=', userId)
    .where('e.status', 'in', ['completed', 'withdrawn', 'expired'])
    .where((eb) =>
      eb.or([
        eb(sql`${after}::timestamptz`, 'is', null),
        eb('e.updatedAt', '<', after),
        eb.and([eb('e.updatedAt', '=', after), eb('e.id', '<', id)]),
      ]),
    )
    .select('e.updatedAt as key')
    .orderBy('e.updatedAt', 'desc')
    .orderBy('e.id', 'desc')
    .limit(limit),
)
/** A person's courses: open ones by what is due first, finished ones by the latest. One more than `limit`. */
export const coursesOf = (db: Db, state: 'open' | 'finished', of: ListOf) => (state === 'open' ? open : finished)(db, of)

const one = compiled('enrollments.one', (db, { id, userId }: { id: string; userId: string }) =>
  enrollments(db).where('e.id', '=', id).where('e.userId', '=', userId),
)
/** One's own enrolment. Throws 404 for anybody else's. */
export async function ownEnrollment(db: Db, of: { id: string; userId: string }): Promise<Line> {
  const [line] = await one(db, of)
  if (!line) throw notFound()
  return line
}

const latest = compiled('enrollments.latest', (db, { courseId, userId }: { courseId: string; userId: string }) =>
  enrollments(db)
    .where('e.courseId', '=', courseId)
    .where('e.userId', '=', userId)
    .orderBy('e.enrolledAt', 'desc')
    .orderBy('e.id', 'desc')
    .limit(1),
)
/** A person's latest enrolment in a course: an active one is always the latest. */
export async function latestIn(db: Db, of: { courseId: string; userId: string }): Promise<Line | undefined> {
  const [line] = await latest(db, of)
  return line
}

const counting = compiled('enrollments.counting', (db, of: { userIds: readonly string[]; courseIds: readonly string[]; now: string }) =>
  db
    .selectFrom('enrollments.evidence as e')
    .where((eb) => eb('e.userId', '=', eb.fn.any(eb.val(of.userIds))))
    .where((eb) => eb('e.courseId', '=', eb.fn.any(eb.val(of.courseIds))))
    .where('e.kind', 'in', ['course_completed', 'external_recorded'])
    .where('e.effectiveAt', '<=', of.now)
    .where((eb) => eb.or([eb('e.expiresAt', 'is', null), eb('e.expiresAt', '>', of.now)]))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('enrollments.evidence as w')
            .select('w.id')
            .whereRef('w.withdrawsId', '=', 'e.id')
            .where('w.effectiveAt', '<=', of.now),
        ),
      ),
    )
    .select(['e.userId', 'e.courseId']),
)
/** Which of these people have a completion of which of these courses that counts at `now`. */
export const completionsThatCount = (db: Db, of: { userIds: readonly string[]; courseIds: readonly string[]; now: Temporal.Instant }) =>
  counting(db, { ...of, now: of.now.toString() })
