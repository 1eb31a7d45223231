import { z } from 'zod'
import { endpoint, Id, Instant } from '#platform/contract.ts'

/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'roles:read': { says: 'See roles and what they allow', roles: ['admin', 'tenant_administrator'] },
  'roles:write': { says: 'Give and take roles', roles: ['tenant_administrator'] },
  'roles:appoint': {
    says: 'Appoint others to the roles that came with the system, also where these allow more than one may oneself',
    roles: ['tenant_administrator'],
  },
} as const

const RoleCode = z.string().trim().toLowerCase().min(1).max(60)
export const Role = z.object({
  id: Id,
  code: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  isSystemRole: z.boolean(),
  isDefault: z.boolean(),
  permissions: z.array(z.object({ code: z.string(), says: z.string() })),
})
export const listRoles = endpoint('GET /roles', {
  permission: 'roles:read',
  returns: z.object({ items: z.array(Role), next: z.null() }),
  summary: 'The roles of the organisation and what they allow',
})

export const HeldRole = z.object({
  id: Id,
  role: z.object({ id: Id, code: z.string(), name: z.string() }),
  assignedAt: Instant,
  expiresAt: Instant.nullable(),
  isPrimary: z.boolean(),
  may: z.object({ take: z.boolean() }),
})
const RolesOfPerson = z.object({
  items: z.array(HeldRole),
  /** Codes of the roles that the asking person may give to this one. */
  mayGive: z.array(z.string()),
})
export const rolesOfPerson = endpoint('GET /people/:id/roles', {
  permission: 'roles:read',
  returns: RolesOfPerson,
  summary: 'The roles a person holds',
})
export const giveRole = endpoint('POST /people/:id/roles', {
  permission: 'roles:write',
  body: z.object({ role: RoleCode, expiresAt: Instant.nullable().default(null), isPrimary: z.boolean().default(false) }),
  returns: RolesOfPerson,
  status: 201,
  summary: 'Give a person a role',
})
export const setRoles = endpoint('PUT /people/:id/roles', {
  permission: 'roles:write',
  body: z.object({ roles: z.array(RoleCode).max(50) }),
  returns: RolesOfPerson,
  summary: 'Give a person exactly these roles: what is missing is given, what is not named is taken',
})
export const takeRole = endpoint('DELETE /people/:id/roles/:grantId', { permission: 'roles:write', summary: 'Take a role from a person' })
