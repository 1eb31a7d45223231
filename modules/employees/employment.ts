import { refusePlaceAbove } from '#modules/access/index.ts'
import { moveToDepartment } from '#modules/directory/index.ts'
import { change, compiled, type Db, insert } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit, later } from '#platform/events.ts'
import type { Insert, Row } from '#platform/rows.gen.ts'
import { inForce, startOfDay } from './policy.ts'

export type Employee = Row<'employees.roster'>

const ofUser = compiled<{ userId: string }, Employee>('employees.of_user', (db, { userId }) =>
  db.selectFrom('employees.roster').selectAll().where('userId', '=', userId),
)
/** The employment record of a person, or undefined for people who are not employed here. */
export async function employeeOfUser(db: Db, userId: string): Promise<Employee | undefined> {
  const [row] = await ofUser(db, { userId })
  return row
}

export type NewEmployee = Omit<Insert<'employees.employees'>, 'startDate'> & {
  now: Temporal.Instant
  /** Who records it; null: an import. */
  by?: string | null
  /** First day (YYYY-MM-DD), which is when the first assignment begins; today when left out. */
  startDate?: string | null
}

/** A new employment record with its first assignment. Throws 409 for a person or number that has one. */
export async function addEmployee(db: Db, { now, by = null, ...given }: NewEmployee): Promise<Row<'employees.employees'>> {
  const effectiveAt = given.startDate ? startOfDay(given.startDate) : now
  const { departmentId = null, jobTitle = null, ...record } = given
  const employee = await insert(db, 'employees.employees', record)
  await assignTo(db, { employeeId: employee.id, departmentId, jobTitle, effectiveAt, now, by })
  const started = Temporal.Instant.compare(effectiveAt, now) <= 0
  return { ...employee, departmentId: started ? departmentId : null, jobTitle: started ? jobTitle : null }
}

export type NewAssignment = {
  employeeId: string
  departmentId: string | null
  jobTitle: string | null
  /** True from; may lie in the past (recorded late) or in the future. */
  effectiveAt: Temporal.Instant
  now: Temporal.Instant
  by: string | null
  /** The person leaves: from then on they hold no assignment. */
  ended?: boolean
}

/** Appends a dated assignment to a person's log; where it is in force now, the person moves. Throws 404. */
export async function assignTo(db: Db, given: NewAssignment): Promise<Row<'employees.assignments'>> {
  const { userId } = await lockEmployee(db, given.employeeId)
  await refuseAbove(db, { userId, ...given })
  const row = await insert(db, 'employees.assignments', {
    employeeId: given.employeeId,
    departmentId: given.departmentId,
    jobTitle: given.jobTitle,
    effectiveAt: given.effectiveAt.toString(),
    recordedAt: given.now.toString(),
    ended: given.ended ?? false,
    recordedBy: given.by,
  })
  if (Temporal.Instant.compare(given.effectiveAt, given.now) > 0)
    later(db, 'employees.assignment_begins', { employeeId: given.employeeId }, { runAt: given.effectiveAt })
  await applyAssignment(db, given.employeeId, given.now)
  return row
}

/** Throws 403 where everybody in the department may do what whoever moves somebody there may not give. */
async function refuseAbove(db: Db, move: Pick<NewAssignment, 'departmentId' | 'by' | 'now'> & { userId: string }): Promise<void> {
  const { userId, departmentId, by, now } = move
  if (by && departmentId) await refusePlaceAbove(db, { userId, departmentId, actor: by, now })
}

/** Brings the record, and the person's department, to the assignment that is in force at `now`. */
export async function applyAssignment(db: Db, employeeId: string, now: Temporal.Instant): Promise<void> {
  const employee = await lockEmployee(db, employeeId)
  const log = await db.selectFrom('employees.assignments').selectAll().where('employeeId', '=', employeeId).execute()
  const current = inForce(log, now, now)
  if (!current) return
  const next = {
    departmentId: current.ended ? null : current.departmentId,
    jobTitle: current.ended ? null : current.jobTitle,
    employmentStatus: current.ended ? 'terminated' : employee.employmentStatus === 'terminated' ? 'active' : employee.employmentStatus,
  } as const
  const same =
    next.departmentId === employee.departmentId &&
    next.jobTitle === employee.jobTitle &&
    next.employmentStatus === employee.employmentStatus
  // The department may give more by now than when the move was planned.
  await refuseAbove(db, { userId: employee.userId, departmentId: next.departmentId, by: current.recordedBy, now })
  if (!same) await change(db, 'employees.employees', { id: employeeId }, next)
  await moveToDepartment(db, { userId: employee.userId, departmentId: next.departmentId })
  await emit(db, 'employees.assigned', { employeeId, userIds: [employee.userId] })
}

const locked = compiled<{ employeeId: string }, Row<'employees.employees'>>('employees.lock', (db, { employeeId }) =>
  db.selectFrom('employees.employees').selectAll().where('id', '=', employeeId).forNoKeyUpdate(),
)
/** The employment record, locked until the transaction ends: what concerns one person at one time queues here. Throws 404. */
export async function lockEmployee(db: Db, employeeId: string): Promise<Row<'employees.employees'>> {
  const [row] = await locked(db, { employeeId })
  if (!row) throw notFound()
  return row
}
