import { compiled, type Db } from '#platform/db.ts'
import { ends } from './queries.ts'

type DepartmentWanted = { name: string; id: string; limit: number; ids: readonly string[]; all: boolean }
const departmentShown = [
  'd.id',
  'd.name',
  'd.code',
  'd.description',
  'd.status',
  'd.employeeCount',
  'd.version',
  'd.orgId',
  'd.branchId',
  'd.parentId',
  'd.headUserId',
] as const
const joined = (db: Db) =>
  db
    .selectFrom('directory.departments as d')
    .innerJoin('directory.organizations as o', 'o.id', 'd.orgId')
    .leftJoin('directory.branches as b', 'b.id', 'd.branchId')
    .leftJoin('directory.departments as p', 'p.id', 'd.parentId')
    .leftJoin('directory.users as h', 'h.id', 'd.headUserId')
    .select(departmentShown)
    .select([
      'o.name as organizationName',
      'b.name as branchName',
      'p.name as parentName',
      'h.firstName as headFirst',
      'h.lastName as headLast',
    ])
export type DepartmentRow = Awaited<ReturnType<ReturnType<typeof joined>['executeTakeFirstOrThrow']>>

function departmentListing(direction: 'asc' | 'desc', some: boolean) {
  const beyond = direction === 'asc' ? '>' : '<'
  return compiled<Omit<DepartmentWanted, 'all'>, DepartmentRow>(`directory.departments_${some ? 'some' : 'all'}_${direction}`, (db, p) => {
    const query = joined(db)
      .where((eb) => eb(eb.refTuple('d.name', 'd.id'), beyond, eb.tuple(eb.val(p.name), eb.val(p.id)) as never))
      .orderBy('d.name', direction)
      .orderBy('d.id', direction)
      .limit(p.limit)
    return some ? query.where((eb) => eb('d.id', '=', eb.fn.any(eb.val(p.ids)))) : query
  })
}
const departmentLists = {
  'all asc': departmentListing('asc', false),
  'all desc': departmentListing('desc', false),
  'some asc': departmentListing('asc', true),
  'some desc': departmentListing('desc', true),
}
/** Departments by name, one more than `limit` where there are more; of `ids` only, where given. */
export function departmentsBy(
  db: Db,
  {
    after,
    descending,
    limit,
    ids,
  }: { after: readonly [string, string] | undefined; descending: boolean; limit: number; ids: string[] | undefined },
): Promise<DepartmentRow[]> {
  const direction = descending ? 'desc' : 'asc'
  const [name, id] = after ?? ends[direction]
  return departmentLists[`${ids ? 'some' : 'all'} ${direction}`](db, { name, id, limit: limit + 1, ids: ids ?? [] })
}

export const departmentRow = (db: Db, id: string) => joined(db).where('d.id', '=', id).executeTakeFirst()
