import type pg from 'pg'

/** What the laws and the drawings read of a migrated database: the tables and views of the modules, without partitions. */
export type Catalogue = {
  tables: { name: string; kind: 'table' | 'view'; partitioned: boolean; comment: string | null; columns: Column[] }[]
  keys: { name: string; table: string; kind: 'primary' | 'unique' | 'exclude'; columns: string[] }[]
  references: { name: string; table: string; columns: string[]; target: string; targetColumns: string[]; cascades: boolean }[]
  checks: { name: string; table: string; columns: string[]; definition: string }[]
  indexes: { name: string; table: string; columns: string[]; partial: boolean; unique: boolean }[]
}
export type Column = { name: string; type: string; required: boolean; generated: boolean; defaults: boolean; comment: string | null }

const ours = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public', 'graphile_worker', 'salus_migrations') and not c.relispartition`
const names = (table: string, keys: string) =>
  `(select array_agg(a.attname::text order by k.place) from unnest(${keys}) with ordinality k(number, place) join pg_attribute a on a.attrelid = ${table} and a.attnum = k.number)`

/** Reads as owner; everything is sorted by name, so that two reads of the same schema are equal. */
export async function readCatalogue(db: pg.Pool | pg.ClientBase): Promise<Catalogue> {
  const rows = async <T>(sql: string) => (await db.query(sql)).rows as T[]
  const tables = await rows<Catalogue['tables'][number]>(`
    select n.nspname || '.' || c.relname as name, case c.relkind when 'v' then 'view' else 'table' end as kind, c.relkind = 'p' as partitioned,
           obj_description(c.oid, 'pg_class') as comment,
           json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'required', a.attnotnull,
             'generated', a.attgenerated <> '', 'defaults', a.atthasdef, 'comment', col_description(c.oid, a.attnum)) order by a.attnum) as columns
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind in ('r', 'p', 'v') and ${ours}
     group by c.oid, n.nspname, c.relname, c.relkind order by n.nspname collate "C", c.relname collate "C"`)
  const constraints = await rows<{
    name: string
    table: string
    type: string
    columns: string[]
    target: string
    targetColumns: string[]
    cascades: boolean
    definition: string
  }>(`
    select x.conname as name, n.nspname || '.' || c.relname as table, x.contype as type, coalesce(${names('c.oid', 'x.conkey')}, '{}') as columns,
           case when x.confrelid <> 0 then tn.nspname || '.' || t.relname end as target, ${names('x.confrelid', 'x.confkey')} as "targetColumns",
           x.confdeltype = 'c' as cascades, pg_get_constraintdef(x.oid) as definition
      from pg_constraint x join pg_class c on c.oid = x.conrelid join pg_namespace n on n.oid = c.relnamespace
      left join pg_class t on t.oid = x.confrelid left join pg_namespace tn on tn.oid = t.relnamespace
     where x.conparentid = 0 and ${ours}
     order by n.nspname collate "C", c.relname collate "C", x.conname collate "C"`)
  const indexes = await rows<Catalogue['indexes'][number]>(`
    select i.relname as name, n.nspname || '.' || c.relname as table, coalesce(${names('c.oid', 'x.indkey::int2[]')}, '{}') as columns, x.indpred is not null as partial, x.indisunique as unique
      from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid join pg_namespace n on n.oid = c.relnamespace
     where ${ours}
     order by n.nspname collate "C", c.relname collate "C", i.relname collate "C"`)
  const kinds: Record<string, 'primary' | 'unique' | 'exclude'> = { p: 'primary', u: 'unique', x: 'exclude' }
  return {
    tables,
    indexes,
    keys: constraints.flatMap(({ name, table, type, columns }) => (kinds[type] ? [{ name, table, columns, kind: kinds[type] }] : [])),
    references: constraints.filter((one) => one.type === 'f').map(({ type, definition, ...rest }) => rest),
    checks: constraints
      .filter((one) => one.type === 'c')
      .map(({ name, table, columns, definition }) => ({ name, table, columns, definition })),
  }
}
