import { type Expression, type SqlBool, sql } from 'kysely'
import { compiled } from '#platform/db.ts'

/** Milliseconds since 1970, as policy counts. */
const millis = (column: Expression<string | null>) => sql<number>`floor(extract(epoch from ${column}) * 1000)::float8`
export const anyOf = (column: Expression<unknown>, ids: unknown) => sql<SqlBool>`${column} = any(${ids})`

export type VersionRow = {
  requirementId: string
  number: number
  name: string
  jobTitle: string | null
  departmentId: string | null
  kind: 'certificate' | 'fitness' | null
  courseId: string | null
  notWorseThan: 'fit' | 'fit_with_adjustments' | 'temporarily_unfit' | 'unfit' | null
}
type InForce = { at: string; known: string; departmentIds: readonly string[] }
/** A row per item of every requirement in force that may concern these departments: what applied to another at first may move. */
export const requirementsInForce = compiled<InForce, VersionRow>('compliance.in_force', (db, { at, known, departmentIds }) =>
  db
    .with('chosen', (with_) =>
      with_
        .selectFrom('compliance.requirement_versions as v')
        .distinctOn('v.requirementId')
        .where('v.effectiveAt', '<=', at)
        .where('v.recordedAt', '<=', known)
        .where('v.requirementId', 'in', (eb) =>
          eb
            .selectFrom('compliance.requirement_versions as w')
            .select('w.requirementId')
            .where((of) => of.or([of('w.jobTitle', 'is not', null), anyOf(of.ref('w.departmentId'), departmentIds)])),
        )
        .select(['v.id', 'v.requirementId', 'v.number', 'v.name', 'v.jobTitle', 'v.departmentId', 'v.ended'])
        .orderBy('v.requirementId')
        .orderBy('v.effectiveAt', 'desc')
        .orderBy('v.recordedAt', 'desc')
        .orderBy('v.number', 'desc'),
    )
    .selectFrom('chosen as v')
    .leftJoin('compliance.requirement_items as i', 'i.versionId', 'v.id')
    .where('v.ended', '=', false)
    .select(['v.requirementId', 'v.number', 'v.name', 'v.jobTitle', 'v.departmentId', 'i.kind', 'i.courseId', 'i.notWorseThan'])
    .orderBy('v.name')
    .orderBy('v.requirementId')
    .orderBy('i.id'),
)

export type EvidenceRow = {
  id: string
  userId: string
  courseId: string
  withdrawsId: string | null
  effectiveAt: number
  expiresAt: number | null
  recordedAt: number
}
/** Certificates of these people and what was withdrawn of them, known at a time. */
export const certificateFacts = compiled<{ userIds: readonly string[]; known: string }, EvidenceRow>(
  'compliance.certificates',
  (db, { userIds, known }) =>
    db
      .selectFrom('enrollments.evidence_facts as e')
      .where((eb) => anyOf(eb.ref('e.userId'), userIds))
      .where('e.kind', 'in', ['certificate_issued', 'certificate_revoked', 'external_recorded', 'external_withdrawn'])
      .where('e.recordedAt', '<=', known)
      .select(['e.id', 'e.userId', 'e.courseId', 'e.withdrawsId'])
      .select((eb) => [
        millis(eb.ref('e.effectiveAt')).as('effectiveAt'),
        millis(eb.ref('e.expiresAt')).as('expiresAt'),
        millis(eb.ref('e.recordedAt')).as('recordedAt'),
      ]),
)

export type OutcomeRow = {
  id: string
  employeeId: string
  outcome: string
  reviewDate: string | null
  effectiveAt: number
  recordedAt: number
  withdrawnAt: number | null
  withdrawalEffectiveAt: number | null
}
/** Fitness outcomes of these people known at a time: the class and its dates, nothing else. */
export const outcomeFacts = compiled<{ employeeIds: readonly string[]; known: string }, OutcomeRow>(
  'compliance.outcomes',
  (db, { employeeIds, known }) =>
    db
      .selectFrom('employees.fitness_facts as f')
      .where((eb) => anyOf(eb.ref('f.employeeId'), employeeIds))
      .where('f.issuedAt', '<=', known)
      .select(['f.id', 'f.employeeId', 'f.outcome', 'f.reviewDate'])
      .select((eb) => [
        millis(eb.ref('f.effectiveAt')).as('effectiveAt'),
        millis(eb.ref('f.issuedAt')).as('recordedAt'),
        millis(eb.ref('f.withdrawnAt')).as('withdrawnAt'),
        millis(eb.ref('f.withdrawalEffectiveAt')).as('withdrawalEffectiveAt'),
      ]),
)

export const courseTitles = compiled<{ courseIds: readonly string[] }, { courseId: string; title: string }>(
  'compliance.course_titles',
  (db, { courseIds }) =>
    db
      .selectFrom('courses.catalogue as c')
      .where((eb) => anyOf(eb.ref('c.courseId'), courseIds))
      .select(['c.courseId', 'c.title']),
)
