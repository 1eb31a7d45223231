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
      const wanted = set.filter(
        ({ type, required, defaults }) => type === 'uuid' || (!defaults && (required || /^(bytea|jsonb)$/.test(type))),
      )
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

/**
 * So many more rows in every table that has an id: each like the one of `fillEveryTable`, with an id of its own and the same
 * references. What keeps two such rows apart is dropped first.
 */
export async function multiplyEveryRow(owner: pg.Pool, tenantId: string, times: number): Promise<void> {
  const { tables, keys, indexes } = await readCatalogue(owner)
  const client = await owner.connect()
  try {
    await client.query('set session_replication_role = replica')
    for (const { name, table, kind } of keys)
      if (kind !== 'primary') await client.query(`alter table ${table} drop constraint ${name} cascade`)
    for (const { name, table, unique } of indexes)
      if (unique && !keys.some((key) => key.name === name)) await client.query(`drop index ${table.split('.')[0]}.${name}`)
    for (const { name, kind, columns } of tables) {
      if (kind !== 'table' || columns[0]?.name !== 'tenant_id' || !columns.some((column) => column.name === 'id')) continue
      const set = columns.filter((column) => !column.generated).map((column) => column.name)
      const values = set.map((column) => (column === 'id' ? 'uuidv7()' : column))
      await client.query(
        `insert into ${name} (${set.join(', ')}) select ${values.join(', ')} from ${name}, generate_series(1, $2) where tenant_id = $1`,
        [tenantId, times],
      )
    }
    await client.query('reset session_replication_role')
  } finally {
    client.release()
  }
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
