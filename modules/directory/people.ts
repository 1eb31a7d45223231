import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { handle, type Session } from '#platform/module.ts'
import { NameCursor, pageOf, readCursor } from '#platform/paging.ts'
import * as api from './contract.ts'
import { departmentsHeadedBy } from './index.ts'
import { mayWithPerson, seesContact } from './policy.ts'
import { type PersonRow, peopleBy, personRow, searchFor } from './queries.ts'

const nameOf = (row: { firstName: string; lastName: string }) => `${row.firstName} ${row.lastName}`
const place = (id: string | null, name: string | null) => (id && name ? { id, name } : null)

function item(row: PersonRow, who: Session, headed: readonly string[]) {
  const sees = seesContact(row, who, headed)
  return {
    ...{ id: row.id, name: nameOf(row), userType: row.userType, status: row.status },
    department: place(row.deptId, row.departmentName),
    email: sees ? row.email : null,
    employeeNumber: sees ? row.employeeId : null,
  }
}

/** The person with all that a page shows. Throws 404. */
export async function found(db: Db, id: string) {
  const row = await personRow(db, id)
  if (!row) throw notFound()
  return row
}

/** The person as `who` may see them. Throws 404. */
export async function show(db: Db, id: string, who: Session): Promise<api.Person> {
  const [row, headed] = await Promise.all([found(db, id), departmentsHeadedBy(db, who.userId)])
  const sees = seesContact(row, who, headed)
  const { firstName, middleName, lastName, locale, timeZone, version } = row
  return {
    ...item(row, who, headed),
    ...{ firstName, middleName, lastName, locale, timeZone, version },
    organization: place(row.orgId, row.organizationName),
    phone: sees ? row.phone : null,
    lastLogin: sees ? row.lastLogin : null,
    may: mayWithPerson(row, who),
  }
}

export const listOfPeople = handle(api.listPeople, async ({ db, query, who }) => {
  const headed = await departmentsHeadedBy(db, who.userId)
  const { departmentId, status, mine, limit } = query
  const search = searchFor(query.q)
  const some = departmentId ? [departmentId] : undefined
  const within = mine ? (some ?? headed).filter((id) => headed.includes(id)) : some
  // Who may not see addresses and numbers cannot find out whose they are either.
  const isHidden = (search.email || search.number) && !who.permissions.has('people:write')
  const reach = isHidden ? (within ?? headed).filter((id) => headed.includes(id)) : within
  const rows = await peopleBy(db, {
    search,
    descending: query.sort === '-name',
    after: readCursor(query.cursor, NameCursor),
    statuses: status ? [status] : mine ? ['active'] : ['active', 'invited'],
    departments: reach,
    limit,
  })
  const { items, next } = pageOf(rows, limit, (row) => [row.searchName, row.id])
  return { items: items.map((row) => item(row, who, headed)), next }
})

export const peopleRoutes = [handle(api.readPerson, ({ db, params, who }) => show(db, params.id, who))]
