import type { Db } from '#platform/db.ts'
import { AppError } from '#platform/errors.ts'
import type { JobContext } from '#platform/module.ts'
import { findLeavers, limitToRoom } from './leavers.ts'
import { type Plan, plan, type Values } from './policy.ts'
import { type Line, readLines } from './read.ts'
import { type NewRow, note, putRows, type Run, runIn } from './run.ts'
import { departmentsOf, foundByNumber, standingOf, surroundings } from './standing.ts'

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
