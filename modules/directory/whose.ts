import { sql } from 'kysely'
import { compiled, type Db } from '#platform/db.ts'
import type { Limit, Session } from '#platform/module.ts'
import { departmentsHeadedBy } from './placement.ts'

/** People by what is true of all of them: these departments, these organizations, this person, attributes that compare so. */
type Alternative = {
  self?: string
  departments?: string[]
  organizations?: string[]
  where?: { attribute: string; is: 'one_of' | 'none_of'; values: readonly string[] }[]
}
/** Whose rows somebody reaches, as a query's parameter: null is everybody's, else alternatives as JSON; '[]' reaches nobody. */
export type Whose = string | null
const nobody = '[]'

const departmentsBelow = compiled('directory.departments_below', (db, { ids }: { ids: readonly string[] }) =>
  db
    .withRecursive('below', (with_) =>
      with_
        .selectFrom('directory.department_list as d')
        .select(['d.id as root', 'd.id'])
        .where((eb) => eb('d.id', '=', eb.fn.any(eb.val(ids))))
        .union((union) =>
          union.selectFrom('directory.department_list as d').innerJoin('below', 'below.id', 'd.parentId').select(['below.root', 'd.id']),
        ),
    )
    .selectFrom('below')
    .select(['root', 'id']),
)
const organizationsBelow = compiled('directory.organizations_below', (db, { ids }: { ids: readonly string[] }) =>
  db
    .withRecursive('below', (with_) =>
      with_
        .selectFrom('directory.organization_list as o')
        .select(['o.id as root', 'o.id'])
        .where((eb) => eb('o.id', '=', eb.fn.any(eb.val(ids))))
        .union((union) =>
          union.selectFrom('directory.organization_list as o').innerJoin('below', 'below.id', 'o.parentId').select(['below.root', 'o.id']),
        ),
    )
    .selectFrom('below')
    .select(['root', 'id']),
)
const placeOf = compiled('directory.place_of', (db, { userId }: { userId: string }) =>
  db
    .selectFrom('directory.people as p')
    .leftJoin('directory.department_list as d', 'd.id', 'p.deptId')
    .where('p.id', '=', userId)
    .select(['p.orgId', 'd.branchId']),
)

/** Whose rows a permission of this session reaches: resolved at each request, so that a move or a new head counts at once. */
export async function whose(db: Db, who: Pick<Session, 'userId' | 'permissions' | 'narrowed'>, permission: string): Promise<Whose> {
  if (!who.permissions.has(permission)) return nobody
  const limits = who.narrowed.get(permission)
  if (!limits) return null
  const all = limits.flat()
  const idsOf = (to: Limit['to']) => all.flatMap((limit) => (limit.to === to && 'id' in limit && limit.id !== null ? [limit.id] : []))
  const [headed, [place], below] = await Promise.all([
    departmentsHeadedBy(db, who.userId),
    placeOf(db, { userId: who.userId }),
    departmentsBelow(db, { ids: idsOf('department') }),
  ])
  const [organizations, branch] = await Promise.all([
    organizationsBelow(db, { ids: [...idsOf('organization'), ...(place?.orgId ? [place.orgId] : [])] }),
    place?.branchId
      ? db.selectFrom('directory.department_list').select('id').where('branchId', '=', place.branchId).execute()
      : Promise.resolve([]),
  ])
  const under = (rows: readonly { root: string; id: string }[], root: string | null) =>
    rows.filter((row) => row.root === root).map((row) => row.id)
  const narrow = (to: Alternative, limit: Limit): Alternative => {
    if (limit.to === 'self') return { ...to, self: who.userId }
    if (limit.to === 'attribute') return { ...to, where: [...(to.where ?? []), { ...limit }] }
    if (limit.to === 'organization') {
      const ids = under(organizations, limit.id ?? place?.orgId ?? null)
      return { ...to, organizations: to.organizations ? to.organizations.filter((id) => ids.includes(id)) : ids }
    }
    const ids = limit.to === 'department' ? under(below, limit.id) : limit.to === 'headed' ? headed : branch.map((row) => row.id)
    return { ...to, departments: to.departments ? to.departments.filter((id) => ids.includes(id)) : ids }
  }
  return JSON.stringify(limits.map((one) => one.reduce(narrow, {})))
}

/** Whose rows the viewer may see and whose they may change; `headed`: whose addresses and numbers they know besides. */
export type Reaching = { read: Whose; write: Whose; headed: readonly string[] }
export async function reachingOf(db: Db, who: Session): Promise<Reaching> {
  const [read, write, headed] = await Promise.all([
    whose(db, who, 'people:read'),
    whose(db, who, 'people:write'),
    departmentsHeadedBy(db, who.userId),
  ])
  return { read, write, headed }
}

/**
 * The one predicate of whose rows are reached, over `directory.users` or `directory.people` under this alias. It filters what other
 * conditions find by their index; lists of people narrow by `placesOf` besides.
 */
export const reached = (alias: string, reach: Whose) => {
  const of = (column: string) => sql.ref(`${alias}.${column}`)
  return sql<boolean>`(${reach}::jsonb is null or exists (
    select from jsonb_array_elements(${reach}::jsonb) a
     where (not a ? 'self' or a->>'self' = ${of('id')}::text)
       and (not a ? 'departments' or a->'departments' ? ${of('deptId')}::text)
       and (not a ? 'organizations' or a->'organizations' ? ${of('orgId')}::text)
       and not exists (
         select from jsonb_array_elements(coalesce(a->'where', '[]')) w
          where ((jsonb_build_object('userType', ${of('userType')}, 'status', ${of('status')}, 'locale', ${of('locale')}, 'timeZone', ${of('timeZone')})
                   ->>(w->>'attribute')) = any (select jsonb_array_elements_text(w->'values')))
                is distinct from (w->>'is' = 'one_of'))))`
}

/** Departments or organizations outside which nobody is reached, where there are such: what an index is asked for. */
export function placesOf(reach: Whose): { departments?: string[]; organizations?: string[] } {
  if (reach === null) return {}
  const alternatives = JSON.parse(reach) as Alternative[]
  const union = (key: 'departments' | 'organizations') =>
    alternatives.every((one) => one[key]) ? [...new Set(alternatives.flatMap((one) => one[key] ?? []))] : undefined
  const departments = union('departments')
  const organizations = union('organizations')
  return departments ? { departments } : organizations ? { organizations } : {}
}

/** The departments that a permission reaches as such; null is all of them. What it reaches otherwise (an attribute, oneself) is not among them. */
export async function departmentsReached(db: Db, who: Pick<Session, 'userId' | 'permissions' | 'narrowed'>, permission: string) {
  const reach = await whose(db, who, permission)
  if (reach === null) return null
  const alternatives = JSON.parse(reach) as Alternative[]
  return [...new Set(alternatives.flatMap((one) => (Object.keys(one).join() === 'departments' ? (one.departments ?? []) : [])))]
}
