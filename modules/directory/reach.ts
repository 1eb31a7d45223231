import type { Db } from '#platform/db.ts'
import { compiled } from '#platform/db.ts'

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
