import { randomUUIDv7 } from 'node:crypto'
import { type Db, insert } from '#platform/db.ts'
import type { Insert, Row } from '#platform/rows.gen.ts'
import { countPeople } from './placement.ts'

export { type Account, accountOf, activatePerson, findAccount, noteSignIn, setPlaceAndLanguage } from './accounts.ts'
export { countPeople, departmentsHeadedBy, headsAbove, moveToDepartment, placeOf } from './placement.ts'
export { type Contact, contactsOf } from './reach.ts'
export { reached, type Whose, whose } from './whose.ts'

export type NewPerson = Omit<Insert<'directory.users'>, 'searchName' | 'username'> & { username?: string }

/** A new person. The user name is the e-mail address unless one is given; people without either get their number. */
export async function addPerson(db: Db, person: NewPerson): Promise<Row<'directory.users'>> {
  const id = person.id ?? randomUUIDv7()
  const email = person.email?.toLowerCase() ?? null
  const username = (person.username ?? email ?? person.employeeId ?? id).toLowerCase()
  const added = await insert(db, 'directory.users', { ...person, id, email, username, searchName: searchName(person) })
  if (added.deptId) await countPeople(db, [added.deptId])
  return added
}

/** How a person is found by name: lower case without accents, family name first. */
export const searchName = (person: { firstName: string; middleName?: string | null; lastName: string }) =>
  plain([person.lastName, person.firstName, person.middleName].filter(Boolean).join(' '))

/** Lower case without accents: "Zoë O’Brien" is found as "zoe o'brien". */
export const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[’ʼ]/g, "'").toLowerCase()
