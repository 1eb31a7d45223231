import { peopleAbove, placesAbove, rightsOf } from '#modules/access/index.ts'
import { addressHolders, type Known, peopleById, peopleByNumber } from '#modules/directory/index.ts'
import { type Employment, employmentsOf, numberHolders } from '#modules/employees/index.ts'
import type { Db } from '#platform/db.ts'
import { mayImport, type Standing, type Surroundings, type Values } from './policy.ts'

/** People by number and id as they stand now, with their employment. */
export type Found = { person: Known; employment: Employment | undefined }

export const foundByNumber = async (db: Db, numbers: readonly string[]) => employed(db, await peopleByNumber(db, numbers))
export const foundById = async (db: Db, ids: readonly string[]) => employed(db, await peopleById(db, ids))

async function employed(db: Db, people: readonly Known[]): Promise<Found[]> {
  const records = await employmentsOf(
    db,
    people.map((one) => one.id),
  )
  const byUser = new Map(records.map((record) => [record.userId, record]))
  return people.map((person) => ({ person, employment: byUser.get(person.id) }))
}

export const standingOf = ({ person, employment }: Found): Standing => ({
  userId: person.id,
  status: person.status,
  userVersion: person.version,
  employmentVersion: employment?.version ?? null,
  hasLeft: employment?.employmentStatus === 'terminated',
  fields: {
    firstName: person.firstName,
    middleName: person.middleName,
    lastName: person.lastName,
    email: person.email,
    phone: person.phone,
    department: employment ? employment.departmentId : person.deptId,
    jobTitle: employment?.jobTitle ?? null,
    startDate: employment?.startDate ?? null,
  },
})

/** Departments by code and by name, in lower case. */
export async function departmentsOf(db: Db): Promise<Surroundings['departments']> {
  const rows = await db
    .selectFrom('directory.department_list as d')
    .innerJoin('directory.organization_list as o', 'o.id', 'd.orgId')
    .select(['d.id', 'd.code', 'd.name'])
    .where('d.status', '=', 'active')
    .where('o.status', '<>', 'suspended')
    .execute()
  const found = new Map<string, string | 'several'>()
  for (const { id, name } of rows) found.set(name.toLowerCase(), found.has(name.toLowerCase()) ? 'several' : id)
  for (const { id, code } of rows) found.set(code.toLowerCase(), id)
  return found
}

/** What the rows of a portion refer to, and whom the importing person may not change. */
export async function surroundings(
  db: Db,
  {
    rows,
    found,
    actor,
    now,
    departments,
  }: {
    rows: readonly Values[]
    found: readonly Found[]
    actor: string
    now: Temporal.Instant
    departments: Surroundings['departments']
  },
): Promise<Surroundings> {
  const [holders, numbers, over, closed] = await Promise.all([
    addressHolders(
      db,
      rows.flatMap((row) => row.email ?? []),
    ),
    numberHolders(
      db,
      rows.flatMap((row) => row.employeeNumber ?? []),
    ),
    above(db, found, { by: actor, now }),
    placesAbove(db, { departmentIds: [...departments.values()].filter((id) => id !== 'several'), actor, now }),
  ])
  return { departments, holders, above: over, closed, numbers }
}

/** May the person still import? Asked again in every portion. */
export const stillMay = async (db: Db, { by, now }: { by: string; now: Temporal.Instant }) => mayImport(await rightsOf(db, by, now))
/** Whom of these people the importing person may not change. */
export const above = (db: Db, people: readonly Found[], { by, now }: { by: string; now: Temporal.Instant }) =>
  peopleAbove(db, { actor: by, userIds: people.map((one) => one.person.id), now })
/** In which of these departments the importing person may put nobody. */
export const closedTo = (db: Db, departmentIds: readonly string[], { by, now }: { by: string; now: Temporal.Instant }) =>
  placesAbove(db, { departmentIds, actor: by, now })
