import { sql } from 'kysely'
import { notFound, stale } from './errors.ts'
import type { Db } from './handle.ts'
import { type Insert, type Row, type TableName, tables, type Update } from './rows.gen.ts'
import { type AuditRow, boundOf, camel, compiled } from './statements.ts'

export type { Actor, Db } from './handle.ts'
export { boundOf, compiled } from './statements.ts'

type Values = Record<string, unknown>
/** `db` with its types loosened: the table is a parameter here, and the signatures below keep the promise to callers. */
// biome-ignore lint/suspicious/noExplicitAny: Kysely cannot type a query over a table that is a type parameter
type AnyDb = any
/** Which rows: columns by value, or by any of several values. */
type Where<T extends TableName> = { [Column in keyof Row<T>]?: Row<T>[Column] | readonly Row<T>[Column][] }

/** A new row, with its audit row. Fields not given take the database's defaults. */
export async function insert<T extends TableName>(db: Db, table: T, values: Insert<T>): Promise<Row<T>> {
  const [row] = await insertMany(db, table, [values])
  return row as Row<T>
}

/** Several rows in one statement, each with its audit row. */
export async function insertMany<T extends TableName>(db: Db, table: T, values: readonly Insert<T>[]): Promise<Row<T>[]> {
  if (values.length === 0) return []
  const rows = await put(db, table, values)
  for (const row of rows) audit(db, table, 'create', row.id, undefined, row)
  return rows as Row<T>[]
}

/** A row of a table that is itself a record of what happened (sign-in history, activities): it leaves no audit row of its own. */
export async function append<T extends TableName>(db: Db, table: T, values: Insert<T>): Promise<Row<T>> {
  const [row] = await put(db, table, [values])
  return row as Row<T>
}

const put = (db: Db, table: TableName, values: readonly object[]): Promise<Values[]> => {
  const rows = values.map(jsonColumns(table))
  return rows.length === 1 ? putOne(db, table, rows[0] as Values) : (db as AnyDb).insertInto(table).values(rows).returningAll().execute()
}

const puts = new Map<string, (db: Db, values: Values) => Promise<Values[]>>()
/** One row, compiled once for each set of columns. */
function putOne(db: Db, table: TableName, row: Values): Promise<Values[]> {
  const given = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined))
  const columns = Object.keys(given)
  const key = `${table}(${columns})`
  const known =
    puts.get(key) ??
    compiled<Values, Values>(`insert ${puts.size}`, (on, of) => (on as AnyDb).insertInto(table).values(pick(of, columns)).returningAll())
  puts.set(key, known)
  return known(db, given)
}

/**
 * Changes the row that `where` names, with `updated_at`, version and audit row. Throws 404 where there is none; with
 * `version` in `where` (what the person saw) throws 412 when somebody else was faster.
 */
export async function change<T extends TableName>(db: Db, table: T, where: Where<T>, values: Update<T>): Promise<Row<T>> {
  const rows = await changeAll(db, table, where, values)
  if (rows[0]) return rows[0]
  if ('version' in where) {
    const { version: _, ...rest } = where as Values
    if (await found(db, table, rest)) throw stale()
  }
  throw notFound()
}

/** Like `change`, for every row that `where` names; none is no error. */
export async function changeAll<T extends TableName>(db: Db, table: T, where: Where<T>, values: Update<T>): Promise<Row<T>[]> {
  const { columns } = tables[table]
  const set: Values = jsonColumns(table)(values as Values)
  if ((columns as readonly string[]).includes('updatedAt')) set.updatedAt = boundOf(db).now.toString()
  if ((columns as readonly string[]).includes('version')) set.version = sql`version + 1`
  const query = matching((db as AnyDb).updateTable(table).set(set), where)
  const rows: Values[] = await query.returningAll().returning(sql`to_jsonb(old)`.as('rowBefore')).execute()
  return rows.map(({ rowBefore, ...row }) => {
    const before = camelKeys(rowBefore as Values)
    const names = Object.keys(values as Values)
    audit(db, table, 'update', row.id, pick(before, names), pick(row, names))
    return row as Row<T>
  })
}

/** Deletes the row that `where` names, with its audit row. Throws 404 where there is none. */
export async function remove<T extends TableName>(db: Db, table: T, where: Where<T>): Promise<void> {
  const rows: Values[] = await matching((db as AnyDb).deleteFrom(table), where)
    .returningAll()
    .execute()
  if (rows.length === 0) throw notFound()
  for (const row of rows) audit(db, table, 'delete', row.id, row, undefined)
}

/** What a compiled write returns beside its row, so that its audit row can say what there was before. */
export const before = sql<unknown>`to_jsonb(old)`.as('rowBefore')

/**
 * A write of a hot path, compiled once (see `compiled`), with an audit row for every row that it returns: `build` ends in
 * `.returningAll().returning(before)` and sets `updatedAt` itself; `columns` are those it sets.
 */
export function compiledWrite<P extends Record<string, unknown>, T extends TableName>(
  name: string,
  table: T,
  columns: readonly (keyof Row<T> & string)[],
  build: Parameters<typeof compiled<P, Row<T> & { rowBefore: unknown }>>[1],
): (db: Db, values: P) => Promise<Row<T>[]> {
  const run = compiled(name, build)
  return async (db, values) =>
    (await run(db, values)).map(({ rowBefore, ...rest }) => {
      const row = rest as unknown as Row<T> & Values
      if (rowBefore) audit(db, table, 'update', row.id, pick(camelKeys(rowBefore as Values), columns), pick(row, columns))
      else audit(db, table, 'create', row.id, undefined, row)
      return row
    })
}

/** An audit row for what is neither insert, change nor remove: a clinical read, a sign-in. */
export function record(db: Db, row: AuditRow): void {
  boundOf(db).audits.push(row)
}

const found = async (db: Db, table: TableName, where: Values): Promise<boolean> =>
  (await matching((db as AnyDb).selectFrom(table).select('tenantId').limit(1), where).execute()).length > 0

function matching(query: AnyDb, where: Values): AnyDb {
  return Object.entries(where).reduce((done, [column, value]) => {
    if (Array.isArray(value)) return done.where(column, '=', sql`any(${value})`)
    return done.where(column, value === null ? 'is' : '=', value)
  }, query)
}

function audit(db: Db, table: TableName, action: AuditRow['action'], id: unknown, before: Values | undefined, after: Values | undefined) {
  const [service, entity] = table.split('.') as [string, string]
  const { hidden } = tables[table]
  const shown = (values: Values) =>
    Object.fromEntries(Object.entries(values).filter(([column]) => !(hidden as readonly string[]).includes(column)))
  boundOf(db).audits.push({
    service,
    entity,
    entityId: typeof id === 'string' ? id : null,
    action,
    ...(before ? { old: shown(before) } : {}),
    ...(after ? { new: shown(after) } : {}),
  })
}

/** `pg` writes a JavaScript array as a PostgreSQL array; a json column wants JSON. */
function jsonColumns(table: TableName) {
  const { json } = tables[table]
  return (values: object): Values =>
    Object.fromEntries(
      Object.entries(values).map(([column, value]) => [
        column,
        (json as readonly string[]).includes(column) && value !== null && value !== undefined ? JSON.stringify(value) : value,
      ]),
    )
}

const pick = (values: Values, names: readonly string[]) => Object.fromEntries(names.map((name) => [name, values[name]]))
const camelKeys = (values: Values) => Object.fromEntries(Object.entries(values).map(([key, value]) => [camel(key), value]))
