import { boundOf, type Db, insertMany } from '#platform/db.ts'
import type { Reaction } from '#platform/module.ts'
import { assignRole } from './index.ts'
import { aboveYou, lastAdministrator, outranks } from './policy.ts'
import { defaultPermissions, peopleAbove, rightsOf } from './rights.ts'

type Inside = NonNullable<Reaction['inside']>

/** A new person starts with the roles that everybody has. */
export const giveDefaultRoles: Inside = async ({ db, payload, now }) => {
  const { userId } = payload as { userId: string }
  const roles = await db.selectFrom('access.roles').select('code').where('isDefault', '=', true).execute()
  for (const { code } of roles) await assignRole(db, { userId, role: code, now, by: boundOf(db).userId })
}

/**
 * Whoever sets a person's address can take their account over by a forgotten password: so nobody changes, invites or deactivates
 * somebody who may do more than they. Rights that everybody has do not count. Throws 403.
 */
export const protectAbove: Inside = async ({ db, payload, now }) => {
  const { userId, fields } = payload as { userId: string; fields?: string[] }
  const actor = boundOf(db).userId
  if (!actor || actor === userId || (fields && !fields.includes('email'))) return
  const [theirs, mine, common] = await Promise.all([rightsOf(db, userId, now), rightsOf(db, actor, now), defaultPermissions(db)])
  if (outranks(theirs.permissions.difference(common), mine.permissions)) throw aboveYou()
}

/** As `giveDefaultRoles`, for many; nobody among them has a session whose rights could be stale. */
export const giveManyDefaultRoles: Inside = async ({ db, payload, now }) => {
  const { userIds } = payload as { userIds: string[] }
  const roles = await db.selectFrom('access.roles').select('id').where('isDefault', '=', true).execute()
  const given = { assignedAt: now.toString(), assignedBy: boundOf(db).userId }
  await insertMany(
    db,
    'access.user_roles',
    userIds.flatMap((userId) => roles.map(({ id }) => ({ userId, roleId: id, ...given }))),
  )
}

/** As `protectAbove`, for many. */
export const protectManyAbove: Inside = async ({ db, payload, now }) => {
  const actor = boundOf(db).userId
  const { userIds } = payload as { userIds: string[] }
  if (actor && (await peopleAbove(db, { actor, userIds, now })).size > 0) throw aboveYou()
}

/** A tenant always keeps somebody who can give roles. Throws 409. */
export const protectLastAdministrator: Inside = async ({ db, payload }) => keepAnAdministrator(db, (payload as { userId: string }).userId)

/** Throws 409 where nobody else than `leaving` is an active tenant administrator. */
export async function keepAnAdministrator(db: Db, leaving: string): Promise<void> {
  // Held until the commit, so that the last two cannot go at the same moment.
  const role = await db
    .selectFrom('access.roles')
    .select('id')
    .where('code', '=', 'tenant_administrator')
    .forNoKeyUpdate()
    .executeTakeFirst()
  const holders = await db
    .selectFrom('access.user_roles as g')
    .innerJoin('directory.people as p', 'p.id', 'g.userId')
    .where('g.roleId', '=', role?.id ?? '')
    .where('g.expiresAt', 'is', null)
    .where((eb) => eb.or([eb('p.status', '=', 'active'), eb('p.id', '=', leaving)]))
    .select('g.userId')
    .execute()
  if (holders.some((row) => row.userId === leaving) && holders.every((row) => row.userId === leaving)) throw lastAdministrator()
}
