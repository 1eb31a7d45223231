import type pg from 'pg'
import { type Db, insertMany, remove } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { type PermissionDeclaration, type Permissions, type SeededRole, seededRoles, type Tools } from '#platform/module.ts'

/** How the role editor groups permissions: what they are about, in words, and the area this belongs to. */
const groups: Record<string, readonly [name: string, category: string]> = {
  people: ['People', 'people'],
  profiles: ['Profiles', 'people'],
  profile_fields: ['Fields of profiles', 'people'],
  directory: ['Organisations and departments', 'people'],
  org_configs: ['Settings of single organisations', 'people'],
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
  billing: ['Plan and invoices', 'administration'],
  integrations: ['Mail server and text messages', 'administration'],
  webhooks: ['Webhooks', 'administration'],
  keys: ['API keys', 'administration'],
  factors: ['Second factors', 'administration'],
  sso: ['Single sign-on', 'administration'],
  kiosks: ['Kiosks', 'administration'],
  support: ['Help in somebody’s account', 'administration'],
  account: ['Requests to be deleted', 'administration'],
}
const groupOf = (resource: string) => groups[resource] ?? [resource.replaceAll('_', ' '), 'administration']

/** A declared permission as the catalogue says it. */
export const asKept = ({ says, about, system }: PermissionDeclaration) => ({
  name: says,
  scope: about === 'oneself' ? ('own' as const) : ('tenant' as const),
  isSystemPermission: system ?? false,
  isNarrowable: about === 'people',
})

/** Brings the global catalogue of permissions to what the modules declare. Runs as the owner, after migrations. */
export async function syncPermissions(owner: pg.Pool | pg.ClientBase, declared: Permissions): Promise<void> {
  const rows = Object.entries(declared).map(([code, permission]) => {
    const [resource, action] = code.split(':') as [string, string]
    const [group, category] = groupOf(resource)
    const { name, scope, isNarrowable: narrowable, isSystemPermission: system } = asKept(permission)
    return { code, name, resource, action, group, category, scope, narrowable, system }
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

/**
 * Gives the system roles of tenants made by an earlier version the permissions that modules have declared for them since, and takes
 * what they no longer have. Each tenant in a transaction of its own, on its audit trail; nothing to do costs one statement.
 */
export async function renewSystemRoles(owner: pg.Pool, tools: Tools): Promise<void> {
  const declared = Object.entries(tools.registry.permissions).map(([code, { roles }]) => ({ code, roles: [...roles].sort() }))
  const { rows } = await owner.query<{ id: string; code: string; roles: string[] }>(
    `select p.id, p.code, d.roles
       from jsonb_to_recordset($1) as d(code text, roles text[]) join access.permissions p on p.code = d.code
      where p.system_roles <> d.roles`,
    [JSON.stringify(declared)],
  )
  if (rows.length === 0) return
  const tenants = await tools.system.selectFrom('tenancy.tenant_list').select('tenantId').orderBy('tenantId').execute()
  for (const { tenantId } of tenants) await tools.inTenant({ tenantId, userId: null, now: tools.clock() }, (db) => renewIn(db, rows))
  await owner.query(
    `update access.permissions p set system_roles = d.roles
       from jsonb_to_recordset($1) as d(id uuid, roles text[]) where p.id = d.id`,
    [JSON.stringify(rows)],
  )
}

async function renewIn(db: Db, renewed: readonly { id: string; roles: readonly string[] }[]): Promise<void> {
  // Held until the commit: another process may start at the same moment.
  const roles = await db
    .selectFrom('access.roles')
    .select(['id', 'code'])
    .where('isSystemRole', '=', true)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  const ids = renewed.map(({ id }) => id)
  const held = await db
    .selectFrom('access.role_permissions')
    .select(['id', 'roleId', 'permissionId'])
    .where('permissionId', 'in', ids)
    .where(
      'roleId',
      'in',
      roles.map(({ id }) => id),
    )
    .execute()
  const changed = new Set<string>()
  const lacking: { roleId: string; permissionId: string }[] = []
  for (const role of roles)
    for (const permission of renewed) {
      const grant = held.find((one) => one.roleId === role.id && one.permissionId === permission.id)
      if (permission.roles.includes(role.code) === (grant !== undefined)) continue
      changed.add(role.id)
      if (grant) await remove(db, 'access.role_permissions', { id: grant.id })
      else lacking.push({ roleId: role.id, permissionId: permission.id })
    }
  if (lacking.length) await insertMany(db, 'access.role_permissions', lacking)
  for (const roleId of changed) await emit(db, 'access.role_changed', { roleId })
}

const names: Record<SeededRole, string> = {
  employee: 'Employee',
  oh_professional: 'Occupational health professional',
  manager: 'Manager',
  admin: 'Administrator',
  instructor: 'Instructor',
  learner: 'Learner',
  tenant_administrator: 'Tenant administrator',
}

/** The roles that every tenant starts with, holding the permissions that the modules declare for them. */
export async function seedRoles(db: Db, catalogue: Permissions): Promise<void> {
  const permissions = await db.selectFrom('access.permissions').select(['id', 'code']).execute()
  const roles = await insertMany(
    db,
    'access.roles',
    seededRoles.map((code, i) => ({ code, name: names[code], isSystemRole: true, isDefault: code === 'employee', priorityLevel: i })),
  )
  const grants = roles.flatMap((role) =>
    permissions
      .filter(({ code }) => catalogue[code as never]?.roles.includes(role.code as SeededRole))
      .map(({ id }) => ({ roleId: role.id, permissionId: id })),
  )
  await insertMany(db, 'access.role_permissions', grants)
}
