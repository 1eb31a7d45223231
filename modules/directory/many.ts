import { randomUUIDv7 } from 'node:crypto'
import { roomForPeople } from '#modules/tenancy/index.ts'
import { change, type Db, insert, insertMany } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import type { Row, Update } from '#platform/rows.gen.ts'
import { countPeople, forget, keepFindable } from './placement.ts'
import { type NewPerson, searchName } from './policy.ts'
import { beginningsOf, placesOfDepartments } from './queries.ts'

const known = [
  'id',
  'employeeId',
  'firstName',
  'middleName',
  'lastName',
  'email',
  'phone',
  'deptId',
  'status',
  'version',
  'username',
] as const
export type Known = Pick<Row<'directory.users'>, (typeof known)[number]>

/** The people with these employee numbers, with what an import compares. */
export const peopleByNumber = (db: Db, numbers: readonly string[]): Promise<Known[]> =>
  db
    .selectFrom('directory.users')
    .select(known)
    .where((eb) => eb('employeeId', '=', eb.fn.any(eb.val(numbers))))
    .where('removedAt', 'is', null)
    .execute()

/** The people with these ids, removed ones too. */
export const peopleById = (db: Db, ids: readonly string[]): Promise<Known[]> =>
  db
    .selectFrom('directory.users')
    .select(known)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .execute()

/** Who holds these addresses, as address or as user name. */
export async function addressHolders(db: Db, emails: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('directory.users')
    .select(['id', 'email', 'username'])
    .where((eb) => eb.or([eb('email', '=', eb.fn.any(eb.val(emails))), eb('username', '=', eb.fn.any(eb.val(emails)))]))
    .execute()
  return new Map(rows.flatMap((row) => [[row.username, row.id] as const, ...(row.email ? [[row.email, row.id] as const] : [])]))
}

/** How many more people the tenant has room for; the transaction holds it. */
export async function roomLeft(db: Db): Promise<number> {
  const most = await roomForPeople(db)
  if (most === null) return Number.POSITIVE_INFINITY
  const { n } = await db
    .selectFrom('directory.users')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('status', 'in', ['active', 'invited'])
    .where('isSystemUser', '=', false)
    .executeTakeFirstOrThrow()
  return Math.max(0, most - n)
}

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

/** Several new people in one statement; they start with the roles that everybody has. */
export async function addPeople(db: Db, people: readonly NewPerson[]): Promise<void> {
  if (people.length === 0) return
  const departments = await placesOfDepartments(db, places(people))
  const orgOf = ({ orgId, deptId }: NewPerson) => orgId ?? departments.get(deptId ?? '')?.orgId ?? null
  const all = [...new Set(people.map(orgOf))]
  const begin = new Map(await Promise.all(all.map(async (orgId) => [orgId, await beginningsOf(db, orgId)] as const)))
  const rows = people.map((person) => {
    const id = person.id ?? randomUUIDv7()
    return {
      ...{ ...begin.get(orgOf(person)), ...departments.get(person.deptId ?? '')?.begins },
      ...person,
      ...{ id, orgId: orgOf(person) },
      username: (person.username ?? person.email ?? id).toLowerCase(),
      searchName: searchName(person),
    }
  })
  const added = await insertMany(db, 'directory.users', rows)
  await keepFindable(db, added, { isNew: true })
  await countPeople(db, places(added))
  await emit(db, 'directory.people_added', { userIds: added.map((row) => row.id) })
}

/** Somebody new who is there at once, with the roles that everybody has. */
export async function addOne(db: Db, person: NewPerson): Promise<string> {
  const id = randomUUIDv7()
  await addPeople(db, [{ ...person, id }])
  return id
}

export type Changed = { id: string; before: Pick<Known, 'deptId'>; values: Update<'directory.users'> }
/** Several people changed at once, each in their own way; the sessions of those deactivated end. */
export async function changePeople(db: Db, people: readonly Changed[]): Promise<void> {
  if (people.length === 0) return
  /** What others wrote is not proven to be the person's own; whoever comes into a department belongs to its organization. */
  const unproven = ({ email, phone }: Update<'directory.users'>) => ({
    ...(email === undefined ? {} : { emailVerifiedAt: null }),
    ...(phone === undefined ? {} : { phoneVerifiedAt: null }),
  })
  const departments = await placesOfDepartments(db, places(people.map((one) => one.values)))
  const placed = ({ deptId }: Update<'directory.users'>) => (deptId ? { orgId: departments.get(deptId)?.orgId ?? null } : {})
  const rows = await Promise.all(
    people.map(({ id, values }) => change(db, 'directory.users', { id }, { ...unproven(values), ...placed(values), ...values })),
  )
  const renamed = new Set(
    people.filter(({ values }) => values.firstName ?? values.lastName ?? values.middleName !== undefined).map(({ id }) => id),
  )
  if (renamed.size > 0)
    await keepFindable(
      db,
      rows.filter(({ id }) => renamed.has(id)),
    )
  const touched = people.filter(({ values }) => values.deptId !== undefined || values.status !== undefined)
  await countPeople(db, places([...touched.map((one) => one.before), ...rows]))
  await emit(db, 'directory.people_changed', { userIds: people.map((one) => one.id) })
  for (const { id, values } of people) {
    if (values.status === 'inactive') await emit(db, 'directory.person_deactivated', { userId: id })
    if (values.status === 'active') await emit(db, 'directory.person_reactivated', { userId: id })
  }
}

/** People who were added by mistake: nothing of them is left but the row that others may refer to. */
export async function withdrawPeople(db: Db, ids: readonly string[], { now, by }: { now: Temporal.Instant; by: string }): Promise<void> {
  await Promise.all(
    ids.map((id) =>
      change(
        db,
        'directory.users',
        { id },
        {
          ...{ firstName: 'Removed', middleName: null, lastName: 'person', searchName: 'person removed', username: id },
          ...{ email: null, phone: null, employeeId: null, deptId: null, status: 'inactive', updatedBy: by },
          ...{ deactivatedAt: now.toString(), removedAt: now.toString() },
        },
      ),
    ),
  )
  await forget(
    db,
    ids.map((id) => ({ id })),
  )
  for (const userId of ids) await emit(db, 'directory.person_deactivated', { userId })
}

const places = (rows: readonly { deptId?: string | null | undefined }[]) => [...new Set(rows.flatMap((row) => row.deptId ?? []))]
