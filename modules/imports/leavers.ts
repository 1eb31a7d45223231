import { roomLeft } from '#modules/directory/index.ts'
import type { Db } from '#platform/db.ts'
import { type NewRow, putRows, type Run } from './run.ts'
import { type Found, foundById, standingOf } from './standing.ts'

const portion = 1_000

/** People who are employed and whom the file does not name: shown, and deactivated only when somebody asks for it. */
export async function findLeavers(
  db: Db,
  run: Run,
  { firstLine, named }: { firstLine: number; named: { has: (employeeNumber: string) => boolean } },
): Promise<void> {
  // Two plain reads and no join: a tenant that was filled a minute ago is unknown to the planner.
  const employed = await db
    .selectFrom('employees.roster')
    .where('employmentStatus', '<>', 'terminated')
    .where('userId', '<>', run.startedBy)
    .select(['userId', 'employeeNumber'])
    .orderBy('userId')
    .execute()
  const missing = employed.filter((one) => !named.has(one.employeeNumber)).map((one) => one.userId)
  let line = firstLine
  for (let from = 0; from < missing.length; from += portion) {
    const found = await foundById(db, missing.slice(from, from + portion))
    const leavers = found.filter(({ person }) => person.status !== 'inactive' && !named.has(person.employeeId ?? ''))
    await putRows(
      db,
      leavers.map((one) => leaving(one, { runId: run.id, line: line++ })),
    )
  }
}

function leaving(found: Found, at: { runId: string; line: number }): NewRow {
  const { userId, status, userVersion, employmentVersion, fields } = standingOf(found)
  const { firstName, lastName, department, jobTitle } = fields
  return {
    ...{ ...at, outcome: 'leave', name: `${firstName} ${lastName}`, userId, employeeNumber: found.person.employeeId },
    seen: { user: userVersion, employment: employmentVersion },
    changes: {
      status: [status, 'inactive'],
      ...(department ? { department: [department, null] } : {}),
      ...(jobTitle ? { jobTitle: [jobTitle, null] } : {}),
    },
  }
}

/** The last new people beyond what the plan has room for are left out. */
export async function limitToRoom(db: Db, runId: string): Promise<void> {
  const room = await roomLeft(db)
  if (room === Number.POSITIVE_INFINITY) return
  const beyond = db
    .selectFrom('imports.rows')
    .select('id')
    .where('runId', '=', runId)
    .where('outcome', '=', 'create')
    .orderBy('line')
    .offset(room)
  const problems = JSON.stringify([{ field: null, message: `Your plan has room for ${room} more people.` }])
  await db
    .updateTable('imports.rows')
    .set({ outcome: 'refuse', changes: '{}', problems } as never)
    .where('id', 'in', beyond)
    .execute()
}
