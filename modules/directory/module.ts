import { z } from 'zod'
import { Id } from '#platform/contract.ts'
import { AppError, conflict, invalid } from '#platform/errors.ts'
import { type ExportColumns, withExport } from '#platform/exports.ts'
import { type Context, defineModule, type Route } from '#platform/module.ts'
import { serveResource } from '#platform/resource.ts'
import { changeRoutes } from './changePerson.ts'
import {
  branchContacts,
  type Department,
  exportDepartments,
  exportOrganizations,
  exportPeople,
  organizations,
  type PersonItem,
  permissions,
} from './contract.ts'
import { departmentRoutes, listOfDepartments } from './departments.ts'
import { listOfPeople, peopleRoutes } from './people.ts'
import { belowItself, mainStays, makesRing, organizationBelowItself, statusFields, unknownPlace } from './policy.ts'

const person = z.object({ userId: Id })
const people = z.object({ userIds: z.array(Id) })
const codeTaken = () => invalid('code', 'Another one has this code already.')

const personColumns: ExportColumns<z.infer<typeof PersonItem>> = {
  Name: (one) => one.name,
  'Employee number': (one) => one.employeeNumber,
  'E-mail address': (one) => one.email,
  Department: (one) => one.department?.name,
  Kind: (one) => one.userType,
  Status: (one) => one.status,
}
const departmentColumns: ExportColumns<Department> = {
  Name: (one) => one.name,
  Code: (one) => one.code,
  Organisation: (one) => one.organization.name,
  Branch: (one) => one.branch?.name,
  'Part of': (one) => one.parent?.name,
  Head: (one) => one.head?.name,
  People: (one) => one.employeeCount,
  Status: (one) => one.status,
}

const organizationColumns: ExportColumns<z.output<typeof organizations.fields>> = {
  Name: (one) => one.name,
  Code: (one) => one.code,
  Kind: (one) => one.type,
  Status: (one) => one.status,
  'E-mail': (one) => one.contactEmail,
  Telephone: (one) => one.contactPhone,
  Address: (one) => one.address,
  'Registration number': (one) => one.registrationNumber,
  'Tax number': (one) => one.taxId,
  'Further details': (one) => one.metadata?.map(({ label, value }) => `${label}: ${value}`).join('; '),
}

type Organized = { status?: string; suspendedReason?: string | null; parentOrgId?: string | null }
/**
 * With an organization is kept who wrote it, the days on which it was activated or suspended, and why. Throws 422 where it would come
 * below itself. All organizations are held, so that two moves at once cannot make a ring.
 */
function organized(route: Route): Route {
  if (route.endpoint !== organizations.create && route.endpoint !== organizations.change) return route
  const run = async (context: Context) => {
    const { db, now, who } = context
    const { id } = context.params as { id?: string }
    const body = context.body as Organized
    const all = db.selectFrom('directory.organizations').select(['id', 'parentOrgId', 'status', 'suspendedReason'])
    const tree = id && body.parentOrgId ? await all.orderBy('id').forNoKeyUpdate().execute() : []
    if (id && body.parentOrgId && makesRing(new Map(tree.map((one) => [one.id, one.parentOrgId])), { id, parentId: body.parentOrgId }))
      throw organizationBelowItself()
    const before = id ? await all.where('id', '=', id).executeTakeFirst() : undefined
    const by = id ? { updatedBy: who.userId } : { createdBy: who.userId, updatedBy: who.userId }
    const answer = await route.run({ ...context, body: { ...body, ...statusFields(body, before, now.toString()), ...by } } as never)
    if (before && body.parentOrgId !== undefined && body.parentOrgId !== before.parentOrgId)
      await context.emit('directory.organization_moved', { organizationId: before.id, before: before.parentOrgId })
    return answer
  }
  return { ...route, run } as Route
}

const [organizationList, ...organizationWrites] = serveResource(organizations) as [Route, ...Route[]]

export const directory = defineModule({
  name: 'directory',
  level: 2,
  permissions,
  routes: [
    ...withExport(listOfPeople, exportPeople, { name: 'people', entity: 'directory.users', columns: personColumns }),
    ...withExport(listOfDepartments, exportDepartments, {
      name: 'departments',
      entity: 'directory.departments',
      columns: departmentColumns,
    }),
    ...peopleRoutes,
    ...changeRoutes,
    ...departmentRoutes,
    ...withExport(organizationList, exportOrganizations, {
      name: 'organisations',
      entity: 'directory.organizations',
      columns: organizationColumns,
    }),
    ...organizationWrites.map(organized),
    ...serveResource(branchContacts),
  ],
  events: {
    'directory.person_added': { payload: person, live: 'people:read' },
    'directory.person_changed': { payload: person.extend({ fields: z.array(z.string()) }), live: 'people:read', urgent: true },
    'directory.people_added': { payload: people, live: 'people:read' },
    'directory.people_changed': { payload: people, live: 'people:read', urgent: true },
    'directory.person_invited': { payload: person },
    'directory.person_deactivated': { payload: person, live: 'people:read', urgent: true },
    'directory.person_reactivated': { payload: person, live: 'people:read', urgent: true },
    'directory.organization_moved': { payload: z.object({ organizationId: Id, before: Id.nullable() }), live: 'directory:read' },
    'directory.organization_configured': { payload: z.object({ organizationId: Id, keys: z.array(z.string()) }), live: 'org_configs:read' },
    /** How many active people are directly in these departments, and were until now. */
    'directory.departments_counted': {
      payload: z.object({ counts: z.array(z.object({ departmentId: Id, from: z.number(), to: z.number() })) }),
    },
    'directory.department_changed': {
      /** What it was part of and who headed it until now; null for a new one, and for one that is gone. */
      payload: z.object({ departmentId: Id, before: z.object({ parentId: Id.nullable(), headUserId: Id.nullable() }).nullable() }),
      live: 'directory:read',
    },
  },
  constraints: {
    users_email_unique: () => new AppError(409, 'directory.email_taken', 'Somebody else has this e-mail address.'),
    users_username_unique: () => new AppError(409, 'directory.username_taken', 'Somebody else has this user name.'),
    users_employee_id_unique: () => new AppError(409, 'directory.number_taken', 'Somebody else has this employee number.'),
    users_dept_exists: () => unknownPlace('departmentId'),
    users_org_exists: () => unknownPlace('organizationId'),
    departments_org_exists: () => unknownPlace('organizationId'),
    departments_branch_exists: () => unknownPlace('branchId'),
    departments_parent_exists: () => unknownPlace('parentId'),
    departments_head_exists: () => unknownPlace('headUserId'),
    departments_parent_is_other: belowItself,
    departments_successor_exists: () => unknownPlace('intoId'),
    departments_successor_is_other: () => invalid('intoId', 'A department cannot be merged into itself.'),
    departments_merged_is_inactive: () =>
      new AppError(409, 'directory.merged', 'This department was merged into another one. Undo the merger to open it again.'),
    organizations_suspended_has_reason: () => invalid('reason', 'Say why the organisation is suspended.'),
    departments_code_unique: codeTaken,
    organizations_code_unique: codeTaken,
    organizations_parent_is_other: organizationBelowItself,
    organizations_parent_exists: () => unknownPlace('parentOrgId'),
    org_configs_org_exists: () => unknownPlace('organization'),
    org_configs_key_unique: conflict,
    branches_code_unique: codeTaken,
    branches_one_main_of: conflict,
    branches_main_exists: mainStays,
    branches_head_exists: () => unknownPlace('headUserId'),
    branches_org_exists: () => unknownPlace('organization'),
    branch_contacts_one_primary: () => invalid('isPrimary', 'The branch has a primary contact already.'),
    branch_contacts_branch_exists: () => unknownPlace('branch'),
  },
})
