import { departmentsReached } from '#modules/directory/index.ts'
import { compiled, type Db } from '#platform/db.ts'
import type { Session } from '#platform/module.ts'
import { anyOf } from './queries.ts'

/** Who looks: beside the departments they head, those that `compliance:read_all` reaches; null is any. */
export type Viewer = { userId: string; reached: ReadonlySet<string> | null }
export async function viewerOf(db: Db, who: Session): Promise<Viewer> {
  const reached = await departmentsReached(db, who, 'compliance:read_all')
  return { userId: who.userId, reached: reached && new Set(reached) }
}

const ofDepartment = ['d.id', 'd.name', 'd.parentId', 'd.headUserId'] as const
export type Department = { id: string; name: string; parentId: string | null; headUserId: string | null }
export const departments = compiled<Record<never, never>, Department>('compliance.departments', (db) =>
  db.selectFrom('directory.department_list as d').select(ofDepartment).orderBy('name').orderBy('id'),
)
// biome-ignore lint/suspicious/noExplicitAny: Kysely cannot name the outer query of a lateral join made apart
const departmentsWhere = (column: 'd.id' | 'd.parentId', outer: string) => (eb: any) =>
  eb
    .selectFrom('directory.department_list as d')
    .select(ofDepartment)
    .whereRef(column, '=', outer)
    .offset(0) // the plan goes from one department to the next by index, however many there are
    .as('one')
// biome-ignore lint/suspicious/noExplicitAny: as above
const onTrue = (join: any) => join.onTrue()
/** The departments a person heads with all below them, another one, and all above any of these: whatever applies to people there. */
export const departmentsAround = compiled<{ userId: string; departmentId: string | null }, Department>(
  'compliance.departments_around',
  (db, { userId, departmentId }) =>
    db
      .withRecursive('below', (with_) =>
        with_
          .selectFrom('directory.department_list as d')
          .select(ofDepartment)
          .where('d.headUserId', '=', userId)
          .union(
            (union) =>
              union.selectFrom('below').innerJoinLateral(departmentsWhere('d.parentId', 'below.id'), onTrue).selectAll('one') as never,
          ),
      )
      .withRecursive('around', (with_) =>
        with_
          .selectFrom('below')
          .selectAll()
          .union((union) => union.selectFrom('directory.department_list as d').select(ofDepartment).where('d.id', '=', departmentId))
          .union(
            (union) =>
              union.selectFrom('around').innerJoinLateral(departmentsWhere('d.id', 'around.parentId'), onTrue).selectAll('one') as never,
          ),
      )
      .selectFrom('around')
      .selectAll()
      .orderBy('name')
      .orderBy('id'),
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
