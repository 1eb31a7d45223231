import { takeMappedRoles } from '#modules/access/index.ts'
import { passwordUse } from '#modules/auth/contract.ts'
import { endOidcSessions } from '#modules/auth/index.ts'
import { letUsePasswords } from '#modules/directory/index.ts'
import { configOf, setConfig } from '#modules/tenancy/index.ts'
import { type Db, record } from '#platform/db.ts'
import type { Session } from '#platform/module.ts'
import { lastDoor, untested } from './policy.ts'

/**
 * The providers that are switched on. All are this transaction's alone until it ends: two that close doors at once see each other,
 * and whoever is on their way in through one is in before, or stays out.
 */
export const openDoors = async (db: Db) =>
  (await db.selectFrom('sso.connections').selectAll().orderBy('id').forUpdate().execute()).filter((one) => one.isActive)

/** May everybody still use a password? */
export const arePasswordsAllowed = async (db: Db): Promise<boolean> => (await configOf(db, passwordUse)).allowed

/** Whether people may use a password. Throws 409 where they may not and no provider is known to work. */
export async function allowPasswords(db: Db, use: { allowed: boolean }, { tenantId }: Session): Promise<void> {
  const doors = await openDoors(db)
  if (!use.allowed && !doors.some((one) => one.checkedAt !== null && one.problem === null)) throw untested()
  const before = await configOf(db, passwordUse)
  await setConfig(db, passwordUse, use)
  // What a configuration holds is no matter for the audit trail; this rule is.
  record(db, { service: 'auth', entity: 'password_use', entityId: tenantId, action: 'update', old: before, new: use })
}

/** Everybody whom the provider of this issuer knows. */
const knownBy = (db: Db, issuer: string) =>
  db.selectFrom('sso.identities as i').where('i.issuer', '=', issuer).select('i.userId').distinct()
const idsOf = async (people: ReturnType<typeof knownBy>) => (await people.execute()).map(({ userId }) => userId)

/** Those who came last by it: what groups give is what that provider said, and no other. */
const lastCameBy = (db: Db, issuer: string) =>
  knownBy(db, issuer).where((eb) =>
    eb.not(
      eb.exists(
        eb
          .selectFrom('sso.identities as later')
          .whereRef('later.userId', '=', 'i.userId')
          .whereRef('later.lastUsedAt', '>', 'i.lastUsedAt')
          .select('later.id'),
      ),
    ),
  )

/** Roles go that the groups of this provider gave, but those that they still give (`keep`). */
export const takeGiven = async (db: Db, issuer: string, keep: readonly string[] = []): Promise<void> =>
  takeMappedRoles(db, { userIds: await idsOf(lastCameBy(db, issuer)), keep })

/**
 * Nobody comes in by this provider any more: what its groups gave goes, and the sessions that began through it end, all but the one
 * of whoever does this. Who has no other provider may choose a password. Throws 409 where people may use none and this is the last.
 */
export async function shutDoor(db: Db, { issuer, who, now }: { issuer: string; who: Session; now: Temporal.Instant }): Promise<void> {
  const others = (await openDoors(db)).filter((one) => one.issuer !== issuer).map((one) => one.issuer)
  if (others.length === 0 && !(await arePasswordsAllowed(db))) throw lastDoor()
  await takeGiven(db, issuer)
  await endOidcSessions(db, { userIds: await idsOf(knownBy(db, issuer)), except: who.id, by: who.userId, now })
  const elsewhere = db
    .selectFrom('sso.identities as o')
    .where((eb) => eb('o.issuer', '=', eb.fn.any(eb.val(others))))
    .select('o.userId')
  const stranded = others.length > 0 ? await idsOf(knownBy(db, issuer).where('i.userId', 'not in', elsewhere)) : undefined
  await letUsePasswords(db, stranded)
}
