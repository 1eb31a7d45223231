import { z } from 'zod'
import { endpoint, exportOf, Id, Instant } from '#platform/contract.ts'
import { Answer, Code, Named, OwnerProposal, PermissionCode, Role, RoleDetail, RoleFields, RolesOfPerson, Way } from './shapes.ts'

export * from './shapes.ts'

const office = ['admin', 'tenant_administrator'] as const
/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'roles:read': { says: 'See roles, what they allow and why somebody may do something', roles: office, withheld: 'access' },
  'roles:write': { says: 'Make and change roles, give and take them', roles: ['tenant_administrator'], withheld: 'access' },
  'roles:appoint': {
    says: 'Appoint others to the roles that came with the system, also where these allow more than one may oneself',
    roles: ['tenant_administrator'],
    system: true,
    withheld: 'access',
  },
} as const
const read = 'roles:read'
const write = 'roles:write'

export const listRoles = endpoint('GET /roles', {
  permission: read,
  returns: z.object({ items: z.array(Role), next: z.null(), may: z.object({ add: z.boolean() }) }),
  summary: 'The roles of the organisation and what they allow',
})
export const exportRoles = exportOf(listRoles)
export const readRole = endpoint('GET /roles/:id', { permission: read, returns: RoleDetail, summary: 'One role with each of its grants' })

export const listPermissions = endpoint('GET /permissions', {
  permission: read,
  returns: z.object({
    items: z.array(
      z.object({
        code: z.string(),
        says: z.string(),
        category: z.string(),
        group: z.string(),
        isSystemPermission: z.boolean(),
        isNarrowable: z.boolean(),
        may: z.object({ grant: z.boolean() }),
      }),
    ),
    next: z.null(),
  }),
  summary: 'Every right there is, by category and group',
})

export const addRole = endpoint('POST /roles', {
  permission: write,
  body: RoleFields.partial().extend({
    name: RoleFields.shape.name,
    code: Code,
    /** The role it begins as. */ copyOf: Code.nullable().default(null),
  }),
  returns: RoleDetail,
  status: 201,
  summary: 'Make a role; with copyOf it has what that one has, where nothing else is said',
})
export const changeRole = endpoint('PATCH /roles/:id', {
  permission: write,
  body: RoleFields.partial(),
  returns: RoleDetail,
  summary: 'Change a role that was made here; lists replace what was there. If-Match with the version seen refuses a stale change',
})
export const removeRole = endpoint('DELETE /roles/:id', { permission: write, summary: 'Remove a role that was made here and nobody holds' })

export const rolesOfPerson = endpoint('GET /people/:id/roles', {
  permission: read,
  returns: RolesOfPerson,
  summary: 'The roles a person holds',
})
const Custom = z.array(PermissionCode).max(50)
export const giveRole = endpoint('POST /people/:id/roles', {
  permission: write,
  body: z.object({
    role: Code,
    expiresAt: Instant.nullable().default(null),
    isPrimary: z.boolean().default(false),
    /** Counts for this organisation's rows only. */
    organizationId: Id.nullable().default(null),
    /** Counts for this department and those below it only. */
    departmentId: Id.nullable().default(null),
    /** Rights added to the role for this person. */
    customPermissions: Custom.default([]),
  }),
  returns: RolesOfPerson,
  status: 201,
  summary: 'Give a person a role; another tenant administrator is proposed, and a second one confirms',
})
export const changeHeldRole = endpoint('PATCH /people/:id/roles/:grantId', {
  permission: write,
  body: z.object({ expiresAt: Instant.nullable().optional(), isPrimary: z.boolean().optional(), customPermissions: Custom.optional() }),
  returns: RolesOfPerson,
  summary: 'Change until when a person holds a role, which one is primary, and the rights added to it',
})
export const setRoles = endpoint('PUT /people/:id/roles', {
  permission: write,
  body: z.object({ roles: z.array(Code).max(50) }),
  returns: RolesOfPerson,
  summary: 'Give a person exactly these roles: what is missing is given, what is not named is taken',
})
export const takeRole = endpoint('DELETE /people/:id/roles/:grantId', { permission: write, summary: 'Take a role from a person' })

export const listOwnerProposals = endpoint('GET /owner-proposals', {
  permission: read,
  returns: z.object({ items: z.array(OwnerProposal), next: z.null() }),
  summary: 'Tenant administrators who are proposed and not yet confirmed',
})
export const confirmOwner = endpoint('POST /owner-proposals/:id/confirmation', {
  permission: write,
  summary: 'Confirm a tenant administrator whom another one has proposed',
})
export const declineOwner = endpoint('POST /owner-proposals/:id/refusal', { permission: write, summary: 'Decline or withdraw a proposal' })

const DepartmentRole = z.object({ id: Id, role: Named, permissions: z.array(z.string()), may: z.object({ take: z.boolean() }) })
const RolesOfDepartment = z.object({ items: z.array(DepartmentRole), next: z.null(), mayGive: z.array(z.string()) })
export const rolesOfDepartment = endpoint('GET /departments/:id/roles', {
  permission: read,
  returns: RolesOfDepartment,
  summary: 'The roles that everybody directly in a department holds',
})
export const giveDepartmentRole = endpoint('POST /departments/:id/roles', {
  permission: write,
  body: z.object({ role: Code, permissions: Custom.default([]) }),
  returns: RolesOfDepartment,
  status: 201,
})
export const takeDepartmentRole = endpoint('DELETE /departments/:id/roles/:grantId', { permission: write })

/** A change to try out: codes of a role that the person would hold, or would hold no longer. */
const WhatIf = z.object({ add: Code.optional(), remove: Code.optional() })
export const rightsOfPerson = endpoint('GET /people/:id/rights', {
  permission: read,
  query: WhatIf,
  returns: z.object({
    name: z.string(),
    items: z.array(
      z.object({
        code: z.string(),
        says: z.string(),
        category: z.string(),
        group: z.string(),
        answer: Answer,
        /** With the change. */
        whatIf: Answer,
      }),
    ),
    next: z.null(),
  }),
  summary: 'What a person may do, and what they could do with a role more or less',
})

export const whyOfPerson = endpoint('GET /people/:id/rights/:permission', {
  permission: read,
  params: z.object({ id: Id, permission: PermissionCode }),
  query: WhatIf,
  returns: z.object({ code: z.string(), says: z.string(), answer: Answer, whatIf: Answer, ways: z.array(Way) }),
  summary: 'Why a person may or may not do something: every way to the right, step by step, at this moment and from where one asks',
})
