import { change, type Db } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { countPeople } from './placement.ts'

/** A person as sign-in sees them. */
export type Account = {
  id: string
  name: string
  firstName: string
  lastName: string
  email: string | null
  userType: 'employee' | 'oh_professional' | 'manager' | 'admin' | 'instructor' | 'learner'
  status: string
  locale: string
  timeZone: string
}
const shown = ['id', 'firstName', 'lastName', 'email', 'userType', 'status', 'locale', 'timeZone'] as const
const named = <P extends { firstName: string; lastName: string }>(row: P | undefined) =>
  row && { ...row, name: `${row.firstName} ${row.lastName}` }

/** Whose e-mail address or user name this is; an address wins over the same text as somebody's user name. */
export async function findAccount(db: Db, identifier: string): Promise<Account | undefined> {
  const typed = identifier.trim().toLowerCase()
  const rows = await db
    .selectFrom('directory.users')
    .select([...shown, 'username'])
    .where((eb) => eb.or([eb('email', '=', typed), eb('username', '=', typed)]))
    .where('removedAt', 'is', null)
    .where('authProvider', '=', 'local')
    .limit(2)
    .execute()
  return named(rows.find((row) => row.email === typed) ?? rows[0]) as Account | undefined
}

/** The account of a person; undefined where there is none. */
export async function accountOf(db: Db, userId: string): Promise<Account | undefined> {
  return named(
    await db.selectFrom('directory.users').select(shown).where('id', '=', userId).where('removedAt', 'is', null).executeTakeFirst(),
  ) as Account | undefined
}

/** The invited person has come: active from now on, with the address the invitation went to as verified. */
export async function activatePerson(
  db: Db,
  { userId, verified, now }: { userId: string; verified: string | null; now: Temporal.Instant },
): Promise<void> {
  const person = await accountOf(db, userId)
  const isOwn = verified !== null && person?.email === verified
  const { deptId } = await change(
    db,
    'directory.users',
    { id: userId },
    { status: 'active', ...(isOwn ? { emailVerifiedAt: now.toString() } : {}) },
  )
  if (deptId) await countPeople(db, [deptId])
}

/** When the person last signed in: neither a change of the person nor a matter for the audit trail, which has the sign-in itself. */
export async function noteSignIn(db: Db, { userId, now }: { userId: string; now: Temporal.Instant }): Promise<void> {
  const at = now.toString()
  await db.updateTable('directory.users').set({ lastLogin: at, lastActiveAt: at }).where('id', '=', userId).execute()
}

/** Where a person is and which language they read, as they chose it themselves. */
export async function setPlaceAndLanguage(
  db: Db,
  { userId, ...chosen }: { userId: string; locale?: string | undefined; timeZone?: string | undefined },
): Promise<void> {
  await change(db, 'directory.users', { id: userId }, chosen)
}

/** The number at which somebody is reached; null where there is none. */
export const phoneOf = async (db: Db, userId: string): Promise<string | null> =>
  (await db.selectFrom('directory.users').select('phone').where('id', '=', userId).executeTakeFirst())?.phone ?? null

/** Another number for oneself: what was verified was the one before. */
export async function setPhone(db: Db, { userId, phone }: { userId: string; phone: string | null }): Promise<void> {
  if ((await phoneOf(db, userId)) !== phone) await change(db, 'directory.users', { id: userId }, { phone, phoneVerifiedAt: null })
}

/** Stops a person from signing in (their sessions end), or lets them in again. */
export async function setStatus(
  db: Db,
  { userId, status, by, now }: { userId: string; status: 'active' | 'inactive'; by: string; now: Temporal.Instant },
): Promise<void> {
  const isEnd = status === 'inactive'
  const { deptId } = await change(
    db,
    'directory.users',
    { id: userId },
    { status, deactivatedAt: isEnd ? now.toString() : null, updatedBy: by },
  )
  if (deptId) await countPeople(db, [deptId])
  await emit(db, isEnd ? 'directory.person_deactivated' : 'directory.person_reactivated', { userId })
}
