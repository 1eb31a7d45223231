import { boundOf, type Db } from '#platform/db.ts'
import type { Reaction } from '#platform/module.ts'
import { assignRole, isAbove } from './index.ts'
import { aboveYou, lastAdministrator } from './policy.ts'

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
  if (await isAbove(db, { userId, by: actor, now })) throw aboveYou()
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
