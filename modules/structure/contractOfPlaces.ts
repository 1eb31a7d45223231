import { z } from 'zod'
import { Details, organizations, orgConfigs, TimeZone } from '#modules/directory/contract.ts'
import { endpoint, exportOf, Id, Instant, listQuery, page } from '#platform/contract.ts'

const text = (most: number) => z.string().trim().min(1).max(most)

/** Monday is 1, as ISO 8601 counts. */
export const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const
const Clock = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'Write it as in 08:30.')
/** Spans of wall time in order, each after the one before; none on a closed day. Over midnight it is one until 24:00 and one from 00:00. */
const OfDay = z
  .array(z.tuple([Clock, Clock]))
  .max(4)
  .superRefine((spans, context) => {
    spans.forEach(([from, to], i) => {
      if (from >= to) context.addIssue({ code: 'custom', path: [i, 1], message: 'It closes before it opens. Over midnight, end at 24:00.' })
      const before = spans[i - 1]
      if (before && from < before[1])
        context.addIssue({ code: 'custom', path: [i, 0], message: 'It opens before the time above has ended.' })
    })
  })
export const OperatingHours = z.strictObject(Object.fromEntries(weekdays.map((day) => [day, OfDay])) as Record<Weekday, typeof OfDay>)
type Weekday = (typeof weekdays)[number]
export type OperatingHours = z.infer<typeof OperatingHours>

const Place = z.object({ id: Id, name: z.string() })
/** An organization with what it is part of, what it has, and since when it is what it is. */
export const OrganizationPlace = organizations.fields.omit({ parentOrgId: true }).extend({
  id: Id,
  parent: Place.nullable(),
  parts: z.array(Place),
  activatedAt: Instant.nullable(),
  suspendedAt: Instant.nullable(),
  counts: z.object({ branches: z.number(), departments: z.number(), people: z.number() }),
})
export const readOrganization = endpoint('GET /organizations/:orgId', {
  permission: 'directory:read',
  returns: OrganizationPlace,
  summary: 'One organisation: what it is, what it is part of, what it has',
})

const BranchFields = z.object({
  name: text(200),
  code: z.string().trim().toLowerCase().min(1).max(40),
  status: z.enum(['active', 'inactive']),
  address: text(500).nullable(),
  city: text(120).nullable(),
  state: text(120).nullable(),
  postalCode: text(20).nullable(),
  country: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{2}$/, 'Two letters, as in GB.'),
  contactInfo: text(500).nullable(),
  timeZone: TimeZone,
  headUserId: Id.nullable(),
  /** Null: not said. */
  operatingHours: OperatingHours.nullable(),
  isMainBranch: z.boolean(),
  metadata: Details,
})
export const Branch = BranchFields.omit({ headUserId: true }).extend({
  id: Id,
  head: z.object({ id: Id, name: z.string() }).nullable(),
  /** By its hours, now; null where they are not said. `changesAt`: wall time of today when that changes. */
  open: z.object({ isOpen: z.boolean(), changesAt: z.string().nullable() }).nullable(),
  version: z.number().int(),
})
export type Branch = z.infer<typeof Branch>
const of = '/organizations/:orgId/branches' as const
export const listBranches = endpoint(`GET ${of}`, {
  permission: 'directory:read',
  query: listQuery({ sort: ['name'] }).omit({ q: true, sort: true }),
  returns: page(Branch),
  summary: 'The places of an organisation, with their hours and heads',
})
export const exportBranches = exportOf(listBranches)
export const addBranch = endpoint(`POST ${of}`, {
  permission: 'directory:write',
  body: BranchFields.partial().required({ name: true, code: true }),
  returns: Branch,
  status: 201,
  summary: 'Add a branch; the first of an organisation is its main branch',
})
export const changeBranch = endpoint(`PATCH ${of}/:id`, {
  permission: 'directory:write',
  body: BranchFields.partial(),
  returns: Branch,
  summary: 'Change a branch; a new main branch takes that over from the one before',
})
export const removeBranch = endpoint(`DELETE ${of}/:id`, {
  permission: 'directory:write',
  summary: 'Remove a branch that nothing refers to; the main one last',
})

const Fields = z.strictObject(
  Object.fromEntries(Object.entries(orgConfigs).map(([name, { schema }]) => [name, schema])) as {
    [Name in keyof typeof orgConfigs]: (typeof orgConfigs)[Name]['schema']
  },
)
export const OrgConfigs = Fields.omit({ adviceCode: true }).extend({
  /** What counts where nothing is said here. */
  employer: z.object({ locale: z.string(), timeZone: z.string(), senderName: z.string() }),
  /** It is never shown again. */
  hasAdviceCode: z.boolean(),
})
export type OrgConfigs = z.infer<typeof OrgConfigs>
export const readOrgConfigs = endpoint('GET /organizations/:orgId/configs', {
  permission: 'org_configs:read',
  returns: OrgConfigs,
  summary: 'What an organisation says otherwise than its employer',
})
export const changeOrgConfigs = endpoint('PATCH /organizations/:orgId/configs', {
  permission: 'org_configs:write',
  body: Fields.partial(),
  returns: OrgConfigs,
  summary: 'Say something otherwise than the employer, or null: as the employer; what is not named stays, what nobody knows is refused',
})
export const readAdvice = endpoint('GET /advice', {
  permission: 'directory:read',
  returns: z.object({ phone: z.string().nullable(), code: z.string().nullable() }),
  summary: 'Whom the people of my organisation can ask in confidence, and what they say there',
})
