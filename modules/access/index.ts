import { type Db, insert, insertMany } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { type Permissions, type SeededRole, seededRoles } from '#platform/module.ts'

export { holdersOf, peopleAbove, rightsOf } from './rights.ts'

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
