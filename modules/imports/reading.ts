import { z } from 'zod'
import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { pageOf, readCursor } from '#platform/paging.ts'
import * as api from './contract.ts'
import { type Changes, keptUntil, mayWith, type Problem } from './policy.ts'

const runs = (db: Db) =>
  db
    .selectFrom('imports.runs as r')
    .leftJoin('directory.people as p', 'p.id', 'r.startedBy')
    .select([
      'r.id',
      'r.fileName',
      'r.status',
      'r.problem',
      'r.createdAt',
      'r.appliedAt',
      'r.deactivatesLeavers',
      'r.done',
      'r.total',
      'r.updatedAt',
      'r.tidiedAt',
    ])
    .select('p.name as startedBy')

type Listed = Awaited<ReturnType<ReturnType<typeof runs>['executeTakeFirstOrThrow']>>
const item = ({ createdAt, startedBy, updatedAt, tidiedAt, ...row }: Listed): api.ImportRun => ({
  ...row,
  startedBy: startedBy ?? '',
  startedAt: createdAt,
  keptUntil: tidiedAt === null ? keptUntil(updatedAt) : null,
  may: mayWith({ ...row, tidiedAt }),
})

const LastId = z.tuple([z.uuid()])
export async function importsBy(db: Db, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const [after] = readCursor(cursor, LastId) ?? []
  let query = runs(db)
    .orderBy('r.id', 'desc')
    .limit(limit + 1)
  if (after) query = query.where('r.id', '<', after)
  const { items, next } = pageOf(await query.execute(), limit, (row) => [row.id])
  return { items: items.map(item), next }
}

/** A run with its columns and what its rows come to. Throws 404. */
export async function showRun(db: Db, id: string): Promise<api.ImportDetail> {
  const row = await runs(db).select(['r.columns', 'r.mapping', 'r.samples']).where('r.id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  const { columns, mapping, samples, ...rest } = row
  const counted = await db
    .selectFrom('imports.rows')
    .select(['outcome', 'state', (eb) => eb.fn.countAll<number>().as('n')])
    .where('runId', '=', id)
    .groupBy(['outcome', 'state'])
    .execute()
  const sum = (of: (one: (typeof counted)[number]) => boolean) => counted.filter(of).reduce((all, one) => all + Number(one.n), 0)
  const by = (outcome: api.Outcome) => sum((one) => one.outcome === outcome)
  const held = samples as string[][]
  const fields = mapping as (api.Field | null)[]
  return {
    ...item(rest),
    columns: columns.map((name, i) => ({ name, field: fields[i] ?? null, samples: held[i] ?? [] })),
    counts: { create: by('create'), change: by('change'), same: by('same'), refuse: by('refuse'), leave: by('leave') },
    failed: sum((one) => one.state === 'failed'),
    kept: sum((one) => one.state === 'kept'),
  }
}

type Wanted = {
  runId: string
  outcome?: api.Outcome | undefined
  state?: 'failed' | 'kept' | undefined
  cursor?: string | undefined
  limit: number
}
const order: readonly string[] = ['status', ...api.Field.options]
const LastLine = z.tuple([z.number().int()])
/** The rows of a run in the order of the file. Throws 404. */
export async function rowsBy(db: Db, { runId, outcome, state, cursor, limit }: Wanted) {
  const run = await db.selectFrom('imports.runs').select('id').where('id', '=', runId).executeTakeFirst()
  if (!run) throw notFound()
  const [after] = readCursor(cursor, LastLine) ?? [0]
  let query = db
    .selectFrom('imports.rows')
    .select(['id', 'line', 'outcome', 'state', 'employeeNumber', 'name', 'userId', 'changes', 'problems'])
    .where('runId', '=', runId)
    .where('line', '>', after)
    .orderBy('line')
    .limit(limit + 1)
  if (outcome) query = query.where('outcome', '=', outcome)
  if (state) query = query.where('state', '=', state)
  const { items, next } = pageOf(await query.execute(), limit, (row) => [row.line])
  const names = new Map(
    (await db.selectFrom('directory.department_list').select(['id', 'name']).execute()).map((row) => [row.id, row.name]),
  )
  const shown = (field: string, value: string | null) => (field === 'department' && value ? (names.get(value) ?? value) : value)
  return {
    items: items.map((row) => ({
      ...row,
      changes: Object.entries(row.changes as Changes)
        .map(([field, [from, to]]) => ({ field, from: shown(field, from), to: shown(field, to) }))
        .sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field)),
      problems: row.problems as Problem[],
    })),
    next,
  }
}
