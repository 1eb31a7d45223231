import { randomUUIDv7 } from 'node:crypto'
import { type Db, insert } from '#platform/db.ts'
import type { Row } from '#platform/rows.gen.ts'
import { type NewPerson, searchName } from './naming.ts'
import { countPeople } from './placement.ts'

export { type Account, accountOf, activatePerson, findAccount, noteSignIn, setPlaceAndLanguage } from './accounts.ts'
export {
  addPeople,
  addressHolders,
  changePeople,
  type Known,
  peopleById,
  peopleByNumber,
  roomLeft,
  withdrawPeople,
} from './many.ts'
export { plain, searchName } from './naming.ts'
export { countPeople, headsAbove, moveToDepartment, placeOf } from './placement.ts'
export { type Contact, contactsOf } from './reach.ts'

/** A new person. The user name is the e-mail address unless one is given; people without either get their number. */
export async function addPerson(db: Db, person: NewPerson): Promise<Row<'directory.users'>> {
  const id = person.id ?? randomUUIDv7()
  const email = person.email?.toLowerCase() ?? null
  const username = (person.username ?? email ?? person.employeeId ?? id).toLowerCase()
  const added = await insert(db, 'directory.users', { ...person, id, email, username, searchName: searchName(person) })
  if (added.deptId) await countPeople(db, [added.deptId])
  return added
}

/** The departments a person heads, with all below them: whom a manager sees. */
export async function departmentsHeadedBy(db: Db, userId: string): Promise<string[]> {
  const rows = await db
    .withRecursive('headed', (with_) =>
      with_
        .selectFrom('directory.department_list as d')
        .select(['d.id'])
        .where('d.headUserId', '=', userId)
        .union((union) =>
          union.selectFrom('directory.department_list as below').innerJoin('headed', 'headed.id', 'below.parentId').select(['below.id']),
        ),
    )
    .selectFrom('headed')
    .select('id')
    .execute()
  return rows.map((row) => row.id)
}
