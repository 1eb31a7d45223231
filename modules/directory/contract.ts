import { z } from 'zod'
import { configKey } from '#modules/tenancy/contract.ts'
import { endpoint, exportOf, Id, Instant, listQuery, page, resource } from '#platform/contract.ts'

/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'people:read': {
    says: 'Find people of the organisation',
    roles: ['employee', 'oh_professional', 'manager', 'admin', 'instructor', 'tenant_administrator'],
    about: 'people',
  },
  'people:write': { says: 'Add, invite and change people', roles: ['admin', 'tenant_administrator'], about: 'people', withheld: 'access' },
  'directory:read': {
    says: 'See organisations, branches and departments',
    roles: ['employee', 'oh_professional', 'manager', 'admin', 'instructor', 'tenant_administrator'],
    about: 'oneself',
  },
  'directory:write': { says: 'Change organisations, branches and departments', roles: ['admin', 'tenant_administrator'] },
  'org_configs:read': { says: 'See the settings of organisations', roles: ['tenant_administrator'] },
  'org_configs:write': { says: 'Change the settings of organisations', roles: ['tenant_administrator'] },
} as const

export const UserType = z.enum(['employee', 'oh_professional', 'manager', 'admin', 'instructor', 'learner'])
export const PersonStatus = z.enum(['active', 'inactive', 'invited'])
const Name = z.string().trim().min(1).max(100)
const Code = z.string().trim().toLowerCase().min(1).max(40)
const text = (most: number) => z.string().trim().min(1).max(most)
const capitals = (form: RegExp, says: string) => z.string().trim().toUpperCase().regex(form, says)

/** How people and tenants write zones and languages: IANA names and BCP 47 tags. */
export const TimeZone = z
  .string()
  .max(60)
  .refine((zone) => {
    try {
      return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
    } catch {
      return false
    }
  }, 'This is not a time zone.')
export const Locale = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)

const Place = z.object({ id: Id, name: z.string() })
/** Further details of a place: what each is called, and what it is. */
export const Details = z.array(z.object({ label: text(60), value: text(300) })).max(20)
/** What new people begin with where their place says so; null is as the place above says. */
const Beginnings = z.object({ locale: z.enum(['en-GB', 'cy']).nullable(), timeZone: TimeZone.nullable() })

/** A person in a list. Address and number only for those who look after people's data, and for heads of their departments. */
export const PersonItem = z.object({
  id: Id,
  name: z.string(),
  userType: UserType,
  status: PersonStatus,
  department: Place.nullable(),
  email: z.string().nullable(),
  employeeNumber: z.string().nullable(),
})

export const listPeople = endpoint('GET /people', {
  permission: 'people:read',
  query: listQuery({
    sort: ['name'],
    filters: {
      departmentId: Id.optional(),
      status: PersonStatus.optional(),
      /** Those of the departments I head, and below. */
      mine: z.stringbool().optional(),
    },
  }),
  returns: page(PersonItem),
  summary:
    'Find people: `q` is the beginnings of names in any order (typing errors are forgiven), of a number or an e-mail address, or a department; the best come first, whatever `sort` says',
})
export const exportPeople = exportOf(listPeople)

export const Person = PersonItem.extend({
  firstName: z.string(),
  middleName: z.string().nullable(),
  lastName: z.string(),
  organization: Place.nullable(),
  phone: z.string().nullable(),
  /** Proven to be the person's own: nobody is sent a code to what is not. */
  ...{ emailVerified: z.boolean(), phoneVerified: z.boolean() },
  username: z.string().nullable(),
  locale: z.string(),
  timeZone: z.string(),
  ...{ lastLogin: Instant.nullable(), lastActiveAt: Instant.nullable() },
  deactivatedAt: Instant.nullable(),
  version: z.number().int(),
  may: z.object({ change: z.boolean(), invite: z.boolean(), deactivate: z.boolean(), reactivate: z.boolean() }),
})
export type Person = z.infer<typeof Person>
export const readPerson = endpoint('GET /people/:id', { permission: 'people:read', returns: Person, summary: 'One person' })

const PersonFields = z.object({
  firstName: Name,
  middleName: Name.nullable().default(null),
  lastName: Name,
  email: z.email().max(254).toLowerCase().nullable().default(null),
  employeeNumber: text(60).nullable().default(null),
  phone: text(40).nullable().default(null),
  username: z.string().trim().toLowerCase().min(2).max(120).optional(),
  userType: UserType.default('employee'),
  departmentId: Id.nullable().default(null),
  organizationId: Id.nullable().default(null),
  /** What the organisation works with, where left out. */
  locale: Locale.optional(),
  timeZone: TimeZone.optional(),
})
export const roomForMore = endpoint('GET /people/room', {
  permission: 'people:write',
  /** Active and invited people; `most` null is no limit. */
  returns: z.object({ used: z.number(), most: z.number().nullable() }),
  summary: 'How many people the organisation has, and may have',
})
export const addPerson = endpoint('POST /people', {
  permission: 'people:write',
  body: PersonFields.extend({ /** Sends a link to choose a password, if there is an address. */ invite: z.boolean().default(true) }),
  returns: Person,
  status: 201,
  summary: 'Add a person and invite them',
})
const optional = Object.fromEntries(
  Object.entries(PersonFields.shape).map(([name, field]) => [name, (field instanceof z.ZodDefault ? field.unwrap() : field).optional()]),
) as { [K in keyof typeof PersonFields.shape]: z.ZodOptional<Unwrapped<(typeof PersonFields.shape)[K]>> }
type Unwrapped<F extends z.ZodType> = F extends z.ZodDefault<infer Inner extends z.ZodType> ? Inner : F
export const changePerson = endpoint('PATCH /people/:id', {
  permission: 'people:write',
  body: z.object(optional),
  returns: Person,
  summary: 'Change a person; If-Match with the version seen refuses a stale change',
})
export const invitePerson = endpoint('POST /people/:id/invitation', {
  permission: 'people:write',
  status: 202,
  summary: 'Send the invitation again',
})
const stopping = { permission: 'people:write', returns: Person, summary: 'Stop a person from signing in; their sessions end' } as const
export const deactivatePerson = endpoint('POST /people/:id/deactivation', stopping)
const letting = { permission: 'people:write', returns: Person, summary: 'Let a person sign in again' } as const
export const reactivatePerson = endpoint('POST /people/:id/reactivation', letting)

export const Department = z.object({
  id: Id,
  name: z.string(),
  code: z.string(),
  description: z.string().nullable(),
  status: z.enum(['active', 'inactive']),
  organization: Place,
  branch: Place.nullable(),
  parent: Place.nullable(),
  head: Place.nullable(),
  employeeCount: z.number().int(),
  metadata: Details,
  settings: Beginnings,
  version: z.number().int(),
})
export type Department = z.infer<typeof Department>
const DepartmentFields = z.object({
  name: text(200),
  code: Code,
  description: text(2000).nullable(),
  status: z.enum(['active', 'inactive']),
  organizationId: Id,
  branchId: Id.nullable(),
  parentId: Id.nullable(),
  /** Sees the people of the department and of those below it. */
  headUserId: Id.nullable(),
  metadata: Details,
  settings: Beginnings,
})
export const listDepartments = endpoint('GET /departments', {
  permission: 'directory:read',
  query: listQuery({ sort: ['name'], filters: { mine: z.stringbool().optional() } }),
  returns: page(Department),
  summary: 'Departments with their heads',
})
export const exportDepartments = exportOf(listDepartments)
export const addDepartment = endpoint('POST /departments', {
  permission: 'directory:write',
  body: DepartmentFields.partial().required({ name: true, code: true, organizationId: true }),
  returns: Department,
  status: 201,
})
export const changeDepartment = endpoint('PATCH /departments/:id', {
  permission: 'directory:write',
  body: DepartmentFields.omit({ organizationId: true }).partial(),
  returns: Department,
  summary: 'Change a department; it cannot come below itself',
})
const removing = { permission: 'directory:write', summary: 'Remove a department that nothing refers to' } as const
export const removeDepartment = endpoint('DELETE /departments/:id', removing)

export const organizations = resource({
  path: '/organizations',
  table: 'directory.organizations',
  permission: 'directory',
  fields: z.object({
    name: text(200),
    code: Code,
    type: z.enum(['company', 'division', 'subsidiary', 'contractor', 'public_body', 'charity', 'other']),
    status: z.enum(['active', 'suspended', 'inactive']),
    parentOrgId: Id.nullable().optional(),
    /** Nobody comes into a suspended organization or its departments, and no department; its people go on as before. */
    suspendedReason: text(500).nullable().optional(),
    contactEmail: z.email().max(254).toLowerCase().nullable(),
    contactPhone: text(40).nullable(),
    address: text(500).nullable().optional(),
    /** As the registers of most countries write them: a check that looks for slips, not for companies. */
    registrationNumber: capitals(/^[A-Z0-9][A-Z0-9 ./-]{3,28}[A-Z0-9]$/, 'Write 5 to 30 letters and digits.')
      .nullable()
      .optional(),
    taxId: capitals(/^[A-Z0-9][A-Z0-9 .-]{4,20}$/, 'Write it as in GB 123 4567 89.')
      .nullable()
      .optional(),
    metadata: Details.optional(),
  }),
})
export const exportOrganizations = exportOf(organizations.list)
/**
 * What an organization may say otherwise than its employer: null is as the employer, or none. Each is kept by itself; what is not
 * among them cannot be kept.
 */
export const orgConfigs = {
  /** New people of the organization begin with these. */
  locale: configKey('people.locale', { schema: z.enum(['en-GB', 'cy']).nullable(), default: null }),
  timeZone: configKey('people.time_zone', { schema: TimeZone.nullable(), default: null }),
  /** Letters to its people are from, and answered to. */
  senderName: configKey('letters.sender_name', { schema: text(80).nullable(), default: null }),
  replyTo: configKey('letters.reply_to', { schema: z.email().max(254).toLowerCase().nullable(), default: null }),
  /** How many days before a paper of its people expires they are told. */
  warnDays: configKey('papers.warn_days', { schema: z.array(z.number().int().min(1).max(365)).min(1).max(6).nullable(), default: null }),
  /** Whom its people can ask in confidence, and what they say there to be let in. */
  advicePhone: configKey('advice.phone', { schema: text(40).nullable(), default: null }),
  adviceCode: configKey('advice.code', { schema: text(80).nullable(), default: null, encrypted: true }),
} as const
export const branchContacts = resource({
  path: '/branches/:branchId/contacts',
  table: 'directory.branch_contacts',
  permission: 'directory',
  fields: z.object({
    type: z.enum(['reception', 'hr', 'health_and_safety', 'first_aid', 'fire_warden', 'facilities', 'emergency', 'other']),
    name: text(120),
    designation: text(120).nullable(),
    email: z.email().max(254).toLowerCase().nullable(),
    phone: text(40).nullable(),
    isPrimary: z.boolean(),
  }),
})
