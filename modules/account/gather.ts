import { sql } from 'kysely'
import { decrypt } from '#platform/crypto.ts'
import type { Db } from '#platform/db.ts'
import { tables } from '#platform/rows.gen.ts'
import { byId, type Ids, isSecret, leftOut, named, notRoads, roads, spaces } from './held.ts'
import { trailOf } from './trail.ts'

type Row = Record<string, unknown>
/** Rows of one table about a person, secrets left out and clinical values opened; and where their files are. */
export type Held = { table: string; rows: Row[]; files: { name: string; key: string }[] }
const most = 100_000

/** Every table of tenants that a road leads to, and the columns that are its roads. */
export function roadsTo(): { table: string; columns: string[] }[] {
  return Object.entries(tables).flatMap(([table, { view, tenant, columns }]) => {
    if (view || tenant !== 'tenantId' || table in leftOut) return []
    const own = (columns as readonly string[]).filter((column) => column in roads && !(`${table}.${column}` in notRoads))
    return own.length > 0 || table in byId ? [{ table, columns: own }] : []
  })
}

/** All that is held about one person, table by table. */
export async function gather(db: Db, userId: string): Promise<Held[]> {
  const ids = await idsOf(db, userId)
  const held: Held[] = []
  for (const { table, columns } of roadsTo()) {
    const found = await rowsAbout(db, table, await conditions(db, { table, columns, ids }))
    const rows = []
    for (const row of found) rows.push(await shown(db, { table, row, userId }))
    if (rows.length > 0) held.push({ table, rows, files: found.flatMap((row) => filesIn(table, row)) })
  }
  return held
}

/** The same, and what the audit trail holds about them. */
export async function gatherAll(db: Db, userId: string): Promise<Held[]> {
  const held = await gather(db, userId)
  return [...held, ...(await trailOf(db, userId, held))]
}

/** What the rows only name by an id (the course, the role, the department), by that id. */
export async function namesIn(db: Db, held: readonly Held[]): Promise<Map<string, string>> {
  const ids = Map.groupBy(
    held.flatMap(({ rows }) => rows.flatMap((row) => Object.entries(row))).filter(([column, value]) => column in named && value !== null),
    ([column]) => column,
  )
  const names = new Map<string, string>()
  for (const [column, found] of ids) {
    const { table, name } = named[column] as (typeof named)[string]
    const wanted = [...new Set(found.map(([, value]) => String(value)))]
    for (const row of await rowsAbout(db, table, [{ column: 'id', ids: wanted }])) names.set(String(row.id), String(row[name]))
  }
  return names
}

async function idsOf(db: Db, userId: string): Promise<Ids> {
  const ids: Record<string, readonly string[]> = { person: [userId] }
  for (const { space, table, by } of spaces) {
    const known = ids[roads[by] as string] ?? []
    ids[space] = (await rowsAbout(db, table, [{ column: by, ids: known }])).map((row) => String(row.id))
  }
  return ids as Ids
}

type Condition = { column: string; ids: readonly string[] }
async function conditions(db: Db, { table, columns, ids }: { table: string; columns: readonly string[]; ids: Ids }): Promise<Condition[]> {
  const own = byId[table]
  const itself: Condition[] = []
  if (own === 'person') itself.push({ column: 'id', ids: ids.person })
  else if (own) {
    const told = await rowsAbout(db, own.table, [{ column: 'userId', ids: ids.person }])
    itself.push({ column: 'id', ids: told.map((row) => String(row[own.column])) })
  }
  return [...itself, ...columns.map((column) => ({ column, ids: ids[roads[column] as keyof Ids] }))]
}

function rowsAbout(db: Db, table: string, where: readonly Condition[]): Promise<Row[]> {
  if (where.every(({ ids }) => ids.length === 0)) return Promise.resolve([])
  // biome-ignore lint/suspicious/noExplicitAny: every table of the catalogue is asked the same
  const query = (db as any).selectFrom(table).selectAll()
  return (
    query
      // biome-ignore lint/suspicious/noExplicitAny: as above
      .where((eb: any) => eb.or(where.map(({ column, ids }) => eb(column, '=', sql`any(${ids}::uuid[])`))))
      .limit(most)
      .execute()
  )
}

const snake = (column: string) => column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** A row as its person may have it. */
async function shown(db: Db, { table, row, userId }: { table: string; row: Row; userId: string }): Promise<Row> {
  const { hidden } = tables[table as keyof typeof tables]
  const result: Row = {}
  for (const [column, value] of Object.entries(row)) {
    const isHidden = (hidden as readonly string[]).includes(column)
    if (column === 'tenantId' || (isHidden && isSecret(column))) continue
    if (!Buffer.isBuffer(value)) result[column] = value
    else if (isHidden) result[column] = await opened(db, { table, column: snake(column), row: String(row.id) }, { userId, value })
  }
  return result
}

/** A clinical value in the clear; one that does not open (its key was destroyed) says so. */
async function opened(db: Db, place: { table: string; column: string; row: string }, { userId, value }: { userId: string; value: Buffer }) {
  try {
    return await decrypt(db, userId, place, value)
  } catch {
    return '(can no longer be opened)'
  }
}

/** Files that a row names, by the column: a key of the store is no use to anybody, its bytes are. Former copies are not in the next. */
function filesIn(table: string, row: Row): { name: string; key: string }[] {
  if (table === 'account.data_exports') return []
  return Object.entries(row)
    .filter(([column, value]) => /(^f|F)ileKey$|^avatarKey$|^coverPhotoKey$/.test(column) && typeof value === 'string')
    .map(([column, value]) => ({ name: `files/${table}/${String(row.id)}-${column}`, key: String(value) }))
}
