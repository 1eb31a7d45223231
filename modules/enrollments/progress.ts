import { before, compiled, compiledWrite, type Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { type NewEvidence, writeEvidence } from './evidence.ts'
import { gateOf, refuseWaiting } from './learning.ts'
import { differs, type ItemProgress, isComplete, merged, notActive, percentOf } from './policy.ts'

type Target = { id: string; userId: string; contentId: string }
/** Locks the enrolment: two messages about it wait for each other. */
const lock = compiled('enrollments.lock', (db, { id, userId, contentId }: Target) =>
  db
    .selectFrom('enrollments.enrollments as e')
    .innerJoin('courses.revision_list as r', 'r.revisionId', 'e.revisionId')
    .innerJoin('courses.content_list as l', 'l.revisionId', 'e.revisionId')
    .where('e.id', '=', id)
    .where('e.userId', '=', userId)
    .where('l.contentId', '=', contentId)
    .where('l.visible', '=', true)
    .select([
      'e.id',
      'e.userId',
      'e.courseId',
      'e.revisionId',
      'e.status',
      'e.progress',
      'e.earned',
      'e.startDate',
      'r.itemCount',
      'l.moduleId',
    ])
    .select((eb) => eb.exists(gateOf(eb)).as('gated'))
    .forNoKeyUpdate('e'),
)
const reached = compiled('enrollments.reached', (db, { id, contentId }: Omit<Target, 'userId'>) =>
  db
    .selectFrom('enrollments.content_progress')
    .select(['status', 'progress', 'timeSpentMins', 'position', 'completedAt'])
    .where('enrollmentId', '=', id)
    .where('contentId', '=', contentId),
)

type Kept = {
  enrollmentId: string
  contentId: string
  status: ItemProgress['status']
  progress: number
  timeSpentMins: number
  position: string | null
  completedAt: string | null
  now: string
}
const keepReached = compiledWrite(
  'enrollments.keep_reached',
  'enrollments.content_progress',
  ['status', 'progress', 'timeSpentMins', 'position', 'lastAccessed', 'completedAt'],
  (db, kept: Kept) => {
    const { status, progress, timeSpentMins, position, completedAt, now } = kept
    const set = { status, progress, timeSpentMins, position, completedAt, lastAccessed: now, updatedAt: now }
    return db
      .insertInto('enrollments.content_progress')
      .values({ enrollmentId: kept.enrollmentId, contentId: kept.contentId, ...set } as never)
      .onConflict((conflict) => conflict.columns(['tenantId', 'enrollmentId', 'contentId']).doUpdateSet(set))
      .returningAll()
      .returning(before)
  },
)

type Advanced = {
  id: string
  earned: number
  progress: number
  status: 'active' | 'completed'
  startDate: string
  completionDate: string | null
  now: string
}
const advance = compiledWrite(
  'enrollments.advance',
  'enrollments.enrollments',
  ['earned', 'progress', 'status', 'startDate', 'completionDate'],
  (db, { id, earned, progress, status, startDate, completionDate, now }: Advanced) =>
    db
      .updateTable('enrollments.enrollments')
      .set({ earned, progress, status, startDate, completionDate, updatedAt: now })
      .where('id', '=', id)
      .returningAll()
      .returning(before),
)

type Sent = Parameters<typeof merged>[1]
/**
 * Keeps how far somebody is with a content of their own enrolment, brings the whole up to date and completes it where this was
 * the last item. The same message twice, or two in the wrong order, change nothing more. Throws 404 for what is not theirs,
 * 409 where they left or the module waits for another.
 */
export async function tickContent(db: Db, target: Target, { now, ...sent }: Sent & { now: Temporal.Instant }) {
  const [[enrollment], [known]] = await Promise.all([lock(db, target), reached(db, target)])
  if (!enrollment) throw notFound()
  const { id, status, progress } = enrollment
  if (status !== 'active' && status !== 'completed') throw notActive()
  if (enrollment.gated && !known) await refuseWaiting(db, target, enrollment.moduleId)
  const after = merged(known, sent, now.toString())
  if (!differs(known, after)) return { content: after, enrollment: { id, status, progress } }
  const { position, ...rest } = after
  const kept = keepReached(db, {
    ...rest,
    position: position === null ? null : JSON.stringify(position),
    enrollmentId: id,
    contentId: target.contentId,
    now: now.toString(),
  })
  const gained = after.progress - (known?.progress ?? 0)
  const [, reachedNow] = await Promise.all([
    kept,
    gained > 0 || enrollment.startDate === null ? earn(db, enrollment, { gained, now }) : null,
  ])
  return { content: after, enrollment: { id, status: reachedNow?.status ?? status, progress: reachedNow?.progress ?? progress } }
}

export type Standing = {
  id: string
  userId: string
  courseId: string
  revisionId: string
  status: string
  earned: number
  startDate: string | null
  itemCount: number | null
}
type Passing = Pick<NewEvidence, 'attemptId' | 'score' | 'maxScore'>

/**
 * Adds what was gained to a locked enrolment, and completes it where nothing is left: then the ledger gets a completion, by
 * the pass that made it where there is one. `also` goes into the ledger in any case.
 */
export async function earn(
  db: Db,
  standing: Standing,
  { gained, now, passing = {}, also = [] }: { gained: number; now: Temporal.Instant; passing?: Passing; also?: NewEvidence[] },
): Promise<{ status: 'active' | 'completed'; progress: number }> {
  const items = standing.itemCount ?? 0
  const earned = Math.round((standing.earned + gained) * 100) / 100
  const progress = percentOf(earned, items)
  const at = now.toString()
  const { id, userId, courseId, revisionId } = standing
  const status = isComplete(earned, items) ? ('completed' as const) : ('active' as const)
  const completionDate = status === 'completed' ? at : null
  await advance(db, { id, earned, progress, status, startDate: standing.startDate ?? at, completionDate, now: at })
  const completed: NewEvidence[] = status === 'completed' ? [{ kind: 'course_completed', rule: ruleOf(passing), now, ...passing }] : []
  if (completed.length + also.length) await writeEvidence(db, id, [...also, ...completed])
  if (completed.length) await emit(db, 'enrollments.completed', { enrollmentId: id, userId, courseId, revisionId, userIds: [userId] })
  return { status, progress }
}

const ruleOf = ({ score, maxScore }: Passing) =>
  `Every content completed and every required quiz passed${score === undefined ? '' : `, the last with ${score} of ${maxScore}`}`

const lockUnit = compiled('enrollments.lock_unit', (db, { id, unitId }: { id: string; unitId: string }) =>
  db
    .selectFrom('enrollments.enrollments as e')
    .innerJoin('courses.revision_list as r', 'r.revisionId', 'e.revisionId')
    .innerJoin('courses.unit_list as u', 'u.revisionId', 'e.revisionId')
    .where('e.id', '=', id)
    .where('u.unitId', '=', unitId)
    .select(['e.id', 'e.userId', 'e.courseId', 'e.revisionId', 'e.status', 'e.earned', 'e.startDate', 'r.itemCount'])
    .select(['u.title', 'u.requiresPass', 'u.visible'])
    .forNoKeyUpdate('e'),
)
const keepPass = compiledWrite(
  'enrollments.keep_pass',
  'enrollments.unit_passes',
  [],
  (db, p: { enrollmentId: string; unitId: string; attemptId: string | null; now: string }) =>
    db
      .insertInto('enrollments.unit_passes')
      .values({ enrollmentId: p.enrollmentId, unitId: p.unitId, attemptId: p.attemptId, passedAt: p.now } as never)
      .onConflict((conflict) => conflict.columns(['tenantId', 'enrollmentId', 'unitId']).doNothing())
      .returningAll()
      .returning(before),
)

/**
 * The quiz of a unit was passed: writes the evidence of the attempt, counts the pass once, and completes the enrolment where
 * this was the last item. A pass in a revision the person has since left, or in a quiz that is not required, is evidence only.
 */
export async function unitPassed(
  db: Db,
  passed: { enrollmentId: string; unitId: string; attemptId: string; score: number; maxScore: number; now: Temporal.Instant },
): Promise<void> {
  const { enrollmentId, unitId, attemptId, score, maxScore, now } = passed
  const [enrollment] = await lockUnit(db, { id: enrollmentId, unitId })
  const passing = { attemptId, score, maxScore }
  const rule = `Quiz ${enrollment ? `“${enrollment.title}” ` : ''}passed with ${score} of ${maxScore}`
  const also: NewEvidence[] = [{ kind: 'attempt_passed', rule, now, ...passing }]
  const counts = enrollment?.status === 'active' && enrollment.requiresPass && enrollment.visible === true
  const first = counts ? await keepPass(db, { enrollmentId, unitId, attemptId, now: now.toString() }) : []
  if (enrollment && first.length) await earn(db, enrollment, { gained: 100, now, passing, also })
  else await writeEvidence(db, enrollmentId, also)
}
