import { compiled, type Db } from '#platform/db.ts'
import { ends } from './policy.ts'
import { type Reaching, reached } from './whose.ts'

type Status = 'active' | 'inactive' | 'invited'
export type PersonRow = {
  id: string
  firstName: string
  middleName: string | null
  lastName: string
  searchName: string
  userType: 'employee' | 'oh_professional' | 'manager' | 'admin' | 'instructor' | 'learner'
  status: Status
  email: string | null
  employeeId: string | null
  deptId: string | null
  departmentName: string | null
  /** Within reach of the viewer's right to change people. */
  writable: boolean
}
export const shown = [
  'u.id',
  'u.firstName',
  'u.middleName',
  'u.lastName',
  'u.searchName',
  'u.userType',
  'u.status',
  'u.email',
  'u.employeeId',
  'u.deptId',
] as const

type Listing = {
  name: string
  id: string
  statuses: readonly Status[]
  status: Status
  departments: readonly string[]
  organizations: readonly string[]
  limit: number
} & Pick<Reaching, 'read' | 'write'>
type Scope = 'everybody' | 'status' | 'departments' | 'organizations'

/** One compiled list per index and direction; the cursor is always there (before the first, after the last). */
function listing(scope: Scope, direction: 'asc' | 'desc') {
  const beyond = direction === 'asc' ? '>' : '<'
  return compiled<Listing, PersonRow>(`directory.people_${scope}_${direction}`, (db, p) => {
    let query = db
      .selectFrom('directory.users as u')
      .leftJoin('directory.departments as d', 'd.id', 'u.deptId')
      .where((eb) => eb(eb.refTuple('u.searchName', 'u.id'), beyond, eb.tuple(eb.val(p.name), eb.val(p.id)) as never))
      .where('u.removedAt', 'is', null)
      .where('u.isSystemUser', '=', false)
      .where(reached('u', p.read))
      .select([...shown, 'd.name as departmentName', reached('u', p.write).as('writable')])
      .orderBy('u.searchName', direction)
      .orderBy('u.id', direction)
      .limit(p.limit)
    if (scope === 'departments') query = query.where((eb) => eb('u.deptId', '=', eb.fn.any(eb.val(p.departments))))
    if (scope === 'organizations') query = query.where((eb) => eb('u.orgId', '=', eb.fn.any(eb.val(p.organizations))))
    return scope === 'status'
      ? query.where('u.status', '=', p.status)
      : query.where((eb) => eb('u.status', '=', eb.fn.any<Status>(eb.val(p.statuses) as never)))
  })
}
const lists = Object.fromEntries(
  (['everybody', 'status', 'departments', 'organizations'] as const).flatMap((scope) =>
    (['asc', 'desc'] as const).map((direction) => [`${scope} ${direction}`, listing(scope, direction)]),
  ),
)
export type Wanted = {
  descending: boolean
  after: readonly [string, string] | undefined
  statuses: readonly Status[]
  departments: readonly string[] | undefined
  organizations: readonly string[] | undefined
  limit: number
  reaching: Reaching
}

/** People in order of name, one more than `limit` where there are more. */
export async function peopleBy(db: Db, wanted: Wanted): Promise<PersonRow[]> {
  const { descending, after, statuses, departments, organizations, limit, reaching } = wanted
  const direction = descending ? 'desc' : 'asc'
  const [name, id] = after ?? ends[direction]
  const scope: Scope = departments ? 'departments' : organizations ? 'organizations' : statuses.length === 1 ? 'status' : 'everybody'
  const run = lists[`${scope} ${direction}`] as ReturnType<typeof listing>
  return run(db, {
    name,
    id,
    statuses,
    status: statuses[0] as Status,
    departments: departments ?? [],
    organizations: organizations ?? [],
    limit: limit + 1,
    read: reaching.read,
    write: reaching.write,
  })
}

/** All that a person's page shows; undefined for a missing or removed person, and for one out of reach. */
export async function personRow(db: Db, id: string, { read, write }: Reaching) {
  return db
    .selectFrom('directory.users as u')
    .leftJoin('directory.departments as d', 'd.id', 'u.deptId')
    .leftJoin('directory.organizations as o', 'o.id', 'u.orgId')
    .where('u.id', '=', id)
    .where('u.removedAt', 'is', null)
    .where(reached('u', read))
    .select([...shown, 'd.name as departmentName', reached('u', write).as('writable'), 'u.orgId', 'o.name as organizationName'])
    .select(['u.phone', 'u.locale', 'u.timeZone', 'u.lastLogin', 'u.version', 'u.username'])
    .executeTakeFirst()
}
