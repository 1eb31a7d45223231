import { z } from 'zod'
import { Id } from '#platform/contract.ts'
import { change, type Db, insertMany, remove } from '#platform/db.ts'
import { forbidden, notFound } from '#platform/errors.ts'
import { later } from '#platform/events.ts'
import { withExport } from '#platform/exports.ts'
import { type Context, defineModule, handle, handleOpen, type Session } from '#platform/module.ts'
import { applyFile } from './apply.ts'
import { checkFile } from './check.ts'
import * as api from './contract.ts'
import { mayImport, mayWith, needsMore, notNow, wrongMapping } from './policy.ts'
import { startRun } from './read.ts'
import { importsBy, rowsBy, showRun } from './reading.ts'
import { type Run, tidyImports } from './run.ts'
import { undoRun } from './undo.ts'

/** The run, held until the commit. Throws 404, 403 where the person could not do by hand what it does, 409 past the step. */
async function runFor(db: Db, id: string, who: Session, step: keyof ReturnType<typeof mayWith>): Promise<Run> {
  const run = await db.selectFrom('imports.runs').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
  if (!run) throw notFound()
  if (!mayImport(who)) throw needsMore()
  if (!mayWith(run)[step]) throw notNow()
  return run
}

async function check({ db, params, body, who }: Context<typeof api.checkImport>) {
  const run = await runFor(db, params.id, who, 'check')
  const { mapping } = body
  if (mapping.length !== run.columns.length) throw wrongMapping('Say for each column of the file what it means.')
  const fields = mapping.filter((field) => field !== null)
  if (new Set(fields).size < fields.length) throw wrongMapping('Two columns mean the same.')
  const missing = api.neededFields.find((field) => !fields.includes(field))
  if (missing) throw wrongMapping('Say which columns hold the employee number, the first name and the family name.')
  await remember(db, run.columns, mapping)
  await change(db, 'imports.runs', { id: run.id }, { mapping, status: 'checking', startedBy: who.userId, problem: null, done: 0, total: 0 })
  later(db, 'imports.check', { runId: run.id })
  return showRun(db, run.id)
}

async function remember(db: Db, columns: readonly string[], mapping: readonly (api.Field | null)[]): Promise<void> {
  const names = new Map(columns.map((column, i) => [column.trim().toLowerCase(), mapping[i] ?? null]))
  const known = await db
    .selectFrom('imports.mappings')
    .select(['id', 'columnName'])
    .where('columnName', 'in', [...names.keys()])
    .execute()
  for (const { id } of known) await remove(db, 'imports.mappings', { id })
  await insertMany(
    db,
    'imports.mappings',
    [...names].map(([columnName, field]) => ({ columnName, field })),
  )
}

const countRows = async (
  db: Db,
  runId: string,
  only: { outcomes?: readonly api.Outcome[]; state: 'waiting' | 'done' },
): Promise<number> => {
  let query = db
    .selectFrom('imports.rows')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('runId', '=', runId)
    .where('state', '=', only.state)
  if (only.outcomes) query = query.where('outcome', 'in', only.outcomes)
  return Number((await query.executeTakeFirstOrThrow()).n)
}

const file = { runId: Id }
export const imports = defineModule({
  name: 'imports',
  level: 7,
  permissions: api.permissions,
  routes: [
    handleOpen(api.startImport, async ({ tools, who, now, client, upload }) => {
      if (!who) throw forbidden()
      const id = await startRun({ tools, who, now, ip: client.ip, upload })
      return tools.inTenant({ tenantId: who.tenantId, userId: who.userId, ip: client.ip, now }, (db) => showRun(db, id))
    }),
    handle(api.listImports, ({ db, query }) => importsBy(db, query)),
    handle(api.readImport, ({ db, params }) => showRun(db, params.id)),
    ...withExport<api.ImportRow>(
      handle(api.importRows, ({ db, params, query }) => rowsBy(db, { runId: params.id, ...query })),
      api.exportImportRows,
      {
        name: 'import',
        entity: 'imports.rows',
        columns: {
          Line: (one) => one.line,
          'Employee number': (one) => one.employeeNumber,
          Name: (one) => one.name,
          Outcome: (one) => one.outcome,
          State: (one) => one.state,
          Problems: (one) => one.problems.map(({ message }) => message).join(' '),
        },
      },
    ),
    handle(api.checkImport, check),
    handle(api.applyImport, async ({ db, params, body, who }) => {
      const run = await runFor(db, params.id, who, 'apply')
      const outcomes: api.Outcome[] = body.deactivateLeavers ? ['create', 'change', 'leave'] : ['create', 'change']
      const total = await countRows(db, run.id, { outcomes, state: 'waiting' })
      const { deactivateLeavers: deactivatesLeavers } = body
      await change(db, 'imports.runs', { id: run.id }, { status: 'applying', deactivatesLeavers, startedBy: who.userId, done: 0, total })
      later(db, 'imports.apply', { runId: run.id, may: [...who.permissions] })
      return showRun(db, run.id)
    }),
    handle(api.undoImport, async ({ db, params, who }) => {
      const run = await runFor(db, params.id, who, 'undo')
      const total = await countRows(db, run.id, { state: 'done' })
      await change(db, 'imports.runs', { id: run.id }, { status: 'undoing', done: 0, total })
      later(db, 'imports.undo', { runId: run.id, by: who.userId, may: [...who.permissions] })
      return showRun(db, run.id)
    }),
  ],
  constraints: {
    mappings_column_unique: () => wrongMapping('Somebody else was saying what the columns mean at the same moment.'),
    rows_line_unique: notNow,
  },
  events: { 'imports.progressed': { payload: z.object(file), live: 'people:import' } },
  jobs: { 'imports.check': checkFile, 'imports.apply': applyFile, 'imports.undo': undoRun, 'imports.tidy': tidyImports },
  cron: { 'imports.tidy': '47 2 * * *' },
})
