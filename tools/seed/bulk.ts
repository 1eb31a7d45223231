import { boundOf, type Db } from '#platform/db.ts'
import { type Insert, type TableName, tables } from '#platform/rows.gen.ts'

const portion = 5_000

/**
 * Writes many rows fast, without audit rows: for demo and measurement data only. Columns not named in the first row take the
 * database's defaults; every row has the same columns.
 */
export async function bulk<T extends TableName>(db: Db, table: T, rows: readonly Insert<T>[]): Promise<void> {
  const { client, tenantId } = boundOf(db)
  const first = rows[0] as Record<string, unknown> | undefined
  if (!first) return
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const names = Object.keys(first)
  const tenant = tables[table].tenant === 'tenantId' ? ['tenant_id'] : []
  // References are checked by plans that a connection keeps: those made while a table was small read all of it for every row.
  await client.query('discard plans')
  await client.query('set local enable_seqscan = off')
  const columns = [...tenant, ...names.map(snake)].map((name) => `"${name}"`).join(', ')
  for (let from = 0; from < rows.length; from += portion) {
    const records = rows.slice(from, from + portion).map((row) => ({
      ...(tenant.length ? { tenant_id: tenantId } : {}),
      ...Object.fromEntries(names.map((name) => [snake(name), (row as Record<string, unknown>)[name]])),
    }))
    await client.query(`insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`, [
      JSON.stringify(records),
    ])
  }
}
