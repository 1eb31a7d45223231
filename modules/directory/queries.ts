import { compiled, type Db } from '#platform/db.ts'

type Search = { from: string; until: string; email: string | null; number: string | null }
/** What was typed, as ranges that an index can use: a whole address, a number, or the beginning of the family name. */
export function searchFor(typed: string | undefined): Search {
  const text = (typed ?? '')
    .toLowerCase()
    .replace(/[,\s]+/g, ' ')
    .trim()
  const nobody = { from: '\u{10ffff}', until: '\u{10ffff}' }
  if (text.includes('@')) return { ...nobody, email: text, number: null }
  if (/\d/.test(text)) return { ...nobody, email: null, number: (typed ?? '').trim() }
  return { from: text, until: `${text}\u{10ffff}`, email: null, number: null }
}

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
}
const shown = [
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
  from: string
  until: string
  name: string
  id: string
  statuses: readonly Status[]
  status: Status
  departments: readonly string[]
  limit: number
}
type Scope = 'everybody' | 'status' | 'departments'

/** One compiled list per index and direction; the cursor is always there (before the first, after the last). */
function listing(scope: Scope, direction: 'asc' | 'desc') {
  const beyond = direction === 'asc' ? '>' : '<'
  return compiled<Listing, PersonRow>(`directory.people_${scope}_${direction}`, (db, p) => {
    let query = db
      .selectFrom('directory.users as u')
      .leftJoin('directory.departments as d', 'd.id', 'u.deptId')
      .where('u.searchName', '>=', p.from)
      .where('u.searchName', '<', p.until)
      .where((eb) => eb(eb.refTuple('u.searchName', 'u.id'), beyond, eb.tuple(eb.val(p.name), eb.val(p.id)) as never))
      .where('u.removedAt', 'is', null)
      .where('u.isSystemUser', '=', false)
      .select([...shown, 'd.name as departmentName'])
      .orderBy('u.searchName', direction)
      .orderBy('u.id', direction)
      .limit(p.limit)
    if (scope === 'departments') query = query.where((eb) => eb('u.deptId', '=', eb.fn.any(eb.val(p.departments))))
    return scope === 'status'
      ? query.where('u.status', '=', p.status)
      : query.where((eb) => eb('u.status', '=', eb.fn.any<Status>(eb.val(p.statuses) as never)))
  })
}
const lists = Object.fromEntries(
  (['everybody', 'status', 'departments'] as const).flatMap((scope) =>
    (['asc', 'desc'] as const).map((direction) => [`${scope} ${direction}`, listing(scope, direction)]),
  ),
)
/** Before the first and after the last of a list by name. */
export const ends = {
  asc: ['', '00000000-0000-0000-0000-000000000000'],
  desc: ['\u{10ffff}', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
} as const

export type Wanted = {
  search: Search
  descending: boolean
  after: readonly [string, string] | undefined
  statuses: readonly Status[]
  departments: readonly string[] | undefined
  limit: number
}

/** People in order of name, one more than `limit` where there are more. */
export async function peopleBy(db: Db, { search, descending, after, statuses, departments, limit }: Wanted): Promise<PersonRow[]> {
  if (search.email || search.number) return exactly(db, search, departments)
  const direction = descending ? 'desc' : 'asc'
  const [name, id] = after ?? ends[direction]
  const scope: Scope = departments ? 'departments' : statuses.length === 1 ? 'status' : 'everybody'
  const run = lists[`${scope} ${direction}`] as ReturnType<typeof listing>
  return run(db, {
    from: search.from,
    until: search.until,
    name,
    id,
    statuses,
    status: statuses[0] as Status,
    departments: departments ?? [],
    limit: limit + 1,
  })
}

/** The one with this address or number, of these departments where they are given. */
async function exactly(db: Db, { email, number }: Search, departments: readonly string[] | undefined): Promise<PersonRow[]> {
  let query = db
    .selectFrom('directory.users as u')
    .leftJoin('directory.departments as d', 'd.id', 'u.deptId')
    .where('u.removedAt', 'is', null)
    .where('u.isSystemUser', '=', false)
    .select([...shown, 'd.name as departmentName'])
  query = email ? query.where('u.email', '=', email) : query.where('u.employeeId', '=', number)
  if (departments) query = query.where('u.deptId', 'in', [...departments, '00000000-0000-0000-0000-000000000000'])
  return query.execute()
}

/** All that a person's page shows; undefined for a missing or removed person. */
export async function personRow(db: Db, id: string) {
  return db
    .selectFrom('directory.users as u')
    .leftJoin('directory.departments as d', 'd.id', 'u.deptId')
    .leftJoin('directory.organizations as o', 'o.id', 'u.orgId')
    .where('u.id', '=', id)
    .where('u.removedAt', 'is', null)
    .select([...shown, 'd.name as departmentName', 'u.orgId', 'o.name as organizationName'])
    .select(['u.phone', 'u.locale', 'u.timeZone', 'u.lastLogin', 'u.version', 'u.username'])
    .executeTakeFirst()
}
