import type pg from 'pg'
import { readCatalogue } from '../../tools/catalogue.ts'

/**
 * One row in every table of a tenant, all with the same id: every reference between them holds, so that a route that finds rows
 * by id would find them. Rules about values are dropped first; the database is one test's own.
 */
export async function fillEveryTable(owner: pg.Pool, tenantId: string, id: string): Promise<string[]> {
  const { tables, checks } = await readCatalogue(owner)
  const client = await owner.connect()
  const filled: string[] = []
  try {
    await client.query('set session_replication_role = replica') // references are checked by nobody while the rows come one by one
    for (const { name, table } of checks) await client.query(`alter table ${table} drop constraint ${name}`)
    for (const { name, kind, columns } of tables) {
      if (kind !== 'table' || columns[0]?.name !== 'tenant_id') continue
      const known = new Map(
        checks
          .filter((one) => one.table === name && one.columns.length === 1)
          .map((one) => [one.columns[0], /'([^']+)'::text/.exec(one.definition)?.[1]]),
      )
      const set = columns.filter((column) => !column.generated && sample(column.type, known.get(column.name), id) !== undefined)
      const wanted = set.filter((column) => column.required || column.type === 'uuid' || /^(bytea|jsonb)$/.test(column.type))
      const values = wanted.map((column) => (column.name === 'tenant_id' ? tenantId : sample(column.type, known.get(column.name), id)))
      const marks = wanted.map(({ type }, i) => `$${i + 1}::${type}`)
      await client.query(
        `insert into ${name} (${wanted.map((column) => column.name).join(', ')}) values (${marks.join(', ')}) on conflict do nothing`,
        values,
      )
      filled.push(name)
    }
    await client.query('reset session_replication_role')
  } finally {
    client.release()
  }
  return filled
}

function sample(type: string, known: string | undefined, id: string): unknown {
  if (type === 'uuid') return id
  if (type === 'uuid[]') return [id]
  if (type.endsWith('[]')) return []
  if (type === 'text') return known ?? 'x'
  if (type === 'boolean') return true
  if (/^(integer|bigint|smallint|numeric|double precision|real)/.test(type)) return 1
  if (type === 'date') return '2026-06-16'
  if (type.startsWith('timestamp')) return new Date().toISOString()
  if (type.startsWith('time')) return '09:00'
  if (type.startsWith('json')) return '{}'
  if (type === 'bytea') return Buffer.from('x')
  return undefined
}
