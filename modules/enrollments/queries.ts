import { sql } from 'kysely'
import { teaches } from '#modules/courses/index.ts'
import { departmentsHeadedBy, departmentsReached } from '#modules/directory/index.ts'
import { compiled, type Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import type { Session } from '#platform/module.ts'
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

/** Over whom somebody has a say: everybody, or the people of these departments (those they head, and below). */
export type Scope = { everybody: true } | { everybody: false; departmentIds: string[] }

/** Over whom somebody has a say in whatever course: those whom a right to manage all learning reaches, and people of departments they head. */
export async function scopeOf(db: Db, who: Session): Promise<Scope> {
  const [managed, headed] = await Promise.all([departmentsReached(db, who, 'enrollments:manage'), departmentsHeadedBy(db, who.userId)])
  return managed === null ? { everybody: true } : { everybody: false, departmentIds: [...new Set([...managed, ...headed])] }
}

/** The same in a course: everybody for its teachers too. */
export async function scopeIn(db: Db, who: Session, courseId: string): Promise<Scope> {
  const scope = await scopeOf(db, who)
  return scope.everybody || (await teaches(db, who, courseId)) ? { everybody: true } : scope
}

/** Which of these people somebody has a say over; removed people never. */
export async function within(db: Db, scope: Scope, userIds: readonly string[]): Promise<string[]> {
  if (userIds.length === 0) return []
  let query = db.selectFrom('directory.people').select('id').where('removedAt', 'is', null).where('isActive', '=', true)
  query = query.where((eb) => eb('id', '=', eb.fn.any(eb.val(userIds))))
  if (!scope.everybody) query = query.where((eb) => eb('deptId', '=', eb.fn.any(eb.val(scope.departmentIds))))
  return (await query.execute()).map((row) => row.id)
}

type Meant = { courseId: string; userIds: readonly string[] }
/** May somebody assign this course to these people? */
export async function mayAssign(db: Db, who: Session, { courseId, userIds }: Meant): Promise<boolean> {
  if (!who.permissions.has('enrollments:assign')) return false
  const scope = await scopeIn(db, who, courseId)
  return (await within(db, scope, userIds)).length === new Set(userIds).size
}

/** May somebody see the learning of this person as such, in whatever course: their own, or of people they manage? */
export async function mayRead(db: Db, who: Session, userId: string): Promise<boolean> {
  if (userId === who.userId) return true
  if (!who.permissions.has('enrollments:read') && !who.permissions.has('enrollments:manage')) return false
  const scope = await scopeOf(db, who)
  return scope.everybody || (await within(db, scope, [userId])).length === 1
}

/** May somebody withdraw completions of this person? */
export async function mayManage(db: Db, who: Session, userId: string): Promise<boolean> {
  const managed = await departmentsReached(db, who, 'enrollments:manage')
  return managed === null || (await within(db, { everybody: false, departmentIds: managed }, [userId])).length === 1
}
