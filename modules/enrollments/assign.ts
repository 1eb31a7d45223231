import { sql } from 'kysely'
import { countUse } from '#modules/tenancy/index.ts'
import { before, compiledWrite, type Db, insertMany } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Session } from '#platform/module.ts'
import { notPublished, notYourPeople, notYours } from './policy.ts'
import { completionsThatCount, type Scope, scopeIn, within } from './queries.ts'

type Wanted = {
  courseId: string
  userIds: string[]
  departmentId: string | null
  dueAt: string | null
  again: boolean
  now: Temporal.Instant
}

/**
 * Assigns a course to people and to everybody in a department. Who takes it already keeps their progress and gets the due date;
 * who has a completion that counts is left in peace unless `again`. Throws 422 where one of them is not theirs to assign to.
 */
export async function assignCourse(
  db: Db,
  who: Session,
  wanted: Wanted,
): Promise<{ assigned: number; hadAlready: number; countsStill: number }> {
  const { courseId, dueAt, again, now } = wanted
  const course = await db
    .selectFrom('courses.catalogue')
    .select(['status', 'revisionId'])
    .where('courseId', '=', courseId)
    .executeTakeFirst()
  if (!course || course.status === 'draft') throw notFound()
  if (course.status !== 'published' || !course.revisionId) throw notPublished()
  const revisionId = course.revisionId
  const people = await peopleOf(db, await scopeIn(db, who, courseId), wanted)
  const active = new Set(await activeAmong(db, courseId, people))
  const fresh = people.filter((id) => !active.has(id))
  const counting = again ? [] : await completionsThatCount(db, { userIds: fresh, courseIds: [courseId], now })
  const still = new Set(counting.map((row) => row.userId))
  const assigned = fresh.filter((id) => !still.has(id))
  const common = { courseId, revisionId, source: 'assigned' as const, enrolledAt: now.toString(), dueAt, assignedBy: who.userId }
  if (assigned.length) await countUse(db, { feature: 'learning', name: 'enrollments', times: assigned.length, now })
  for (let from = 0; from < assigned.length; from += 1000) {
    const rows = assigned.slice(from, from + 1000).map((userId) => ({ ...common, userId }))
    for (const { id, userId } of await insertMany(db, 'enrollments.enrollments', rows))
      await emit(db, 'enrollments.assigned', { enrollmentId: id, userId, courseId, userIds: [userId] })
  }
  if (active.size && dueAt) {
    const moved = await setDue(db, { courseId, userIds: [...active], dueAt, now: now.toString() })
    for (const { id, userId } of moved) await emit(db, 'enrollments.due_moved', { enrollmentId: id, userId, courseId, userIds: [userId] })
  }
  return { assigned: assigned.length, hadAlready: active.size, countsStill: still.size }
}

/** The people meant, each once. Throws 403 for whoever has nobody to assign to, 422 where a named person is not theirs. */
async function peopleOf(db: Db, scope: Scope, { userIds, departmentId }: Wanted): Promise<string[]> {
  if (!scope.everybody && scope.departmentIds.length === 0) throw notYours()
  const named = await within(db, scope, userIds)
  if (named.length !== new Set(userIds).size) throw notYourPeople()
  if (departmentId === null) return named
  if (!scope.everybody && !scope.departmentIds.includes(departmentId)) throw notYourPeople()
  const there = await db
    .withRecursive('below', (with_) =>
      with_
        .selectFrom('directory.department_list as d')
        .select('d.id')
        .where('d.id', '=', departmentId)
        .union((union) =>
          union.selectFrom('directory.department_list as child').innerJoin('below', 'below.id', 'child.parentId').select('child.id'),
        ),
    )
    .selectFrom('directory.people as p')
    .innerJoin('below', 'below.id', 'p.deptId')
    .where('p.isActive', '=', true)
    .where('p.removedAt', 'is', null)
    .select('p.id')
    .execute()
  return [...new Set([...named, ...there.map((row) => row.id)])]
}

async function activeAmong(db: Db, courseId: string, userIds: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('enrollments.enrollments')
    .select('userId')
    .where('courseId', '=', courseId)
    .where('status', '=', 'active')
    .where((eb) => eb('userId', '=', eb.fn.any(eb.val(userIds))))
    .execute()
  return rows.map((row) => row.userId)
}

const setDue = compiledWrite(
  'enrollments.set_due',
  'enrollments.enrollments',
  ['dueAt'],
  (db, p: { courseId: string; userIds: readonly string[]; dueAt: string; now: string }) =>
    db
      .updateTable('enrollments.enrollments')
      .set({ dueAt: p.dueAt, updatedAt: p.now })
      .where('courseId', '=', p.courseId)
      .where('status', '=', 'active')
      .where((eb) => eb('userId', '=', eb.fn.any(eb.val(p.userIds))))
      .where('dueAt', 'is distinct from', sql<string>`${p.dueAt}::timestamptz`)
      .returningAll()
      .returning(before),
)
