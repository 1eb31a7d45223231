import type pg from 'pg'

const ours = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public', 'graphile_worker', 'salus_migrations')`

/**
 * Makes the planner believe in a large tenant: every table holds one real row, its statistics say 200,000 on one page. A tenant's
 * column has one value, a row's id is unique, booleans and days have five values, other columns one for every twenty rows.
 * Partitions without rows are dropped, so that plans show the one that counts. The database is one test's own.
 */
export async function pretendLarge(owner: pg.Pool): Promise<void> {
  const { rows: parts } = await owner.query(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relispartition and c.relkind = 'r' and ${ours}`,
  )
  for (const { name } of parts) {
    const { rows: found } = await owner.query(`select from ${name} limit 1`)
    if (found.length === 0) await owner.query(`drop table ${name}`)
  }
  await owner.query(`
    do $$ declare t record; begin
      for t in select c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and ${ours} loop
        execute format('alter table %s set (autovacuum_enabled = off)', t.name);
      end loop;
    end $$`)
  await owner.query(`
    select pg_restore_relation_stats('schemaname', n.nspname::text, 'relname', c.relname::text, 'relpages', 1::integer,
             'reltuples', 200000::real, 'relallvisible', 0::integer)
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'i') and ${ours}`)
  await owner.query(`
    select pg_restore_attribute_stats('schemaname', n.nspname::text, 'relname', c.relname::text, 'attname', a.attname::text, 'inherited', false,
             'null_frac', 0.1::real, 'avg_width', 16::integer,
             'n_distinct', (case when a.attname = 'tenant_id' then 1 when a.attname = 'id' then -1
                                 when a.atttypid in ('boolean'::regtype, 'date'::regtype) then 5 else -0.05 end)::real)
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind = 'r' and ${ours}`)
}
