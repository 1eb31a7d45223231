import { randomUUIDv7 } from 'node:crypto'
import { change, type Db, insertMany } from '#platform/db.ts'
import { emit, later } from '#platform/events.ts'
import type { Row, Update } from '#platform/rows.gen.ts'
import { startOfDay } from './policy.ts'

type By = { now: Temporal.Instant; by: string }
export type Employment = Pick<
  Row<'employees.employees'>,
  'id' | 'userId' | 'employeeNumber' | 'departmentId' | 'jobTitle' | 'startDate' | 'employmentStatus' | 'version'
>

/** The employment records of these people. */
export const employmentsOf = (db: Db, userIds: readonly string[]): Promise<Employment[]> =>
  db
    .selectFrom('employees.employees')
    .select(['id', 'userId', 'employeeNumber', 'departmentId', 'jobTitle', 'startDate', 'employmentStatus', 'version'])
    .where((eb) => eb('userId', '=', eb.fn.any(eb.val(userIds))))
    .execute()

/** Whose employment records have these numbers. */
export async function numberHolders(db: Db, numbers: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('employees.employees')
    .select(['employeeNumber', 'userId'])
    .where((eb) => eb('employeeNumber', '=', eb.fn.any(eb.val(numbers))))
    .execute()
  return new Map(rows.map((row) => [row.employeeNumber, row.userId]))
}

type NewRecord = { userId: string; employeeNumber: string; departmentId: string | null; jobTitle: string | null; startDate: string | null }
/** Several new employment records, each with its first assignment, which is in force from now or from a first day that lies ahead. */
export async function addEmployees(db: Db, records: readonly NewRecord[], { now, by }: By): Promise<void> {
  const rows = records.map((record) => {
    const start = record.startDate ? startOfDay(record.startDate) : now
    return { id: randomUUIDv7(), start, begins: Temporal.Instant.compare(start, now) <= 0, ...record }
  })
  await insertMany(
    db,
    'employees.employees',
    rows.map(({ start, begins, ...row }) => ({ ...row, ...(begins ? {} : { departmentId: null, jobTitle: null }) })),
  )
  await insertMany(
    db,
    'employees.assignments',
    rows.map((row) => assignment({ ...row, employeeId: row.id, at: row.start }, { now, by })),
  )
  for (const { id, start, begins } of rows) if (!begins) later(db, 'employees.assignment_begins', { employeeId: id }, { runAt: start })
  await tell(db, rows)
}

export type Moved = {
  employment: Pick<Employment, 'id' | 'userId'>
  /** The assignment from now on, where it changes. */
  place?: { departmentId: string | null; jobTitle: string | null; ended: boolean }
  values?: Update<'employees.employees'>
}
/** Several people whose employment changes from now on; the caller moves the people themselves. */
export async function changeEmployments(db: Db, moves: readonly Moved[], { now, by }: By): Promise<void> {
  const placed = moves.filter((move) => move.place)
  await insertMany(
    db,
    'employees.assignments',
    placed.map(({ employment, place }) =>
      assignment({ employeeId: employment.id, departmentId: null, jobTitle: null, ...place, at: now }, { now, by }),
    ),
  )
  await Promise.all(
    moves.map(({ employment, place, values = {} }) =>
      change(
        db,
        'employees.employees',
        { id: employment.id },
        {
          ...values,
          ...(place
            ? {
                departmentId: place.ended ? null : place.departmentId,
                jobTitle: place.ended ? null : place.jobTitle,
                employmentStatus: place.ended ? 'terminated' : 'active',
              }
            : {}),
        },
      ),
    ),
  )
  await tell(
    db,
    moves.map(({ employment }) => ({ id: employment.id, userId: employment.userId })),
  )
}

type At = { employeeId: string; departmentId: string | null; jobTitle: string | null; at: Temporal.Instant; ended?: boolean }
const assignment = ({ employeeId, departmentId, jobTitle, at, ended = false }: At, { now, by }: By) => ({
  ...{ employeeId, departmentId, jobTitle, ended },
  ...{ effectiveAt: at.toString(), recordedAt: now.toString(), recordedBy: by },
})

async function tell(db: Db, rows: readonly { id: string; userId: string }[]): Promise<void> {
  for (const { id, userId } of rows) await emit(db, 'employees.assigned', { employeeId: id, userIds: [userId] })
}

/** The employment of those who went along with a department: from now on in the other one, with the job they have. */
export async function followMerger(
  db: Db,
  { mergerId, from, to, isUndo }: { mergerId: string; from: string; to: string; isUndo: boolean },
  by: By,
) {
  let moving = db.selectFrom('employees.employees').select(['id', 'userId', 'jobTitle']).where('departmentId', '=', from)
  if (isUndo)
    moving = moving.where('userId', 'in', (eb) =>
      eb.selectFrom('structure.merged_person_list').select('userId').where('mergerId', '=', mergerId),
    )
  const moved = await moving.execute()
  await changeEmployments(
    db,
    moved.map(({ jobTitle, ...employment }) => ({ employment, place: { departmentId: to, jobTitle, ended: false } })),
    by,
  )
}
