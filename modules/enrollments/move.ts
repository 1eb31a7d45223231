import { changeAll, type Db, insertMany } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Session } from '#platform/module.ts'
import { earnedBy, notPublished, notYours } from './policy.ts'
import { earn } from './progress.ts'
import { scopeIn } from './queries.ts'

const portion = 500

/**
 * Lets everybody who is under way in an older revision go on with the latest. Progress and passes are carried over to the parts of
 * the same origin; new parts are open, removed ones count no more. Whoever thereby has everything completes.
 */
export async function moveToLatest(
  db: Db,
  who: Session,
  { courseId, now }: { courseId: string; now: Temporal.Instant },
): Promise<{ moved: number; completed: number }> {
  if (!(await scopeIn(db, who, courseId)).everybody) throw notYours()
  const latest = await db
    .selectFrom('courses.revision_list')
    .select(['revisionId', 'itemCount'])
    .where('courseId', '=', courseId)
    .where('status', '=', 'published')
    .executeTakeFirst()
  if (!latest) {
    const known = await db.selectFrom('courses.catalogue').select('courseId').where('courseId', '=', courseId).executeTakeFirst()
    throw known ? notPublished() : notFound()
  }
  const behind = await db
    .selectFrom('enrollments.enrollments')
    .select(['id', 'userId', 'courseId', 'revisionId', 'status', 'startDate'])
    .where('courseId', '=', courseId)
    .where('status', '=', 'active')
    .where('revisionId', '<>', latest.revisionId)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  let completed = 0
  for (let from = 0; from < behind.length; from += portion) {
    const some = behind.slice(from, from + portion)
    const earned = await carryOver(db, { ids: some.map((one) => one.id), revisionId: latest.revisionId, now })
    for (const { id } of some)
      await changeAll(db, 'enrollments.enrollments', { id }, { revisionId: latest.revisionId, earned: 0, progress: 0 })
    for (const one of some) {
      const gained = earned.get(one.id) ?? 0
      const standing = { ...one, revisionId: latest.revisionId, earned: 0, itemCount: latest.itemCount }
      if (gained > 0 && (await earn(db, standing, { gained, now })).status === 'completed') completed++
    }
  }
  if (behind.length)
    await emit(db, 'enrollments.moved', { courseId, revisionId: latest.revisionId, userIds: behind.map((one) => one.userId) })
  return { moved: behind.length, completed }
}

/** Copies progress and passes to the parts of the same origin; answers what each enrolment has earned there. */
async function carryOver(
  db: Db,
  { ids, revisionId, now }: { ids: string[]; revisionId: string; now: Temporal.Instant },
): Promise<Map<string, number>> {
  const [contents, passes] = await Promise.all([
    db
      .selectFrom('enrollments.content_progress as p')
      .innerJoin('enrollments.enrollments as e', 'e.id', 'p.enrollmentId')
      .innerJoin('courses.content_list as was', (join) =>
        join.onRef('was.contentId', '=', 'p.contentId').onRef('was.revisionId', '=', 'e.revisionId'),
      )
      .innerJoin('courses.content_list as is', (join) =>
        join.onRef('is.originId', '=', 'was.originId').on('is.revisionId', '=', revisionId),
      )
      .where((eb) => eb('p.enrollmentId', '=', eb.fn.any(eb.val(ids))))
      .select([
        'p.enrollmentId',
        'is.contentId',
        'is.visible',
        'p.status',
        'p.progress',
        'p.timeSpentMins',
        'p.position',
        'p.lastAccessed',
        'p.completedAt',
      ])
      .execute(),
    db
      .selectFrom('enrollments.unit_passes as p')
      .innerJoin('enrollments.enrollments as e', 'e.id', 'p.enrollmentId')
      .innerJoin('courses.unit_list as was', (join) =>
        join.onRef('was.unitId', '=', 'p.unitId').onRef('was.revisionId', '=', 'e.revisionId'),
      )
      .innerJoin('courses.unit_list as is', (join) => join.onRef('is.originId', '=', 'was.originId').on('is.revisionId', '=', revisionId))
      .where((eb) => eb('p.enrollmentId', '=', eb.fn.any(eb.val(ids))))
      .select(['p.enrollmentId', 'is.unitId', 'is.visible', 'is.requiresPass', 'p.attemptId', 'p.passedAt'])
      .execute(),
  ])
  const updatedAt = now.toString()
  for (let from = 0; from < contents.length; from += 1000)
    await insertMany(
      db,
      'enrollments.content_progress',
      contents.slice(from, from + 1000).map(({ visible, ...row }) => ({ ...row, updatedAt })),
    )
  for (let from = 0; from < passes.length; from += 1000)
    await insertMany(
      db,
      'enrollments.unit_passes',
      passes.slice(from, from + 1000).map(({ visible, requiresPass, ...row }) => row),
    )
  const contentsOf = Map.groupBy(
    contents.filter((row) => row.visible),
    (row) => row.enrollmentId,
  )
  const passesOf = Map.groupBy(
    passes.filter((row) => row.visible && row.requiresPass),
    (row) => row.enrollmentId,
  )
  return new Map(ids.map((id) => [id, earnedBy(contentsOf.get(id) ?? [], passesOf.get(id)?.length ?? 0)]))
}
