import { change, compiled, type Db, insert, remove } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { handle, type Session } from '#platform/module.ts'
import * as api from './contract.ts'
import { mayGive, notYoursToGive, unknownRole } from './policy.ts'
import { keepAnAdministrator } from './watch.ts'

type Role = { id: string; code: string; name: string; description: string | null; isSystemRole: boolean; isDefault: boolean }
const roles = compiled<Record<string, never>, Role>('access.roles', (db) =>
  db
    .selectFrom('access.roles')
    .select(['id', 'code', 'name', 'description', 'isSystemRole', 'isDefault'])
    .orderBy('priorityLevel', 'desc')
    .orderBy('name')
    .orderBy('id')
    .limit(200),
)
type Allowed = { roleId: string; code: string; says: string }
const allowed = compiled<Record<string, never>, Allowed>('access.allowed', (db) =>
  db
    .selectFrom('access.role_permissions as g')
    .innerJoin('access.permissions as p', 'p.id', 'g.permissionId')
    .where('g.isActive', '=', true)
    .select(['g.roleId', 'p.code', 'p.name as says'])
    .orderBy('p.code'),
)

/** All roles with what they allow, most weighty first. */
async function rolesWithPermissions(db: Db) {
  const [all, grants] = await Promise.all([roles(db, {}), allowed(db, {})])
  const byRole = Map.groupBy(grants, (grant) => grant.roleId)
  return all.map((role) => ({ ...role, permissions: (byRole.get(role.id) ?? []).map(({ code, says }) => ({ code, says })) }))
}
type Full = Awaited<ReturnType<typeof rolesWithPermissions>>[number]

const giveable = (role: Full, who: Session, userId: string) =>
  mayGive({ isSystemRole: role.isSystemRole, permissions: role.permissions.map((permission) => permission.code) }, who, userId)

async function heldBy(db: Db, userId: string) {
  return db
    .selectFrom('access.user_roles')
    .select(['id', 'roleId', 'assignedAt', 'expiresAt', 'isPrimary'])
    .where('userId', '=', userId)
    .orderBy('assignedAt')
    .orderBy('id')
    .execute()
}

async function describe(db: Db, userId: string, who: Session) {
  const [all, held, person] = await Promise.all([
    rolesWithPermissions(db),
    heldBy(db, userId),
    db.selectFrom('directory.people').select('id').where('id', '=', userId).where('removedAt', 'is', null).executeTakeFirst(),
  ])
  if (!person) throw notFound()
  const byId = new Map(all.map((role) => [role.id, role]))
  const items = held.flatMap(({ roleId, ...grant }) => {
    const role = byId.get(roleId)
    return role ? [{ ...grant, role: { id: role.id, code: role.code, name: role.name }, may: { take: giveable(role, who, userId) } }] : []
  })
  const holds = new Set(held.map((grant) => grant.roleId))
  return { all, items, mayGive: all.filter((role) => !holds.has(role.id) && giveable(role, who, userId)).map((role) => role.code) }
}
type Described = Awaited<ReturnType<typeof describe>>

type Giving = { userId: string; who: Session; now: Temporal.Instant; before: Described }
async function give(
  db: Db,
  { userId, who, now, before }: Giving,
  given: { code: string; field: string; expiresAt: string | null; isPrimary: boolean },
): Promise<void> {
  const role = before.all.find((one) => one.code === given.code)
  if (!role) throw unknownRole(given.field)
  if (!giveable(role, who, userId)) throw notYoursToGive()
  const primary = given.isPrimary ? before.items.find((one) => one.isPrimary) : undefined
  if (primary) await change(db, 'access.user_roles', { id: primary.id }, { isPrimary: false })
  await insert(db, 'access.user_roles', {
    userId,
    roleId: role.id,
    assignedAt: now.toString(),
    assignedBy: who.userId,
    expiresAt: given.expiresAt,
    isPrimary: given.isPrimary,
  })
}

async function take(db: Db, { userId, before }: Giving, grantId: string): Promise<void> {
  const grant = before.items.find((one) => one.id === grantId)
  if (!grant) throw notFound()
  if (!grant.may.take) throw notYoursToGive()
  if (grant.role.code === 'tenant_administrator') await keepAnAdministrator(db, userId)
  await remove(db, 'access.user_roles', { id: grantId, userId })
}

export const roleRoutes = [
  handle(api.listRoles, async ({ db }) => ({ items: await rolesWithPermissions(db), next: null })),
  handle(api.rolesOfPerson, ({ db, params, who }) => describe(db, params.id, who)),
  handle(api.giveRole, async ({ db, params, body, who, now }) => {
    const giving = { userId: params.id, who, now, before: await describe(db, params.id, who) }
    await give(db, giving, { ...body, code: body.role, field: 'role' })
    await emit(db, 'access.rights_changed', { userIds: [params.id] })
    return describe(db, params.id, who)
  }),
  handle(api.setRoles, async ({ db, params, body, who, now }) => {
    const giving = { userId: params.id, who, now, before: await describe(db, params.id, who) }
    const held = new Set(giving.before.items.map((one) => one.role.code))
    const wanted = new Set(body.roles)
    for (const code of wanted.difference(held)) await give(db, giving, { code, field: 'roles', expiresAt: null, isPrimary: false })
    for (const one of giving.before.items) if (!wanted.has(one.role.code)) await take(db, giving, one.id)
    await emit(db, 'access.rights_changed', { userIds: [params.id] })
    return describe(db, params.id, who)
  }),
  handle(api.takeRole, async ({ db, params, who, now }) => {
    await take(db, { userId: params.id, who, now, before: await describe(db, params.id, who) }, params.grantId)
    await emit(db, 'access.rights_changed', { userIds: [params.id] })
  }),
]
