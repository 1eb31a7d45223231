import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { handle, type Session } from '#platform/module.ts'
import { NameCursor, pageOf, readCursor } from '#platform/paging.ts'
import * as api from './contract.ts'
import { departmentsHeadedBy } from './index.ts'
import { mayWithPerson, seesContact } from './policy.ts'
import { type PersonRow, peopleBy, personRow, type Reaching, searchFor } from './queries.ts'
import { placesOf, whose } from './whose.ts'

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

/** Whose rows this viewer may see, and whose they may change. */
async function reachingOf(db: Db, who: Session): Promise<Reaching> {
  const [read, write] = await Promise.all([whose(db, who, 'people:read'), whose(db, who, 'people:write')])
  return { read, write }
}

/** The person with all that a page shows, if the viewer may see them. Throws 404. */
export async function found(db: Db, id: string, who: Session) {
  const row = await personRow(db, id, await reachingOf(db, who))
  if (!row) throw notFound()
  return row
}

/** The person as `who` may see them. Throws 404. */
export async function show(db: Db, id: string, who: Session): Promise<api.Person> {
  const [row, headed] = await Promise.all([found(db, id, who), departmentsHeadedBy(db, who.userId)])
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

export const peopleRoutes = [
  handle(api.listPeople, async ({ db, query, who }) => {
    const [headed, reaching] = await Promise.all([departmentsHeadedBy(db, who.userId), reachingOf(db, who)])
    const { departmentId, status, mine, limit } = query
    const places = placesOf(reaching.read)
    const asked = [departmentId ? [departmentId] : undefined, mine ? headed : undefined, places.departments].filter(
      (ids) => ids !== undefined,
    )
    const rows = await peopleBy(db, {
      search: searchFor(query.q),
      descending: query.sort === '-name',
      after: readCursor(query.cursor, NameCursor),
      statuses: status ? [status] : mine ? ['active'] : ['active', 'invited'],
      departments: asked.length > 0 ? asked.reduce((all, ids) => all.filter((id) => ids.includes(id))) : undefined,
      organizations: places.organizations,
      limit,
      reaching,
      headed,
    })
    const { items, next } = pageOf(rows, limit, (row) => [row.searchName, row.id])
    return { items: items.map((row) => item(row, who, headed)), next }
  }),
  handle(api.readPerson, ({ db, params, who }) => show(db, params.id, who)),
]
