import { randomUUIDv7 } from 'node:crypto'
import { dropFile } from '#modules/tenancy/index.ts'
import { change, type Db } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import type { JobContext } from '#platform/module.ts'
import type { Insert, Row, Update } from '#platform/rows.gen.ts'
import { type Changes, mostAtOnce, type Problem, tidyBefore } from './policy.ts'

export type Run = Row<'imports.runs'>

/** The run, if it is at this step: what a job repeats after a crash, and another has done meanwhile, is done once. */
export async function runIn(db: Db, id: string, status: Run['status']): Promise<Run | undefined> {
  return db.selectFrom('imports.runs').selectAll().where('id', '=', id).where('status', '=', status).forNoKeyUpdate().executeTakeFirst()
}
/** Writes down how far a run is, and tells whoever looks at it. */
export async function note(db: Db, id: string, values: Update<'imports.runs'>): Promise<void> {
  await change(db, 'imports.runs', { id }, values)
  await emit(db, 'imports.progressed', { runId: id })
}

/** A row as the check wrote it. */
export type ImportedRow = Row<'imports.rows'>
export type NewRow = Insert<'imports.rows'>
export const changesOf = (row: ImportedRow) => row.changes as Changes

/** These rows tell what a run found; the run's own audit row says that it was. */
export async function putRows(db: Db, rows: readonly NewRow[]): Promise<void> {
  if (rows.length === 0) return
  const written = rows.map((row) => ({
    ...row,
    userId: row.userId ?? (row.outcome === 'create' ? randomUUIDv7() : null),
    seen: JSON.stringify(row.seen ?? {}),
    changes: JSON.stringify(row.changes ?? {}),
    problems: JSON.stringify(row.problems ?? []),
  }))
  await db
    .insertInto('imports.rows')
    .values(written as never)
    .execute()
}

export type Failed = { id: string; problem: Problem }
export const fail = (id: string, field: Problem['field'], message: string): Failed => ({ id, problem: { field, message } })

/** Marks rows as seen to; those that failed say why. */
export async function settle(
  db: Db,
  {
    rows,
    failed,
    as: [well, ill],
  }: { rows: readonly ImportedRow[]; failed: readonly Failed[]; as: [ImportedRow['state'], ImportedRow['state']] },
): Promise<void> {
  const why = new Map(failed.map((one) => [one.id, one.problem]))
  const good = rows.filter((row) => !why.has(row.id)).map((row) => row.id)
  await db
    .updateTable('imports.rows')
    .set({ state: well })
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(good))))
    .execute()
  for (const [id, problem] of why)
    await db
      .updateTable('imports.rows')
      .set({ state: ill, problems: JSON.stringify([problem]) } as never)
      .where('id', '=', id)
      .execute()
}

/**
 * Rows of imports tell who had which address and number: 90 days after its last step an import loses them and its file, and can no
 * longer be undone. What was imported stays. Runs daily.
 */
export async function tidyImports({ tools, now }: Pick<JobContext, 'tools' | 'now'>): Promise<void> {
  const tenants = await tools.system.selectFrom('tenancy.tenant_list').select('tenantId').execute()
  for (const { tenantId } of tenants) {
    const keys = await tools.inTenant({ tenantId, userId: null, now }, (db) => tidy(db, now))
    for (const key of keys) await tools.files.remove(key)
  }
}

/** The keys of the files that are counted no longer. */
async function tidy(db: Db, now: Temporal.Instant): Promise<string[]> {
  const old = await db
    .selectFrom('imports.runs')
    .select(['id', 'fileKey'])
    .where('tidiedAt', 'is', null)
    .where('updatedAt', '<', tidyBefore(now).toString())
    .where('status', 'not in', ['checking', 'applying', 'undoing'])
    .limit(mostAtOnce)
    .forNoKeyUpdate()
    .execute()
  for (const { id, fileKey } of old) {
    await db.deleteFrom('imports.rows').where('runId', '=', id).execute()
    await db.updateTable('imports.runs').set({ tidiedAt: now.toString() }).where('id', '=', id).execute()
    await dropFile(db, fileKey)
  }
  return old.map(({ fileKey }) => fileKey)
}
