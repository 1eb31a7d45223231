import { type Expression, type SqlBool, sql } from 'kysely'
import { compiled } from '#platform/db.ts'

/** Milliseconds since 1970, as policy counts. */
const millis = (column: Expression<string | null>) => sql<number>`floor(extract(epoch from ${column}) * 1000)::float8`
const anyOf = (column: Expression<unknown>, ids: unknown) => sql<SqlBool>`${column} = any(${ids})`

export type Department = { id: string; name: string; parentId: string | null; headUserId: string | null }
export const departments = compiled<Record<never, never>, Department>('compliance.departments', (db) =>
  db.selectFrom('directory.department_list').select(['id', 'name', 'parentId', 'headUserId']).orderBy('name').orderBy('id'),
)

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
/** A row per item of every requirement in force. */
export const requirementsInForce = compiled<{ at: string; known: string }, VersionRow>('compliance.in_force', (db, { at, known }) =>
  db
    .with('chosen', (with_) =>
      with_
        .selectFrom('compliance.requirement_versions')
        .distinctOn('requirementId')
        .where('effectiveAt', '<=', at)
        .where('recordedAt', '<=', known)
        .select(['id', 'requirementId', 'number', 'name', 'jobTitle', 'departmentId', 'ended'])
        .orderBy('requirementId')
        .orderBy('effectiveAt', 'desc')
        .orderBy('recordedAt', 'desc')
        .orderBy('number', 'desc'),
    )
    .selectFrom('chosen as v')
    .leftJoin('compliance.requirement_items as i', 'i.versionId', 'v.id')
    .where('v.ended', '=', false)
    .select(['v.requirementId', 'v.number', 'v.name', 'v.jobTitle', 'v.departmentId', 'i.kind', 'i.courseId', 'i.notWorseThan'])
    .orderBy('v.name')
    .orderBy('v.requirementId')
    .orderBy('i.id'),
)

export type Member = {
  userId: string
  employeeId: string
  name: string
  searchName: string
  departmentId: string | null
  jobTitle: string | null
}
type Portion = { departmentIds: readonly string[]; afterName: string; afterId: string; limit: number }

/** Who works in these departments today, by family name: each department's first few through its index, then the first of all. */
export const membersNow = compiled<Portion, Member>('compliance.members_now', (db, { departmentIds, afterName, afterId, limit }) =>
  db
    .selectFrom('directory.department_list as d')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('directory.people as p')
          .innerJoin('employees.roster as r', 'r.userId', 'p.id')
          .whereRef('p.deptId', '=', 'd.id')
          .where((of) => of(of.refTuple('p.searchName', 'p.id'), '>', of.tuple(afterName, afterId)))
          .select(['p.id as userId', 'r.employeeId', 'p.name', 'p.searchName', 'r.departmentId', 'r.jobTitle'])
          .orderBy('p.searchName')
          .orderBy('p.id')
          .limit(limit)
          .as('m'),
      (join) => join.onTrue(),
    )
    .where((eb) => anyOf(eb.ref('d.id'), departmentIds))
    .select(['m.userId', 'm.employeeId', 'm.name', 'm.searchName', 'm.departmentId', 'm.jobTitle'])
    .orderBy('m.searchName')
    .orderBy('m.userId')
    .limit(limit),
)

/** Who worked in these departments at a time, by what was known at another. */
export const membersAt = compiled<Portion & { at: string; known: string }, Member>(
  'compliance.members_at',
  (db, { departmentIds, at, known, afterName, afterId, limit }) =>
    db
      .selectFrom('employees.assignment_facts as a')
      .innerJoin('employees.roster as r', 'r.employeeId', 'a.employeeId')
      .innerJoin('directory.people as p', 'p.id', 'r.userId')
      .where((eb) => anyOf(eb.ref('a.departmentId'), departmentIds))
      .where('a.effectiveAt', '<=', at)
      .where('a.recordedAt', '<=', known)
      .where('a.ended', '=', false)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('employees.assignment_facts as b')
              .select('b.id')
              .whereRef('b.employeeId', '=', 'a.employeeId')
              .where('b.effectiveAt', '<=', at)
              .where('b.recordedAt', '<=', known)
              .where((of) =>
                of(
                  of.refTuple('b.effectiveAt', 'b.recordedAt', 'b.id'),
                  '>',
                  of.refTuple('a.effectiveAt', 'a.recordedAt', 'a.id') as never,
                ),
              ),
          ),
        ),
      )
      .where((of) => of(of.refTuple('p.searchName', 'p.id'), '>', of.tuple(afterName, afterId)))
      .select(['p.id as userId', 'r.employeeId', 'p.name', 'p.searchName', 'a.departmentId', 'a.jobTitle'])
      .orderBy('p.searchName')
      .orderBy('p.id')
      .limit(limit),
)

/** One person with what they did at a time, by what was known at another; no row for people who are not employed. */
export const memberAt = compiled<{ userId: string; at: string; known: string }, Member>(
  'compliance.member_at',
  (db, { userId, at, known }) =>
    db
      .selectFrom('employees.roster as r')
      .innerJoin('directory.people as p', 'p.id', 'r.userId')
      .leftJoinLateral(
        (eb) =>
          eb
            .selectFrom('employees.assignment_facts as f')
            .whereRef('f.employeeId', '=', 'r.employeeId')
            .where('f.effectiveAt', '<=', at)
            .where('f.recordedAt', '<=', known)
            .select(['f.departmentId', 'f.jobTitle', 'f.ended'])
            .orderBy('f.effectiveAt', 'desc')
            .orderBy('f.recordedAt', 'desc')
            .orderBy('f.id', 'desc')
            .limit(1)
            .as('a'),
        (join) => join.onTrue(),
      )
      .where('r.userId', '=', userId)
      .select(['p.id as userId', 'r.employeeId', 'p.name', 'p.searchName'])
      .select((eb) => [
        eb.case().when('a.ended', '=', false).then(eb.ref('a.departmentId')).end().as('departmentId'),
        eb.case().when('a.ended', '=', false).then(eb.ref('a.jobTitle')).end().as('jobTitle'),
      ]),
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
