import { compiled, type Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { handle, type Session } from '#platform/module.ts'
import { type Actor, everythingOf, holdsAll, mayEdit, passableOf } from './ceiling.ts'
import * as api from './contract.ts'
import { factsOf, grantColumns, joined, roleColumns } from './holdings.ts'
import { chainsFrom, momentOf, waysOf } from './policy.ts'

/** No organisation has more: what a role brings is known only while every role is. */
export const mostRoles = 1000
const allRoles = compiled('access.all_roles', (db, _: Record<string, never>) =>
  db
    .selectFrom('access.roles as r')
    .leftJoin('directory.organization_list as o', 'o.id', 'r.orgId')
    .select([...roleColumns, 'r.description', 'r.isDefault', 'r.orgId', 'o.name as organizationName', 'r.version', 'r.metadata'])
    .orderBy('r.priorityLevel', 'desc')
    .orderBy('r.name')
    .orderBy('r.id')
    .limit(mostRoles),
)
const allGrants = compiled('access.all_grants', (db, _: Record<string, never>) =>
  db
    .selectFrom('access.role_permissions as g')
    .innerJoin('access.permissions as p', 'p.id', 'g.permissionId')
    .select(['g.roleId', ...grantColumns]),
)
const allEdges = compiled('access.all_edges', (db, _: Record<string, never>) =>
  db.selectFrom('access.role_hierarchy').select(['parentRoleId', 'childRoleId']),
)
/** Every role of the tenant, the weightiest first. */
export async function everyRole(db: Db) {
  const [known, given, below] = await Promise.all([allRoles(db, {}), allGrants(db, {}), allEdges(db, {})])
  return joined(db, { known, given, below })
}

export type Everything = Awaited<ReturnType<typeof everyRole>>
export type FullRole = Everything['roles'] extends Map<string, infer R> ? R : never

/** Who acts, with what they may pass on: what they hold in full, and what this session of theirs may use. */
export async function actorOf(db: Db, who: Session, now: Temporal.Instant): Promise<Actor> {
  const ways = waysOf(await factsOf(db, who.userId))
  const full = passableOf(ways, momentOf(now))
  return { userId: who.userId, permissions: who.permissions, full: full.intersection(who.permissions) }
}

/** Who acts later, with nobody there: what they may pass on at this moment; nothing once they are gone. */
export async function absentActor(db: Db, userId: string, now: Temporal.Instant): Promise<Actor> {
  const [person, facts] = await Promise.all([
    db.selectFrom('directory.people').select('isActive').where('id', '=', userId).executeTakeFirst(),
    factsOf(db, userId),
  ])
  const ways = person?.isActive ? waysOf(facts) : new Map()
  const full = passableOf(ways, momentOf(now))
  return { userId, permissions: full, full }
}

/** What a person holds themselves, the primary one first. */
export const heldBy = (db: Db, userId: string) =>
  db
    .selectFrom('access.user_roles as u')
    .leftJoin('directory.organization_list as o', 'o.id', 'u.orgId')
    .leftJoin('directory.department_list as d', 'd.id', 'u.deptId')
    .where('u.userId', '=', userId)
    .select(['u.id', 'u.roleId', 'u.assignedAt', 'u.expiresAt', 'u.isPrimary', 'u.source', 'u.orgId', 'o.name as orgName'])
    .select(['u.deptId', 'd.name as deptName', 'u.customPermissions'])
    .orderBy('u.isPrimary', 'desc')
    .orderBy('u.assignedAt')
    .orderBy('u.id')
    .execute()

/** What a person holds because everybody of their department does. */
export const byDepartment = (db: Db, userId: string) =>
  db
    .selectFrom('directory.people as p')
    .innerJoin('access.department_roles as g', 'g.deptId', 'p.deptId')
    .innerJoin('directory.department_list as d', 'd.id', 'g.deptId')
    .where('p.id', '=', userId)
    .select(['g.id', 'g.roleId', 'd.id as deptId', 'd.name as deptName'])
    .orderBy('g.id')
    .execute()

export const named = ({ id, code, name }: { id: string; code: string; name: string }) => ({ id, code, name })
export const placed = (id: string | null, name: string | null) => (id !== null && name !== null ? { id, name } : null)

/** A role with all that it allows. */
export function showRole(role: FullRole, { roles, permissions }: Everything, who: Actor): (typeof api.Role)['_output'] {
  const codes = everythingOf(role.id, roles)
  return {
    ...named(role),
    description: role.description,
    isSystemRole: role.isSystemRole,
    isDefault: role.isDefault,
    priorityLevel: role.priorityLevel,
    scope: role.scope,
    organization: placed(role.orgId, role.organizationName),
    contains: role.below.flatMap((id) => roles.get(id) ?? []).map(named),
    permissions: [...codes].sort().map((code) => ({ code, says: permissions.get(code)?.name ?? code })),
    may: { change: mayEdit(role, codes, who) },
  }
}

const instant = (time: number | null) => (time === null ? null : Temporal.Instant.fromEpochMilliseconds(time).toString())

/** The role with each of its grants, and what it has of others. Throws 404. */
export async function showDetail(db: Db, id: string, who: Actor): Promise<api.RoleDetail> {
  const all = await everyRole(db)
  const role = all.roles.get(id)
  if (!role) throw notFound()
  const chains = chainsFrom(id, all.roles).slice(1)
  const { copiedFrom } = role.metadata as { copiedFrom?: string }
  return {
    ...showRole(role, all, who),
    copiedFrom: copiedFrom ?? null,
    version: role.version,
    grants: role.grants.map(({ from, until, ...grant }) => ({ ...grant, effectiveFrom: instant(from), effectiveUntil: instant(until) })),
    inherited: chains.flatMap((chain) => {
      const child = all.roles.get(chain.at(-1)?.id ?? '')
      return (child?.grants ?? [])
        .filter((grant) => grant.isActive)
        .map((grant) => ({ permission: grant.permission, from: child?.name ?? '' }))
    }),
  }
}

const grouped = compiled('access.grouped_permissions', (db, _: Record<string, never>) =>
  db
    .selectFrom('access.permissions as p')
    .leftJoin('access.permission_groups as g', 'g.id', 'p.groupId')
    .select(['p.id', 'p.code', 'p.name as says', 'p.category', 'g.name as group', 'p.isSystemPermission', 'p.isNarrowable'])
    .orderBy('p.category')
    .orderBy('g.name')
    .orderBy('p.code'),
)
/** Every right there is, by category and group. */
export const permissionList = async (db: Db) =>
  (await grouped(db, {})).map((row) => ({ ...row, category: row.category ?? '', group: row.group ?? '' }))

export const listOfRoles = handle(api.listRoles, async ({ db, who, now }) => {
  const [all, actor] = await Promise.all([everyRole(db), actorOf(db, who, now)])
  const items = [...all.roles.values()].map((role) => showRole(role, all, actor))
  return { items, next: null, may: { add: who.permissions.has('roles:write') } }
})
export const roleRoutes = [
  handle(api.readRole, async ({ db, params, who, now }) => showDetail(db, params.id, await actorOf(db, who, now))),
  handle(api.listPermissions, async ({ db, who, now }) => {
    const [all, actor] = await Promise.all([permissionList(db), actorOf(db, who, now)])
    const may = (row: (typeof all)[number]) => ({ grant: !row.isSystemPermission && holdsAll([row.code], actor) })
    return { items: all.map((row) => ({ ...row, may: may(row) })), next: null }
  }),
]
