import { roomLeft } from '#modules/directory/index.ts'
import type { Db } from '#platform/db.ts'
import { AppError } from '#platform/errors.ts'
import type { JobContext } from '#platform/module.ts'
import { type Plan, plan, type Values } from './policy.ts'
import { type Line, readLines } from './read.ts'
import { type NewRow, note, putRows, type Run, runIn } from './run.ts'
import { departmentsOf, type Found, foundById, foundByNumber, standingOf, surroundings } from './standing.ts'

const portion = 1_000

/** Compares a file with what is there, portion by portion, and changes nothing but the rows that tell what would happen. */
export async function checkFile({ payload, tenantId, now, tools }: JobContext): Promise<void> {
  const { runId } = payload as { runId: string }
  const run = await tools.inTenant({ tenantId, userId: null, now }, (db) => runIn(db, runId, 'checking'))
  if (!run) return
  const actor = { tenantId, userId: run.startedBy, now }
  try {
    const lines = await readLines(tools, run)
    const seen = { numbers: new Map<string, number>(), emails: new Map<string, number>() }
    await tools.inTenant(actor, async (db) => {
      await db.deleteFrom('imports.rows').where('runId', '=', runId).execute() // of a check that was broken off, or of another mapping
      await note(db, runId, { total: lines.length, done: 0 })
    })
    for (let from = 0; from < lines.length; from += portion)
      await tools.inTenant(actor, async (db) => {
        await checkPortion(db, run, { lines: lines.slice(from, from + portion), seen, now })
        await note(db, runId, { done: Math.min(from + portion, lines.length) })
      })
    await tools.inTenant(actor, async (db) => {
      await findLeavers(db, run, { firstLine: (lines.at(-1)?.line ?? 0) + 1, named: seen.numbers })
      await limitToRoom(db, runId)
      await note(db, runId, { status: 'checked' })
    })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await tools.inTenant(actor, (db) => note(db, runId, { status: 'unreadable', problem: error.message }))
  }
}

type Seen = { numbers: Map<string, number>; emails: Map<string, number> }
async function checkPortion(
  db: Db,
  run: Run,
  { lines, seen, now }: { lines: readonly Line[]; seen: Seen; now: Temporal.Instant },
): Promise<void> {
  const found = await foundByNumber(
    db,
    lines.flatMap(({ values }) => values.employeeNumber ?? []),
  )
  const departments = await departmentsOf(db)
  const around = await surroundings(db, { rows: lines.map((one) => one.values), found, actor: run.startedBy, now, departments })
  const byNumber = new Map(found.map((one) => [one.person.employeeId, standingOf(one)]))
  const rows = lines.map(({ line, values }): NewRow => {
    const standing = byNumber.get(values.employeeNumber ?? '')
    const planned = twice(plan(values, standing, around), values, { line, seen })
    const { firstName = standing?.fields.firstName, lastName = standing?.fields.lastName } = values
    return {
      ...{ runId: run.id, line, outcome: planned.outcome, name: [firstName, lastName].filter(Boolean).join(' ').slice(0, 201) },
      employeeNumber: values.employeeNumber?.slice(0, 100) ?? null,
      userId: standing?.userId ?? null,
      seen: standing ? { user: standing.userVersion, employment: standing.employmentVersion } : {},
      changes: planned.changes,
      problems: planned.problems,
    }
  })
  await putRows(db, rows)
}

/** A number or address that the file names twice counts where it stands first. */
function twice(planned: Plan, values: Values, { line, seen }: { line: number; seen: Seen }): Plan {
  const problems = [...planned.problems]
  for (const [field, lines, what] of [
    ['employeeNumber', seen.numbers, 'employee number'],
    ['email', seen.emails, 'e-mail address'],
  ] as const) {
    const value = values[field]
    if (!value) continue
    const before = lines.get(value)
    if (before === undefined) lines.set(value, line)
    else problems.push({ field, message: `Line ${before} has the same ${what}.` })
  }
  return problems.length ? { outcome: 'refuse', changes: {}, problems } : planned
}

/** People who are employed and whom the file does not name: shown, and deactivated only when somebody asks for it. */
async function findLeavers(
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
async function limitToRoom(db: Db, runId: string): Promise<void> {
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
