import { type Db, insert, insertMany, remove } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { handle, type Session } from '#platform/module.ts'
import { type Actor, notYoursToGive, otherOrganization, ownerNotForAll, ownerNotMapped, ownerRole } from './ceiling.ts'
import * as api from './contract.ts'
import { chosen, giveable } from './giving.ts'
import { absentActor, actorOf, everyRole, heldBy, named } from './roles.ts'

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

/** May `who` have these roles given to whoever a sign-in provider says? Throws 422 for what is no such role, 403. */
export async function refuseUnmappable(
  db: Db,
  { codes, who, now }: { codes: readonly string[]; who: Session; now: Temporal.Instant },
): Promise<void> {
  const [all, actor] = await Promise.all([everyRole(db), actorOf(db, who, now)])
  for (const code of codes) {
    const role = chosen(all, actor, { code, field: 'mappings', userId: null, extra: [] })
    if (role.code === ownerRole) throw ownerNotMapped()
    if (role.orgId !== null) throw otherOrganization('mappings')
  }
}

type Mapped = { userId: string; codes: readonly string[]; by: string | null; now: Temporal.Instant }
/**
 * Brings the roles that single sign-on gave a person to these; those given by hand stay as they are. New ones are given in the
 * name of who saved the mapping: only what `by` may give to this person now. Answers the codes that were not given.
 */
export async function setMappedRoles(db: Db, { userId, codes, by, now }: Mapped): Promise<string[]> {
  const [all, held, actor] = await Promise.all([everyRole(db), heldBy(db, userId), by ? absentActor(db, by, now) : undefined])
  const wanted = [...all.roles.values()].filter((role) => codes.includes(role.code))
  const whole = held.filter((one) => one.orgId === null && one.deptId === null)
  const gone = held.filter((one) => one.source === 'sso' && !wanted.some((role) => role.id === one.roleId))
  const missing = wanted.filter((role) => !whole.some((one) => one.roleId === role.id))
  const given = missing.filter((role) => role.code !== ownerRole && actor && giveable(role, all, actor, userId))
  for (const { id } of gone) await remove(db, 'access.user_roles', { id })
  const assigned = { userId, assignedAt: now.toString(), assignedBy: by, source: 'sso' as const }
  await insertMany(
    db,
    'access.user_roles',
    given.map((role) => ({ ...assigned, roleId: role.id })),
  )
  if (gone.length + given.length > 0) await emit(db, 'access.rights_changed', { userIds: [userId] })
  const refused = missing.filter((role) => !given.includes(role)).map((role) => role.code)
  return [...refused, ...codes.filter((code) => !wanted.some((role) => role.code === code))]
}
