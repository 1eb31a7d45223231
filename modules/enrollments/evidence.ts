import { sql } from 'kysely'
import { compiled, type Db, insert, insertMany } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Session } from '#platform/module.ts'
import type { Insert, Row } from '#platform/rows.gen.ts'
import { countsUntil } from './policy.ts'
import { mayManage } from './queries.ts'

type Kind = Row<'enrollments.evidence'>['kind']
export type NewEvidence = {
  kind: Kind
  /** By which rule, in words: "Quiz passed with 80 of 100". */
  rule: string
  now: Temporal.Instant
  attemptId?: string
  certificateId?: string
  withdrawsId?: string
  score?: number
  maxScore?: number
  /** True from; `now` when left out. */
  effectiveAt?: string
  /** Counts before this instant; null, for ever. Left out, a completion counts as long as its course says. */
  expiresAt?: string | null
  details?: Record<string, unknown>
  /** Null: the system. */
  by?: string | null
}

const copies = compiled('enrollments.evidence_copies', (db, { enrollmentId }: { enrollmentId: string }) =>
  db
    .selectFrom('enrollments.enrollments as e')
    .innerJoin('directory.people as p', 'p.id', 'e.userId')
    .innerJoin('courses.course_list as c', 'c.courseId', 'e.courseId')
    .innerJoin('courses.revision_list as r', 'r.revisionId', 'e.revisionId')
    .where('e.id', '=', enrollmentId)
    .select(['e.id as enrollmentId', 'e.userId', 'p.name as userName', 'e.courseId', 'c.code as courseCode', 'r.title as courseTitle'])
    .select(['e.revisionId', 'r.number as revisionNumber', 'r.publishedAt as revisionPublishedAt'])
    .select(['c.validityMonths', 'p.timeZone']),
)

/**
 * Writes rows of the ledger about one enrolment, with their own copies of who, which course and which revision: they outlive all
 * three. Answers the rows. Throws 404 for an unknown enrolment; the database refuses a second row for the same fact.
 */
export async function writeEvidence(db: Db, enrollmentId: string, rows: readonly NewEvidence[]): Promise<Row<'enrollments.evidence'>[]> {
  const [about] = await copies(db, { enrollmentId })
  if (!about) throw notFound()
  const { courseTitle, validityMonths, timeZone, ...ids } = about
  return insertMany(
    db,
    'enrollments.evidence',
    rows.map((row): Insert<'enrollments.evidence'> => {
      const { now, by = null, effectiveAt = now.toString(), ...fact } = row
      const expires = row.kind === 'course_completed' ? countsUntil(Temporal.Instant.from(effectiveAt), validityMonths, timeZone) : null
      const { expiresAt = expires } = row
      return { ...ids, courseTitle: courseTitle ?? '', ...fact, effectiveAt, expiresAt, recordedAt: now.toString(), recordedBy: by }
    }),
  )
}

/** What a training record shows; attempts, certificates and withdrawals stand behind these. */
const shownKinds = ['course_completed', 'external_recorded'] as const

/** A person's training record, latest first. One more than `limit`. */
export const recordOf = compiled(
  'enrollments.record',
  (db, of: { userId: string; after: string | null; id: string | null; limit: number }) =>
    db
      .selectFrom('enrollments.evidence as e')
      .leftJoin('enrollments.evidence as w', 'w.withdrawsId', 'e.id')
      .where('e.userId', '=', of.userId)
      .where('e.kind', 'in', shownKinds)
      .where((eb) =>
        eb.or([
          eb(sql`${of.after}::timestamptz`, 'is', null),
          eb('e.effectiveAt', '<', of.after),
          eb.and([eb('e.effectiveAt', '=', of.after), eb('e.id', '<', of.id)]),
        ]),
      )
      .select((eb) => eb.ref('e.kind').$castTo<(typeof shownKinds)[number]>().as('kind'))
      .select(['e.id', 'e.courseId', 'e.courseCode', 'e.courseTitle', 'e.revisionNumber', 'e.score', 'e.maxScore', 'e.rule'])
      .select(['e.effectiveAt', 'e.expiresAt', 'w.effectiveAt as withdrawnAt'])
      .orderBy('e.effectiveAt', 'desc')
      .orderBy('e.id', 'desc')
      .limit(of.limit),
)
/** Says that a completion does not count from now on; the row it ends stays. Throws 404 for what is no completion. */
export async function withdrawEvidence(
  db: Db,
  { id, reason, who, now }: { id: string; reason: string; who: Session; now: Temporal.Instant },
): Promise<void> {
  const row = await db
    .selectFrom('enrollments.evidence')
    .selectAll()
    .where('id', '=', id)
    .where('kind', 'in', ['course_completed', 'external_recorded'])
    .executeTakeFirst()
  if (!row || !(await mayManage(db, who, row.userId))) throw notFound()
  const { userId, userName, courseId, courseCode, courseTitle, revisionId, revisionNumber, revisionPublishedAt, enrollmentId } = row
  const about = { userId, userName, courseId, courseCode, courseTitle, revisionId, revisionNumber, revisionPublishedAt, enrollmentId }
  const kind = row.kind === 'course_completed' ? ('completion_withdrawn' as const) : ('external_withdrawn' as const)
  const at = now.toString()
  await insert(db, 'enrollments.evidence', {
    ...about,
    kind,
    withdrawsId: id,
    rule: reason,
    effectiveAt: at,
    recordedAt: at,
    recordedBy: who.userId,
  })
  await emit(db, 'enrollments.evidence_withdrawn', { evidenceId: id, userId, courseId, userIds: [userId] })
}
