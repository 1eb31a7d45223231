import type pg from 'pg'
import type { Permissions } from '#platform/module.ts'

/** Brings the global catalogue of permissions to what the modules declare. Runs as the owner, after migrations. */
export async function syncPermissions(owner: pg.Pool | pg.ClientBase, declared: Permissions): Promise<void> {
  const rows = Object.entries(declared).map(([code, { says }]) => {
    const [resource, action] = code.split(':') as [string, string]
    return { code, name: says, resource, action, category: resource }
  })
  await owner.query(
    `insert into access.permissions (code, name, resource, action, category, is_system_permission)
     select code, name, resource, action, category, true
       from jsonb_to_recordset($1) as declared(code text, name text, resource text, action text, category text)
     on conflict (code) do update set name = excluded.name, category = excluded.category
      where (permissions.name, permissions.category) is distinct from (excluded.name, excluded.category)`,
    [JSON.stringify(rows)],
  )
}
