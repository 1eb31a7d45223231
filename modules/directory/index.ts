export {
  type Account,
  accountOf,
  activatePerson,
  type Contact,
  contactOf,
  contactsOf,
  findAccount,
  letUsePasswords,
  noteSeen,
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
  addPerson,
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
export { beginningsOf, configureOrganization, orgConfigOf, placesOfDepartments, setEmployeeNumber, stationeryFor } from './queries.ts'
export { departmentsReached, reached, type Whose, whose } from './whose.ts'
