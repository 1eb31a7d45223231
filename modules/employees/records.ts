import { z } from 'zod'
import { change, type Db, record as recordAudit } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { NameCursor, pageOf, readCursor } from '#platform/paging.ts'
import type { Update } from '#platform/rows.gen.ts'
import type { Employment, FitnessOutcome, listEmployees, Personal } from './contract.ts'
import { dayOf, hasLeft } from './policy.ts'
import {
  assignmentsOf,
  decidingOutcome,
  type Record as Known,
  known,
  type LogKey,
  type OutcomeRow,
  outcomesOf,
  readable,
  recordOf,
  seen,
  type Viewer,
} from './queries.ts'

/** The employer's part of a record, with what the viewer may do. */
export function showEmployment(record: Known, who: Viewer): Employment {
  const write = who.permissions.has('employees:write')
  return {
    ...record,
    employeeId: record.id,
    may: { change: write, move: write, readPersonal: who.permissions.has('employees:read') },
  }
}

/** Somebody's record for whoever may know of it; null where they have none. Throws 404. */
export async function readEmployment(db: Db, { userId, who }: { userId: string; who: Viewer }): Promise<Employment | null> {
  const record = await known(db, { userId, who, by: 'employees:read' })
  return record && showEmployment(record, who)
}

/** One's own record. Throws 404 for people without one. */
export async function ownRecord(db: Db, userId: string): Promise<Known> {
  const record = await recordOf(db, userId)
  if (!record) throw notFound()
  return record
}

/** The personal part of somebody's record; why it is read goes into the audit trail with the answer. Throws 404. */
export async function readPersonal(db: Db, { userId, who, reason }: { userId: string; who: Viewer; reason: string }): Promise<Personal> {
  const record = await seen(db, { userId, who, by: 'employees:read' })
  recordAudit(db, { service: 'employees', entity: 'employees', entityId: record.id, action: 'read', new: { reason } })
  return record
}

/** Changes fields of a record. Throws 404, 409 for a status of somebody who left, and 412 when somebody else was faster. */
export async function changeRecord(
  db: Db,
  { userId, fields, version }: { userId: string; fields: Update<'employees.employees'>; version: number | undefined },
): Promise<Known> {
  const { id, employmentStatus } = await ownRecord(db, userId)
  if (fields.employmentStatus !== undefined && employmentStatus === 'terminated') throw hasLeft()
  if (Object.keys(fields).length > 0) await change(db, 'employees.employees', version === undefined ? { id } : { id, version }, fields)
  return ownRecord(db, userId)
}

/** Employment records by number. */
export async function employeePage(db: Db, query: z.output<(typeof listEmployees)['query']>, who: Viewer) {
  const isReadable = await readable(db, who)
  const { departmentId, status, jobTitle, sort, limit } = query
  const after = readCursor(query.cursor, NameCursor)
  const order = sort === 'employeeNumber' ? 'asc' : 'desc'
  const rows = await db
    .selectFrom('employees.roster as e')
    .innerJoin('directory.people as p', 'p.id', 'e.userId')
    .leftJoin('directory.department_list as d', 'd.id', 'e.departmentId')
    .where(isReadable)
    .$if(departmentId !== undefined, (select) => select.where('e.departmentId', '=', departmentId ?? ''))
    .$if(status !== undefined, (select) => select.where('e.employmentStatus', '=', status ?? ''))
    .$if(jobTitle !== undefined, (select) => select.where('e.jobTitle', '=', jobTitle ?? ''))
    .$if(after !== undefined, (select) =>
      select.where((eb) =>
        eb(eb.refTuple('e.employeeNumber', 'e.employeeId'), order === 'asc' ? '>' : '<', eb.tuple(...(after ?? ['', '']))),
      ),
    )
    .select(['e.employeeId', 'e.userId', 'p.name', 'e.employeeNumber', 'e.departmentId', 'd.name as departmentName', 'e.jobTitle'])
    .select(['e.startDate', 'e.employmentStatus'])
    .$narrowType<{ name: string; employmentStatus: 'active' | 'inactive' | 'terminated' }>()
    .orderBy('e.employeeNumber', order)
    .orderBy('e.employeeId', order)
    .limit(limit + 1)
    .execute()
  return pageOf(rows, limit, (row) => [row.employeeNumber, row.employeeId])
}

const LogCursor = z.tuple([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true }), z.uuid()])
const readLogCursor = (cursor: string | undefined): LogKey | undefined => readCursor(cursor, LogCursor)
type LogQuery = { cursor?: string | undefined; limit: number }

const nothing = { items: [], next: null }

export async function assignmentPage(db: Db, employeeId: string | undefined, { cursor, limit }: LogQuery) {
  if (employeeId === undefined) return nothing
  const rows = await assignmentsOf(db, { employeeId, after: readLogCursor(cursor), limit: limit + 1 })
  return pageOf(rows, limit, (row) => [row.effectiveAt, row.recordedAt, row.id])
}

/** Outcomes, latest first, with what each means at `now`. `whole`: also who issued it and why it was withdrawn. */
export async function fitnessPage(
  db: Db,
  { employeeId, query, now, whole }: { employeeId: string | undefined; query: LogQuery; now: Temporal.Instant; whole: boolean },
) {
  if (employeeId === undefined) return nothing
  const [rows, deciding] = await Promise.all([
    outcomesOf(db, { employeeId, after: readLogCursor(query.cursor), limit: query.limit + 1 }),
    decidingOutcome(db, employeeId, now),
  ])
  const { items, next } = pageOf(rows, query.limit, (row) => [row.effectiveAt, row.issuedAt, row.id])
  return { items: items.map((row) => showOutcome(row, { deciding, today: dayOf(now), whole })), next }
}

function showOutcome(
  { issuedByName, withdrawalReason, ...row }: OutcomeRow,
  { deciding, today, whole }: { deciding: string | undefined; today: string; whole: boolean },
): FitnessOutcome {
  const due = row.reviewDate !== null && row.reviewDate < today
  const state = row.withdrawnAt !== null ? 'withdrawn' : row.id !== deciding ? 'replaced' : due ? 'due' : 'current'
  return { ...row, state, issuedByName: whole ? issuedByName : null, withdrawalReason: whole ? withdrawalReason : null }
}
