import { z } from 'zod'
import { Id, Instant } from '#platform/contract.ts'

export const Scope = z.enum(['own', 'department', 'organization', 'tenant'])

/** Attributes of people that a condition may compare; `directory` knows the column of each. */
export const PersonAttribute = z.enum(['userType', 'status', 'locale', 'timeZone'])
const Comparison = z.object({
  attribute: PersonAttribute,
  is: z.enum(['one_of', 'none_of']),
  values: z.array(z.string().trim().min(1).max(120)).min(1).max(20),
})
/** Whose rows a grant reaches, narrowing the role's scope. */
export const Conditions = z.strictObject({
  scope: z.enum(['own', 'department', 'branch', 'organization']).optional(),
  where: z.array(Comparison).max(5).optional(),
})
export type Conditions = z.infer<typeof Conditions>

const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Please write a time like 08:00.')
const Network = z.union([z.cidrv4(), z.cidrv6()], 'Please write a network like 10.0.0.0/8.')
const Zone = z
  .string()
  .max(60)
  .refine((zone) => zones().has(zone), 'This is not a time zone.')
let known: Set<string> | undefined
const zones = () => {
  known ??= new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])
  return known
}

/** Under which circumstances a grant counts. Hours that end before they begin go past midnight, and belong to the day they began on. */
export const Constraints = z.strictObject({
  hours: z.tuple([Time, Time]).optional(),
  /** ISO days: 1 is Monday. */
  days: z.array(z.number().int().min(1).max(7)).min(1).max(7).optional(),
  /** Of hours and days; the organisation's business, so not the person's own zone. */
  timeZone: Zone.optional(),
  networks: z.array(Network).min(1).max(20).optional(),
  /** The second factor was shown at most so long ago. */
  secondFactorMinutes: z.number().int().min(1).max(1440).optional(),
})
export type Constraints = z.infer<typeof Constraints>

export const Code = z.string().trim().toLowerCase().min(1).max(60)
export const PermissionCode = z.string().trim().toLowerCase().min(1).max(120)
export const Named = z.object({ id: Id, code: z.string(), name: z.string() })
export const Place = z.object({ id: Id, name: z.string() })

export const Role = Named.extend({
  description: z.string().nullable(),
  isSystemRole: z.boolean(),
  isDefault: z.boolean(),
  priorityLevel: z.number().int(),
  scope: Scope,
  organization: Place.nullable(),
  /** Roles whose permissions it holds as well. */
  contains: z.array(Named),
  /** All that it allows, with what it has of the roles it contains. */
  permissions: z.array(z.object({ code: z.string(), says: z.string() })),
  may: z.object({ change: z.boolean() }),
})
export const RoleGrant = z.object({
  permission: PermissionCode,
  isActive: z.boolean().default(true),
  effectiveFrom: Instant.nullable().default(null),
  effectiveUntil: Instant.nullable().default(null),
  conditions: Conditions.default({}),
  constraints: Constraints.default({}),
})
export type RoleGrant = z.infer<typeof RoleGrant>
export const RoleDetail = Role.extend({
  copiedFrom: z.string().nullable(),
  version: z.number().int(),
  grants: z.array(RoleGrant),
  /** What it has of the roles it contains, and of which. */
  inherited: z.array(z.object({ permission: z.string(), from: z.string() })),
})
export type RoleDetail = z.infer<typeof RoleDetail>
/** What an editor of roles sets. */
export const RoleFields = z.object({
  name: z.string().trim().min(1).max(120),
  description: z.string().trim().max(2000).nullable(),
  scope: Scope,
  priorityLevel: z.number().int().min(0).max(1000),
  /** Only to be given to people of this organisation. */
  organizationId: Id.nullable(),
  isDefault: z.boolean(),
  /** Codes of roles whose permissions it holds as well. */
  contains: z.array(Code).max(50),
  grants: z.array(RoleGrant).max(300),
})
export const HeldRole = z.object({
  id: Id,
  role: Named,
  assignedAt: Instant,
  expiresAt: Instant.nullable(),
  isPrimary: z.boolean(),
  /** By hand, or by a group at the sign-in provider: those come and go with the group. */
  source: z.enum(['hand', 'sso']),
  organization: Place.nullable(),
  department: Place.nullable(),
  customPermissions: z.array(z.string()),
  may: z.object({ take: z.boolean() }),
})
export const OwnerProposal = z.object({
  id: Id,
  person: Place,
  role: Named,
  proposedBy: z.string().nullable(),
  proposedAt: Instant,
  expiresAt: Instant,
  may: z.object({ confirm: z.boolean(), decline: z.boolean() }),
})
export const RolesOfPerson = z.object({
  items: z.array(HeldRole),
  /** Held because everybody of the department holds them. */
  byDepartment: z.array(z.object({ id: Id, role: Named, department: Place })),
  /** Waiting for another administrator. */
  proposals: z.array(OwnerProposal),
  /** Codes of the roles that the asking person may give to this one. */
  mayGive: z.array(z.string()),
})
/** `some`: for some people's rows only; `depends`: not now, but at other hours, from other places, or with a fresh second factor. */
export const Answer = z.enum(['yes', 'some', 'depends', 'no'])
/** What must be true for one way to a right to count, in this order. */
export const Check = z.enum([
  'begun',
  'not_expired',
  'active',
  'effective',
  'not_over',
  'by_system',
  'narrowable',
  'day',
  'hour',
  'network',
  'second_factor',
])
const Limit = z.object({
  to: z.enum(['self', 'headed', 'branch', 'department', 'organization', 'attribute']),
  name: z.string().nullable(),
  is: z.enum(['one_of', 'none_of']).nullable(),
  values: z.array(z.string()),
})
export const Way = z.object({
  held: Named,
  /** Given to their department. */
  department: z.string().nullable(),
  /** Would be held, or no longer. */
  change: z.enum(['added', 'removed']).nullable(),
  /** The roles below, down to the one that grants. */
  via: z.array(Named),
  /** Added to the role for this person. */
  isCustom: z.boolean(),
  ...{ from: Instant.nullable(), until: Instant.nullable() },
  ...{ limits: z.array(Limit), constraints: Constraints },
  checks: z.array(z.object({ check: Check, passed: z.boolean() })),
  counts: z.boolean(),
})
