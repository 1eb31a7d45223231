import { change, changeAll, compiled, type Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { countPeople, keepFindable } from './placement.ts'
import { searchName } from './policy.ts'

/** A person as sign-in sees them. */
export type Account = {
  id: string
  name: string
  firstName: string
  lastName: string
  email: string | null
  userType: 'employee' | 'oh_professional' | 'manager' | 'admin' | 'instructor' | 'learner'
  status: string
  authProvider: 'local' | 'oidc'
  locale: string
  timeZone: string
}
const shown = ['id', 'firstName', 'lastName', 'email', 'userType', 'status', 'authProvider', 'locale', 'timeZone'] as const
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

/** Another name, as the sign-in provider has it. */
export async function renamePerson(db: Db, { userId, ...names }: { userId: string; firstName: string; lastName: string }): Promise<void> {
  const { middleName } = await change(db, 'directory.users', { id: userId }, names)
  const renamed = await change(db, 'directory.users', { id: userId }, { searchName: searchName({ ...names, middleName }) })
  await keepFindable(db, [renamed])
  await emit(db, 'directory.person_changed', { userId, fields: ['firstName', 'lastName'] })
}

/** How a person signs in: also by a password (`local`), or through single sign-on only. */
export async function setAuthProvider(db: Db, { userId, provider }: { userId: string; provider: 'local' | 'oidc' }): Promise<void> {
  await change(db, 'directory.users', { id: userId }, { authProvider: provider })
}

/** Those of these people who came through single sign-on only may use a password from now on; without `userIds`, everybody. */
export async function letUsePasswords(db: Db, userIds?: readonly string[]): Promise<void> {
  await changeAll(db, 'directory.users', { authProvider: 'oidc', ...(userIds ? { id: userIds } : {}) }, { authProvider: 'local' })
}

/** How a person is reached, and since when that is proven. Only for the person themself. */
export const contactOf = (db: Db, userId: string) =>
  db
    .selectFrom('directory.users')
    .select(['email', 'emailVerifiedAt', 'phone', 'phoneVerifiedAt'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()

/** The address is the person's own: theirs from now on, and a user name that was the address before follows it. 409 where it is taken. */
export async function setEmail(db: Db, { userId, email, now }: { userId: string; email: string; now: Temporal.Instant }): Promise<void> {
  const before = await db.selectFrom('directory.users').select(['email', 'username']).where('id', '=', userId).executeTakeFirstOrThrow()
  const follows = before.email !== null && before.username === before.email
  const set = { email, emailVerifiedAt: now.toString(), ...(follows ? { username: email } : {}) }
  await change(db, 'directory.users', { id: userId }, set)
  await emit(db, 'directory.person_changed', { userId, fields: ['email'] })
}

/** The number is the person's own. */
export async function setPhone(db: Db, { userId, phone, now }: { userId: string; phone: string; now: Temporal.Instant }): Promise<void> {
  await change(db, 'directory.users', { id: userId }, { phone, phoneVerifiedAt: now.toString() })
  await emit(db, 'directory.person_changed', { userId, fields: ['phone'] })
}

/** When the person last did something, or signed in: no change of theirs, nor a matter for the audit trail, which has the sign-in itself. */
export async function noteSeen(db: Db, { userId, now, signsIn }: { userId: string; now: Temporal.Instant; signsIn: boolean }) {
  const at = now.toString()
  const seen = { lastActiveAt: at, ...(signsIn ? { lastLogin: at } : {}) }
  await db.updateTable('directory.users').set(seen).where('id', '=', userId).execute()
}

/** Where a person is and which language they read, as they chose it themselves. */
export async function setPlaceAndLanguage(
  db: Db,
  { userId, ...chosen }: { userId: string; locale?: string | undefined; timeZone?: string | undefined },
): Promise<void> {
  await change(db, 'directory.users', { id: userId }, chosen)
}

/** How a person is reached: null where there is no address. */
export type Contact = { id: string; name: string; email: string | null; status: string; timeZone: string; locale: string }

const contacts = compiled<{ userIds: readonly string[] }, Omit<Contact, 'name'> & { firstName: string; lastName: string }>(
  'directory.contacts',
  (db, { userIds }) =>
    db
      .selectFrom('directory.users')
      .where((eb) => eb('id', '=', eb.fn.any(eb.val(userIds))))
      .where('removedAt', 'is', null)
      .select(['id', 'firstName', 'lastName', 'email', 'status', 'timeZone', 'locale']),
)

/** Addresses, zone and language of these people; people who were removed are left out. For letters, never for lists. */
export async function contactsOf(db: Db, userIds: readonly string[]): Promise<Contact[]> {
  const rows = await contacts(db, { userIds })
  return rows.map(({ firstName, lastName, ...rest }) => ({ ...rest, name: `${firstName} ${lastName}` }))
}

/** The number at which somebody is reached, and whether it is proven to be theirs. */
export const phoneOf = async (db: Db, userId: string): Promise<{ phone: string | null; phoneVerified: boolean }> =>
  (await db.selectFrom('directory.users').select(['phone', 'phoneVerified']).where('id', '=', userId).executeTakeFirst()) ?? {
    phone: null,
    phoneVerified: false,
  }

/** Who somebody is and which department they are put into. Throws 404. */
export async function placeOf(db: Db, userId: string): Promise<{ name: string; departmentId: string | null }> {
  const person = await db.selectFrom('directory.people').select(['name', 'deptId']).where('id', '=', userId).executeTakeFirst()
  if (!person) throw notFound()
  return { name: person.name ?? '', departmentId: person.deptId }
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
