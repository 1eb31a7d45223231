import { boundOf, changeAll, type Db, insert, insertMany, remove } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { handle, type Session } from '#platform/module.ts'
import {
  type Actor,
  everAllowed,
  everythingOf,
  holdsAll,
  notYoursToGive,
  otherOrganization,
  ownerNotForAll,
  ownerRole,
  passableOf,
  reachAboveYou,
} from './ceiling.ts'
import * as api from './contract.ts'
import { chosen, giveable } from './giving.ts'
import { factsOf } from './holdings.ts'
import { momentOf, waysOf } from './policy.ts'
import { actorOf, everyRole, named } from './roles.ts'

/** Roles that everybody directly in a department holds. Throws 404. */
async function describe(db: Db, id: string, who: Actor) {
  const [all, held, department, own] = await Promise.all([
    everyRole(db),
    db.selectFrom('access.department_roles').select(['id', 'roleId', 'permissions']).where('deptId', '=', id).orderBy('id').execute(),
    db.selectFrom('directory.department_list').select(['id', 'orgId']).where('id', '=', id).executeTakeFirst(),
    db.selectFrom('directory.people').select('deptId').where('id', '=', who.userId).executeTakeFirst(),
  ])
  if (!department) throw notFound()
  const isOwn = own?.deptId === id
  const toWhom = isOwn ? who.userId : null
  const items = held.flatMap(({ roleId, permissions, ...row }) => {
    const role = all.roles.get(roleId)
    const may = role && { take: giveable(role, all, who, toWhom) }
    return role && may ? [{ ...row, role: named(role), permissions: permissions as string[], may }] : []
  })
  const holds = new Set(held.map((row) => row.roleId))
  const free = [...all.roles.values()].filter((role) => !holds.has(role.id) && role.code !== ownerRole && giveable(role, all, who, toWhom))
  return { all, isOwn, orgId: department.orgId, items, next: null, mayGive: free.map((role) => role.code) }
}

export const departmentRoutes = [
  handle(api.rolesOfDepartment, async ({ db, params, who, now }) => describe(db, params.id, await actorOf(db, who, now))),
  handle(api.giveDepartmentRole, async ({ db, params, body, who, now }) => {
    const actor = await actorOf(db, who, now)
    const { all, orgId, isOwn } = await describe(db, params.id, actor)
    const role = chosen(all, actor, { code: body.role, field: 'role', userId: isOwn ? who.userId : null, extra: body.permissions })
    if (role.code === ownerRole) throw ownerNotForAll()
    if (role.orgId !== null && role.orgId !== orgId) throw otherOrganization('role')
    await insert(db, 'access.department_roles', { deptId: params.id, roleId: role.id, permissions: body.permissions })
    await emit(db, 'access.role_changed', { roleId: role.id })
    return describe(db, params.id, actor)
  }),
  handle(api.takeDepartmentRole, async ({ db, params, who, now }) => {
    const { items } = await describe(db, params.id, await actorOf(db, who, now))
    const held = items.find((one) => one.id === params.grantId)
    if (!held) throw notFound()
    if (!held.may.take) throw notYoursToGive()
    await remove(db, 'access.department_roles', { id: held.id })
    await emit(db, 'access.role_changed', { roleId: held.role.id })
  }),
]

/** What the actor may pass on: no more than the key allows that they use. */
export const within = (db: Db, full: ReadonlySet<string>) => {
  const { may } = boundOf(db)
  return may ? full.intersection(may) : full
}

/** The place itself and all that it is part of. */
function lineage(all: readonly { id: string; parentId: string | null }[]) {
  const parents = new Map(all.map((one) => [one.id, one.parentId]))
  return (id: string | null | undefined) => {
    const found = new Set<string>()
    for (let next = id; next && !found.has(next); next = parents.get(next)) found.add(next)
    return found
  }
}

type Placed = { departmentId: string; before: { parentId: string | null; headUserId: string | null } }
/** What heads may do with their people because they are heads: it takes no role, but whoever makes heads must hold it. */
const broughtByHeading = 'people:write'

/**
 * A new head, or a new place in the tree, gives people more of others to see and to do with: so nobody makes a head, or moves a
 * department below one, or below a place that a role is held for, where that is more than they hold in full themselves. Who may
 * appoint does so for others, never for themselves. Throws 403.
 */
export async function refuseReachAbove(db: Db, { departmentId, before, now }: Placed & { now: Temporal.Instant }): Promise<void> {
  const actor = boundOf(db).userId
  if (!actor) return
  const all = await db.selectFrom('directory.department_list').select(['id', 'parentId', 'headUserId']).execute()
  const byId = new Map(all.map((one) => [one.id, one]))
  const above = lineage(all)
  const [old, fresh] = [above(before.parentId), above(byId.get(departmentId)?.parentId)]
  const gained = [...fresh.difference(old)]
  const headOf = (id: string) => byId.get(id)?.headUserId ?? null
  const known = new Set([before.headUserId, ...[...old].map(headOf)])
  const heads = new Set([headOf(departmentId), ...gained.map(headOf)].filter((id) => id !== null && !known.has(id)) as string[])
  if (heads.size === 0 && gained.length === 0) return

  const moment = momentOf(now)
  const full = within(db, passableOf(waysOf(await factsOf(db, actor)), moment))
  const mayAppoint = full.has('roles:appoint')
  const refuse = (needed: Iterable<string>, holder: string | null) => {
    if (![...needed].every((code) => full.has(code)) && !(mayAppoint && holder !== actor)) throw reachAboveYou()
  }
  for (const head of heads) {
    const ways = [...waysOf(await factsOf(db, head))].map(([code, of]) => [code, of.filter(({ limits }) => limits.length > 0)] as const)
    const headed = new Map(ways.filter(([, of]) => of.some(({ limits }) => limits.some(({ to }) => to === 'headed'))))
    refuse([broughtByHeading, ...everAllowed(headed, moment)], head)
  }
  if (gained.length === 0) return
  const [held, shared, own, { roles }] = await Promise.all([
    db.selectFrom('access.user_roles').select(['userId', 'roleId', 'customPermissions as extra']).where('deptId', 'in', gained).execute(),
    db.selectFrom('access.department_roles').select(['deptId', 'roleId', 'permissions as extra']).where('deptId', 'in', gained).execute(),
    db.selectFrom('directory.people').select('deptId').where('id', '=', actor).executeTakeFirst(),
    everyRole(db),
  ])
  const needs = ({ roleId, extra }: { roleId: string; extra: unknown }) => [...everythingOf(roleId, roles), ...(extra as string[])]
  for (const one of held) refuse(needs(one), one.userId)
  const isAboutPlace = ({ roleId }: { roleId: string }) =>
    roles.get(roleId)?.scope === 'department' || roles.get(roleId)?.grants.some(({ conditions }) => conditions.scope === 'department')
  for (const one of shared) if (isAboutPlace(one)) refuse(needs(one), one.deptId === own?.deptId ? actor : null)
}

/**
 * What is scoped to an organization counts for those below it: so nobody puts one below another where people hold more than they do
 * themselves in full. Who may appoint does so for others, never for themselves. Throws 403.
 */
export async function refuseOrganizationAbove(
  db: Db,
  { organizationId, before, now }: { organizationId: string; before: string | null; now: Temporal.Instant },
): Promise<void> {
  const actor = boundOf(db).userId
  if (!actor) return
  const all = await db.selectFrom('directory.organization_list').select(['id', 'parentId']).execute()
  const above = lineage(all)
  const gained = [...above(all.find(({ id }) => id === organizationId)?.parentId).difference(above(before))]
  if (gained.length === 0) return
  const [held, own, { roles }, facts] = await Promise.all([
    db.selectFrom('access.user_roles').select(['userId', 'roleId', 'customPermissions as extra']).where('orgId', 'in', gained).execute(),
    db.selectFrom('directory.people').select('orgId').where('id', '=', actor).executeTakeFirst(),
    everyRole(db),
    factsOf(db, actor),
  ])
  const full = within(db, passableOf(waysOf(facts), momentOf(now)))
  const mayPut = (needed: Iterable<string>, isOwn: boolean) =>
    [...needed].every((code) => full.has(code)) || (full.has('roles:appoint') && !isOwn)
  const ofPlace = [...roles.values()].filter(({ grants }) => grants.some(({ conditions }) => conditions.scope === 'organization'))
  if (
    !held.every((one) => mayPut([...everythingOf(one.roleId, roles), ...(one.extra as string[])], one.userId === actor)) ||
    !ofPlace.every(({ id }) => mayPut(everythingOf(id, roles), gained.includes(own?.orgId ?? '')))
  )
    throw reachAboveYou()
}

type Passed = { added: string[]; moved: string[] }
/**
 * One department is taken into another: what everybody in it holds, and what people hold for it, counts there from now on. Nobody
 * passes on what they may not give. Throws 403. Returns what was added and moved, for `returnRoles`.
 */
export async function passRoles(
  db: Db,
  { fromId, intoId, who, now }: { fromId: string; intoId: string; who: Session; now: Temporal.Instant },
): Promise<Passed> {
  const [actor, all, shared, held, own] = await Promise.all([
    actorOf(db, who, now),
    everyRole(db),
    db.selectFrom('access.department_roles').select(['deptId', 'roleId', 'permissions']).where('deptId', 'in', [fromId, intoId]).execute(),
    db
      .selectFrom('access.user_roles')
      .select(['id', 'userId', 'roleId', 'deptId', 'customPermissions'])
      .where('deptId', 'in', [fromId, intoId])
      .execute(),
    db.selectFrom('directory.people').select('deptId').where('id', '=', who.userId).executeTakeFirst(),
  ])
  const there = new Set(shared.filter(({ deptId }) => deptId === intoId).map(({ roleId }) => roleId))
  const fresh = shared.filter(({ deptId, roleId }) => deptId === fromId && !there.has(roleId))
  const same = (one: (typeof held)[number]) =>
    held.some((other) => other.deptId === intoId && other.userId === one.userId && other.roleId === one.roleId)
  const moving = held.filter((one) => one.deptId === fromId && !same(one))
  const mayPass = (roleId: string, extra: unknown, userId: string | null) => {
    const role = all.roles.get(roleId)
    return role !== undefined && giveable(role, all, actor, userId) && holdsAll(extra as string[], actor)
  }
  const toWhom = own?.deptId === intoId || own?.deptId === fromId ? who.userId : null
  if (!fresh.every(({ roleId, permissions }) => mayPass(roleId, permissions, toWhom))) throw notYoursToGive()
  if (!moving.every(({ roleId, customPermissions, userId }) => mayPass(roleId, customPermissions, userId))) throw notYoursToGive()
  const added = await insertMany(
    db,
    'access.department_roles',
    fresh.map(({ roleId, permissions }) => ({ deptId: intoId, roleId, permissions })),
  )
  const moved = moving.map(({ id }) => id)
  if (moved.length > 0) await changeAll(db, 'access.user_roles', { id: moved }, { deptId: intoId })
  for (const roleId of new Set([...fresh, ...moving].map((one) => one.roleId))) await emit(db, 'access.role_changed', { roleId })
  return { added: added.map(({ id }) => id), moved }
}

/** Takes back what `passRoles` did, as far as it is still there. */
export async function returnRoles(db: Db, { added, moved, fromId }: Passed & { fromId: string }): Promise<void> {
  const still = await db
    .selectFrom('access.department_roles')
    .select(['id', 'roleId'])
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(added))))
    .execute()
  for (const { id } of still) await remove(db, 'access.department_roles', { id })
  const back = moved.length > 0 ? await changeAll(db, 'access.user_roles', { id: moved }, { deptId: fromId }) : []
  for (const roleId of new Set([...still, ...back].map((one) => one.roleId))) await emit(db, 'access.role_changed', { roleId })
}
