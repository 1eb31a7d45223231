import { randomUUIDv7 } from 'node:crypto'
import { type Db, insert } from '#platform/db.ts'
import { countPeople, keepFindable } from './placement.ts'
import { type NewPerson, searchName } from './policy.ts'

export {
  type Account,
  accountOf,
  activatePerson,
  type Contact,
  contactOf,
  contactsOf,
  findAccount,
  noteSignIn,
  phoneOf,
  placeOf,
  renamePerson,
  setAuthProvider,
  setEmail,
  setPhone,
  setPlaceAndLanguage,
  setStatus,
} from './accounts.ts'
export { alterDepartment } from './departments.ts'
export {
  addOne,
  addPeople,
  addressHolders,
  changePeople,
  type Known,
  peopleById,
  peopleByNumber,
  roomLeft,
  withdrawPeople,
} from './many.ts'
export {
  addBranch,
  alterBranch,
  branchesOf,
  countPeople,
  departmentsHeadedBy,
  headsAbove,
  keepFindable,
  moveToDepartment,
  refuseSuspended,
  removeBranch,
} from './placement.ts'
export { makesRing, plain, searchName } from './policy.ts'
export { beginningsOf, organizationsOf, orgConfigOf, senderFor, setOrgConfig } from './queries.ts'
export { departmentsReached, reached, type Whose, whose } from './whose.ts'

/** A new person. The user name is the e-mail address unless one is given; people without either get their number. */
export async function addPerson(db: Db, person: NewPerson) {
  const id = person.id ?? randomUUIDv7()
  const email = person.email?.toLowerCase() ?? null
  const username = (person.username ?? email ?? person.employeeId ?? id).toLowerCase()
  const added = await insert(db, 'directory.users', { ...person, id, email, username, searchName: searchName(person) })
  await keepFindable(db, [added], { isNew: true })
  if (added.deptId) await countPeople(db, [added.deptId])
  return added
}
