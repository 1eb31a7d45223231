import { changePeople, searchName } from '#modules/directory/index.ts'
import { addEmployees, changeEmployments, type Moved } from '#modules/employees/index.ts'
import type { Db } from '#platform/db.ts'
import type { Changes } from './policy.ts'
import type { Found } from './standing.ts'

/** When, and on whose behalf. */
export type By = { now: Temporal.Instant; by: string }

type Next = Partial<Record<keyof Changes, string | null>>
export const valuesOf = (changes: Changes, side: 0 | 1): Next =>
  Object.fromEntries(Object.entries(changes).map(([field, pair]) => [field, pair[side]]))

/** Brings people and their employment to these values: one change of each at most. */
export async function write(db: Db, people: readonly { found: Found; next: Next }[], by: By): Promise<void> {
  await changePeople(
    db,
    people.map(({ found: { person }, next }) => ({
      id: person.id,
      before: person,
      values: {
        ...pick(next, ['firstName', 'middleName', 'lastName', 'email', 'phone']),
        ...('email' in next ? { emailVerifiedAt: null } : {}),
        // A user name that was the address follows it.
        ...(next.email && person.username === person.email ? { username: next.email } : {}),
        ...('department' in next ? { deptId: next.department ?? null } : {}),
        ...(next.status ? { status: next.status, deactivatedAt: next.status === 'inactive' ? by.now.toString() : null } : {}),
        searchName: searchName({ ...person, ...(pick(next, ['firstName', 'middleName', 'lastName']) as Partial<typeof person>) }),
        updatedBy: by.by,
      } as never,
    })),
  )
  const without = people.filter(({ found, next }) => !found.employment && touchesEmployment(next))
  await addEmployees(
    db,
    without.map(({ found: { person }, next }) => ({
      ...{ userId: person.id, employeeNumber: person.employeeId as string, departmentId: next.department ?? person.deptId },
      ...{ jobTitle: next.jobTitle ?? null, startDate: next.startDate ?? null },
    })),
    by,
  )
  const moves = people.flatMap(({ found: { employment }, next }): Moved[] => {
    if (!employment || !touchesEmployment(next)) return []
    const moved = 'department' in next || 'jobTitle' in next || 'status' in next
    const departmentId = 'department' in next ? (next.department ?? null) : employment.departmentId
    const jobTitle = 'jobTitle' in next ? (next.jobTitle ?? null) : employment.jobTitle
    return [
      {
        employment,
        ...(moved ? { place: { departmentId, jobTitle, ended: next.status === 'inactive' } } : {}),
        values: 'startDate' in next ? { startDate: next.startDate ?? null } : {},
      },
    ]
  })
  await changeEmployments(db, moves, by)
}
export const touchesEmployment = (next: object) => ['department', 'jobTitle', 'startDate', 'status'].some((field) => field in next)

function pick<K extends keyof Next>(values: Next, names: readonly K[]): Pick<Next, K> {
  return Object.fromEntries(names.filter((name) => name in values).map((name) => [name, values[name]])) as Pick<Next, K>
}
