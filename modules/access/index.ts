import { compiled, type Db, insert, insertMany } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { type Permissions, type SeededRole, seededRoles } from '#platform/module.ts'
import { type Grant, outranks, type Rights, rightsAt } from './policy.ts'

export { aboveYou } from './policy.ts'

const names: Record<SeededRole, string> = {
  employee: 'Employee',
  oh_professional: 'Occupational health professional',
  manager: 'Manager',
  admin: 'Administrator',
  instructor: 'Instructor',
  learner: 'Learner',
  tenant_administrator: 'Tenant administrator',
}

/** The roles that every tenant starts with, holding the permissions that the modules declare for them. */
export async function seedRoles(db: Db, catalogue: Permissions): Promise<void> {
  const permissions = await db.selectFrom('access.permissions').select(['id', 'code']).execute()
  const roles = await insertMany(
    db,
    'access.roles',
    seededRoles.map((code, i) => ({ code, name: names[code], isSystemRole: true, isDefault: code === 'employee', priorityLevel: i })),
  )
  const grants = roles.flatMap((role) =>
    permissions
      .filter(({ code }) => catalogue[code as never]?.roles.includes(role.code as SeededRole))
      .map(({ id }) => ({ roleId: role.id, permissionId: id })),
  )
  await insertMany(db, 'access.role_permissions', grants)
}

/** Gives a person a role, from `now`. */
export async function assignRole(
  db: Db,
  given: { userId: string; role: string; now: Temporal.Instant; by?: string | null; isPrimary?: boolean },
): Promise<void> {
  const role = await db.selectFrom('access.roles').select('id').where('code', '=', given.role).executeTakeFirstOrThrow()
  await insert(db, 'access.user_roles', {
    userId: given.userId,
    roleId: role.id,
    assignedAt: given.now.toString(),
    assignedBy: given.by ?? null,
    isPrimary: given.isPrimary ?? false,
  })
  await emit(db, 'access.rights_changed', { userIds: [given.userId] })
}

const grants = compiled<{ userId: string }, Grant>('access.grants', (db, { userId }) =>
  db
    .selectFrom('access.user_roles as u')
    .innerJoin('access.roles as r', 'r.id', 'u.roleId')
    .leftJoin('access.role_permissions as g', (join) => join.onRef('g.roleId', '=', 'r.id').on('g.isActive', '=', true))
    .leftJoin('access.permissions as p', 'p.id', 'g.permissionId')
    .where('u.userId', '=', userId)
    .select(['r.code as role', 'p.code as permission', 'u.assignedAt', 'u.expiresAt', 'g.effectiveFrom', 'g.effectiveUntil']),
)

/** The roles a person holds at `now`, what these allow, and until when that is so. */
export async function rightsOf(db: Db, userId: string, now: Temporal.Instant): Promise<Rights> {
  return rightsAt(await grants(db, { userId }), now)
}

/** May this person do things that `by` may not? Rights that everybody has do not count. */
export async function isAbove(db: Db, { userId, by, now }: { userId: string; by: string; now: Temporal.Instant }): Promise<boolean> {
  const [theirs, mine, common] = await Promise.all([rightsOf(db, userId, now), rightsOf(db, by, now), defaultPermissions(db)])
  return outranks(theirs.permissions.difference(common), mine.permissions)
}

async function defaultPermissions(db: Db): Promise<Set<string>> {
  const rows = await db
    .selectFrom('access.roles as r')
    .innerJoin('access.role_permissions as g', 'g.roleId', 'r.id')
    .innerJoin('access.permissions as p', 'p.id', 'g.permissionId')
    .where('r.isDefault', '=', true)
    .select('p.code')
    .execute()
  return new Set(rows.map((row) => row.code))
}

/** Active people who hold a permission through one of their roles now. */
export async function holdersOf(db: Db, { permission, now }: { permission: string; now: Temporal.Instant }): Promise<string[]> {
  const at = now.toString()
  const rows = await db
    .selectFrom('access.permissions as p')
    .innerJoin('access.role_permissions as g', 'g.permissionId', 'p.id')
    .innerJoin('access.user_roles as u', 'u.roleId', 'g.roleId')
    .innerJoin('directory.people as d', 'd.id', 'u.userId')
    .where('p.code', '=', permission)
    .where('g.isActive', '=', true)
    .where('d.isActive', '=', true)
    .where((eb) => eb.or([eb('g.effectiveFrom', 'is', null), eb('g.effectiveFrom', '<=', at)]))
    .where((eb) => eb.or([eb('g.effectiveUntil', 'is', null), eb('g.effectiveUntil', '>', at)]))
    .where((eb) => eb.or([eb('u.expiresAt', 'is', null), eb('u.expiresAt', '>', at)]))
    .select('u.userId')
    .distinct()
    .execute()
  return rows.map((row) => row.userId)
}
