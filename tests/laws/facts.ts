import type pg from 'pg'
import { type Catalogue, readCatalogue } from '../../tools/catalogue.ts'

/** What laws read of the catalogue beside tables, keys and references. */
export type Facts = Catalogue & {
  security: {
    table: string
    enabled: boolean
    forced: boolean
    policies: { name: string; roles: string; using: string | null; check: string | null }[]
    rights: Record<string, string[]>
  }[]
  triggers: { name: string; table: string }[]
  actions: { name: string; table: string; onDelete: string; onUpdate: string }[]
  constraints: { name: string; table: string; kind: string; definition: string }[]
  views: { name: string; reads: string[]; invoker: boolean }[]
  functions: { name: string; body: string; definer: boolean }[]
}

const ours = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public', 'graphile_worker', 'salus_migrations')`

export async function readFacts(db: pg.Pool): Promise<Facts> {
  const rows = async <T>(text: string) => (await db.query(text)).rows as T[]
  return {
    ...(await readCatalogue(db)),
    security: await rows(`
      select n.nspname || '.' || c.relname as table, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
             coalesce((select json_agg(json_build_object('name', p.polname, 'using', pg_get_expr(p.polqual, c.oid), 'check', pg_get_expr(p.polwithcheck, c.oid),
               'roles', (select string_agg(coalesce(r.rolname::text, 'public'), ',') from unnest(p.polroles) role(oid) left join pg_roles r on r.oid = role.oid)) order by p.polname)
               from pg_policy p where p.polrelid = c.oid), '[]') as policies,
             coalesce((select json_object_agg(grantee, rights) from (select grantee, array_agg(privilege_type::text order by privilege_type) as rights
               from information_schema.role_table_grants g where g.table_schema = n.nspname and g.table_name = c.relname and grantee ~ '^salus_' group by grantee) g), '{}') as rights
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and not c.relispartition and ${ours} order by 1`),
    triggers: await rows(`
      select t.tgname as name, n.nspname || '.' || c.relname as table from pg_trigger t join pg_class c on c.oid = t.tgrelid
        join pg_namespace n on n.oid = c.relnamespace where not t.tgisinternal and ${ours} order by 1`),
    actions: await rows(`
      select x.conname as name, n.nspname || '.' || c.relname as table, x.confdeltype as "onDelete", x.confupdtype as "onUpdate"
        from pg_constraint x join pg_class c on c.oid = x.conrelid join pg_namespace n on n.oid = c.relnamespace
       where x.contype = 'f' and x.conparentid = 0 and ${ours} order by 1`),
    constraints: await rows(`
      select x.conname as name, n.nspname || '.' || c.relname as table, x.contype as kind, pg_get_constraintdef(x.oid) as definition
        from pg_constraint x join pg_class c on c.oid = x.conrelid join pg_namespace n on n.oid = c.relnamespace
       where x.contype <> 'n' and x.conparentid = 0 and not c.relispartition and ${ours} order by 1`),
    views: await rows(`
      select n.nspname || '.' || c.relname as name, coalesce('security_invoker=true' = any(c.reloptions), false) as invoker,
             array(select distinct on_.nspname || '.' || o.relname from pg_rewrite w join pg_depend d on d.objid = w.oid and d.refclassid = 'pg_class'::regclass
               join pg_class o on o.oid = d.refobjid join pg_namespace on_ on on_.oid = o.relnamespace where w.ev_class = c.oid and o.oid <> c.oid order by 1) as reads
        from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'v' and ${ours} order by 1`),
    functions: await rows(`
      select n.nspname || '.' || p.proname as name, p.prosrc as body, p.prosecdef as definer from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where ${ours} and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by 1`),
  }
}
