import { compiled, type Db } from '#platform/db.ts'
import { type Grant, outranks, type Rights, rightsAt } from './policy.ts'

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

/** Those of these people who may do something that the actor may not. Rights that everybody has do not count. */
export async function peopleAbove(
  db: Db,
  { actor, userIds, now }: { actor: string; userIds: readonly string[]; now: Temporal.Instant },
): Promise<Set<string>> {
  const mine = (await rightsOf(db, actor, now)).permissions
  const held = await db
    .selectFrom('access.user_roles as u')
    .innerJoin('access.roles as r', 'r.id', 'u.roleId')
    .where('r.isDefault', '=', false)
    .where((eb) => eb('u.userId', '=', eb.fn.any(eb.val(userIds))))
    .select('u.userId')
    .distinct()
    .execute()
  const above = new Set<string>()
  const common = held.length ? await defaultPermissions(db) : new Set<string>()
  for (const { userId } of held) {
    const theirs = (await rightsOf(db, userId, now)).permissions.difference(common)
    if (userId !== actor && outranks(theirs, mine)) above.add(userId)
  }
  return above
}

/** What everybody may do. */
export async function defaultPermissions(db: Db): Promise<Set<string>> {
  const rows = await db
    .selectFrom('access.roles as r')
    .innerJoin('access.role_permissions as g', 'g.roleId', 'r.id')
    .innerJoin('access.permissions as p', 'p.id', 'g.permissionId')
    .where('r.isDefault', '=', true)
    .select('p.code')
    .execute()
  return new Set(rows.map((row) => row.code))
}
