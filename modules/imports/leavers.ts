import { roomLeft } from '#modules/directory/index.ts'
import type { Db } from '#platform/db.ts'
import { type NewRow, putRows, type Run } from './run.ts'
import { foundById, standingOf } from './standing.ts'

const portion = 1_000

/** People who are employed and whom the file does not name: shown, and deactivated only when somebody asks for it. */
export async function findLeavers(db: Db, run: Run, firstLine: number): Promise<void> {
  const leavers = await db
    .selectFrom('employees.roster as r')
    .innerJoin('directory.people as p', 'p.id', 'r.userId')
    .where('r.employmentStatus', '<>', 'terminated')
    .where('p.status', '<>', 'inactive')
    .where('p.id', '<>', run.startedBy)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('imports.rows as w')
            .select('w.id')
            .where('w.runId', '=', run.id)
            .where((of) => of.or([of('w.userId', '=', of.ref('p.id')), of('w.employeeNumber', '=', of.ref('r.employeeNumber'))])),
        ),
      ),
    )
    .select(['p.id', 'p.name'])
    .orderBy('p.id')
    .execute()
  for (let from = 0; from < leavers.length; from += portion) {
    const some = new Map(leavers.slice(from, from + portion).map((one) => [one.id, one.name]))
    const rows = (await foundById(db, [...some.keys()])).map((found, i): NewRow => {
      const { userId, status, userVersion, employmentVersion, fields } = standingOf(found)
      const { department, jobTitle } = fields
      return {
        ...{ runId: run.id, line: firstLine + from + i, outcome: 'leave', name: some.get(userId) ?? '', userId },
        employeeNumber: found.person.employeeId,
        seen: { user: userVersion, employment: employmentVersion },
        changes: {
          status: [status, 'inactive'],
          ...(department ? { department: [department, null] } : {}),
          ...(jobTitle ? { jobTitle: [jobTitle, null] } : {}),
        },
      }
    })
    await putRows(db, rows)
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
