import type pg from 'pg'
import type { Permissions } from '#platform/module.ts'

/** How the role editor groups permissions: what they are about, in words, and the area this belongs to. */
const groups: Record<string, readonly [name: string, category: string]> = {
  people: ['People', 'people'],
  directory: ['Organisations and departments', 'people'],
  employees: ['Employment', 'people'],
  fitness: ['Fitness outcomes', 'health'],
  appointments: ['Appointments', 'health'],
  clinical: ['Clinical record', 'health'],
  telemedicine: ['Video consultations', 'health'],
  compliance: ['Fit for work', 'work'],
  safety: ['Workplace safety', 'work'],
  courses: ['Courses', 'learning'],
  enrollments: ['Enrolment and progress', 'learning'],
  assessments: ['Quizzes', 'learning'],
  certificates: ['Certificates', 'learning'],
  certificate_templates: ['Designs of certificates', 'learning'],
  discussions: ['Discussions', 'learning'],
  messaging: ['Messages', 'communication'],
  documents: ['Documents', 'communication'],
  notifications: ['Notifications', 'communication'],
  roles: ['Roles and rights', 'administration'],
  audit: ['Audit trail', 'administration'],
  tenants: ['The organisation’s settings', 'administration'],
}
const groupOf = (resource: string) => groups[resource] ?? [resource.replaceAll('_', ' '), 'administration']

/** Brings the global catalogue of permissions to what the modules declare. Runs as the owner, after migrations. */
export async function syncPermissions(owner: pg.Pool | pg.ClientBase, declared: Permissions): Promise<void> {
  const rows = Object.entries(declared).map(([code, { says, about, system }]) => {
    const [resource, action] = code.split(':') as [string, string]
    const [group, category] = groupOf(resource)
    const scope = about === 'oneself' ? 'own' : 'tenant'
    return { code, name: says, resource, action, group, category, scope, narrowable: about === 'people', system: system ?? false }
  })
  await owner.query(
    `insert into access.permission_groups (name, category)
     select distinct "group", category from jsonb_to_recordset($1) as declared("group" text, category text)
     on conflict (name) do update set category = excluded.category where permission_groups.category is distinct from excluded.category`,
    [JSON.stringify(rows)],
  )
  await owner.query(
    `insert into access.permissions (code, name, resource, action, group_id, category, scope, is_narrowable, is_system_permission)
     select d.code, d.name, d.resource, d.action, g.id, d.category, d.scope, d.narrowable, d.system
       from jsonb_to_recordset($1) as d(code text, name text, resource text, action text, "group" text, category text, scope text,
            narrowable boolean, system boolean)
       join access.permission_groups g on g.name = d."group"
     on conflict (code) do update set name = excluded.name, group_id = excluded.group_id, category = excluded.category,
            scope = excluded.scope, is_narrowable = excluded.is_narrowable, is_system_permission = excluded.is_system_permission
      where (permissions.name, permissions.group_id, permissions.category, permissions.scope, permissions.is_narrowable, permissions.is_system_permission)
            is distinct from (excluded.name, excluded.group_id, excluded.category, excluded.scope, excluded.is_narrowable, excluded.is_system_permission)`,
    [JSON.stringify(rows)],
  )
}
