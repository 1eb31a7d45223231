import { notFound } from '#platform/errors.ts'
import { type Context, handle, type Session } from '#platform/module.ts'
import { NameCursor, pageOf, readCursor, writeCursor } from '#platform/paging.ts'
import * as api from './contract.ts'
import { FoundCursor, findPeople } from './find.ts'
import { mayWithPerson, seesContact } from './policy.ts'
import { type PersonRow, peopleBy, personRow, type Wanted } from './queries.ts'
import { placesOf, type Reaching, reachingOf } from './whose.ts'

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

/** The person with all that a page shows, if the viewer may see them. Throws 404. */
export async function found(db: Context['db'], id: string, who: Session, reaching?: Reaching) {
  const row = await personRow(db, id, reaching ?? (await reachingOf(db, who)))
  if (!row) throw notFound()
  return row
}

/** The person as `who` may see them. Throws 404. */
export async function show(db: Context['db'], id: string, who: Session): Promise<api.Person> {
  const reaching = await reachingOf(db, who)
  const { headed } = reaching
  const row = await found(db, id, who, reaching)
  const sees = seesContact(row, who, headed)
  const { firstName, middleName, lastName, locale, timeZone, version } = row
  return {
    ...item(row, who, headed),
    ...{ firstName, middleName, lastName, locale, timeZone, version },
    organization: place(row.orgId, row.organizationName),
    phone: sees ? row.phone : null,
    username: sees ? row.username : null,
    emailVerified: sees && row.emailVerified,
    phoneVerified: sees && row.phoneVerified,
    lastLogin: sees ? row.lastLogin : null,
    lastActiveAt: sees ? row.lastActiveAt : null,
    deactivatedAt: sees ? row.deactivatedAt : null,
    may: mayWithPerson(row, who),
  }
}

export const listOfPeople = handle(api.listPeople, async ({ db, query, who }) => {
  const reaching = await reachingOf(db, who)
  const { headed } = reaching
  const { departmentId, status, mine, limit } = query
  const places = placesOf(reaching.read)
  const asked = [departmentId ? [departmentId] : undefined, mine ? headed : undefined, places.departments].filter(
    (ids) => ids !== undefined,
  )
  const asking: Omit<Wanted, 'descending' | 'after'> = {
    statuses: status ? [status] : mine ? ['active'] : ['active', 'invited'],
    departments: asked.length > 0 ? asked.reduce((all, ids) => all.filter((id) => ids.includes(id))) : undefined,
    organizations: places.organizations,
    limit,
    reaching,
  }
  if (query.q) {
    const { rows, next } = await findPeople(db, {
      ...asking,
      q: query.q,
      isStatusAsked: Boolean(status ?? mine),
      after: readCursor(query.cursor, FoundCursor),
    })
    return { items: rows.map((row) => item(row, who, headed)), next: next && writeCursor(next) }
  }
  const rows = await peopleBy(db, { ...asking, descending: query.sort === '-name', after: readCursor(query.cursor, NameCursor) })
  const { items, next } = pageOf(rows, limit, (row) => [row.searchName, row.id])
  return { items: items.map((row) => item(row, who, headed)), next }
})

export const peopleRoutes = [handle(api.readPerson, ({ db, params, who }) => show(db, params.id, who))]
