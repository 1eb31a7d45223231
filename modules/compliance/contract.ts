import { z } from 'zod'
import { Day, endpoint, Id, Instant, listQuery, page } from '#platform/contract.ts'

const withheld = 'health'
const own = { about: 'oneself', withheld } as const
/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'compliance:read': {
    says: 'See what a job or a department requires',
    roles: ['employee', 'oh_professional', 'manager', 'admin', 'instructor', 'tenant_administrator'],
    about: 'oneself',
  },
  'compliance:write': { says: 'Set what a job or a department requires', roles: ['admin', 'tenant_administrator'] },
  'compliance:read_own': { says: 'See one’s own clearance', roles: ['employee'], about: 'oneself', kiosk: true, withheld },
  'compliance:team': {
    says: 'See who of the people one manages is fit and qualified',
    roles: ['manager', 'admin', 'tenant_administrator'],
    ...own,
  },
  'compliance:read_all': {
    says: 'See who of any department is fit and qualified',
    roles: ['admin', 'tenant_administrator'],
    about: 'people',
    withheld,
  },
} as const

export const FitnessClass = z.enum(['fit', 'fit_with_adjustments', 'temporarily_unfit', 'unfit'])
/** satisfied; or why not: worse than required, withdrawn, expired, missing, not known. */
export const State = z.enum(['satisfied', 'not_met', 'withdrawn', 'expired', 'missing', 'unknown'])
export type State = z.infer<typeof State>

// ——— What is required
const Item = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('certificate'), courseId: Id }),
  z.object({ kind: z.literal('fitness'), notWorseThan: FitnessClass }),
])
export const ShownItem = z.object({
  kind: z.enum(['certificate', 'fitness']),
  courseId: Id.nullable(),
  courseTitle: z.string().nullable(),
  notWorseThan: FitnessClass.nullable(),
})
export type ShownItem = z.infer<typeof ShownItem>

export const RequirementBody = z
  .object({
    name: z.string().trim().min(1, 'Give it a name.').max(200),
    description: z.string().trim().max(2000).default(''),
    appliesTo: z.enum(['job_title', 'department']),
    jobTitle: z.string().trim().min(1).max(200).nullable(),
    departmentId: Id.nullable(),
    items: z
      .array(Item)
      .min(1, 'Say what is required: at least one certificate or a fitness outcome.')
      .max(20)
      .refine((items) => items.filter((item) => item.kind === 'fitness').length <= 1, 'One fitness outcome is enough.')
      .refine((items) => {
        const courses = items.flatMap((item) => (item.kind === 'certificate' ? [item.courseId] : []))
        return new Set(courses).size === courses.length
      }, 'The same certificate is listed twice.'),
    /** From the start of this day on. */
    effectiveOn: Day,
  })
  .refine((body) => (body.appliesTo === 'job_title') === (body.jobTitle !== null), { path: ['jobTitle'], message: 'Choose a job title.' })
  .refine((body) => (body.appliesTo === 'department') === (body.departmentId !== null), {
    path: ['departmentId'],
    message: 'Choose a department.',
  })

export const Requirement = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  appliesTo: z.enum(['job_title', 'department']),
  jobTitle: z.string().nullable(),
  departmentId: Id.nullable(),
  departmentName: z.string().nullable(),
  endedAt: Instant.nullable(),
  version: z.number(),
  items: z.array(ShownItem),
  may: z.object({ edit: z.boolean(), end: z.boolean() }),
})
export type Requirement = z.infer<typeof Requirement>

export const RequirementVersion = z.object({
  number: z.number(),
  name: z.string(),
  appliesTo: z.enum(['job_title', 'department']),
  jobTitle: z.string().nullable(),
  departmentName: z.string().nullable(),
  effectiveAt: Instant,
  recordedAt: Instant,
  recordedBy: z.string().nullable(),
  ended: z.boolean(),
  items: z.array(ShownItem),
})

export const listRequirements = endpoint('GET /requirements', {
  permission: 'compliance:read',
  summary: 'What jobs and departments require, by name',
  query: listQuery({ sort: ['name'], filters: { state: z.enum(['in_force', 'ended']).default('in_force') } }),
  returns: page(Requirement),
})
export const getRequirement = endpoint('GET /requirements/:id', {
  permission: 'compliance:read',
  summary: 'One requirement with the log of its versions, latest first',
  returns: Requirement.extend({ versions: z.array(RequirementVersion) }),
})
export const requirementChoices = endpoint('GET /requirement-choices', {
  permission: 'compliance:write',
  summary: 'Courses, departments and job titles that a requirement may name',
  returns: z.object({
    jobTitles: z.array(z.string()),
    departments: z.array(z.object({ id: Id, name: z.string(), parentId: Id.nullable() })),
    courses: z.array(z.object({ id: Id, title: z.string() })),
  }),
})
export const addRequirement = endpoint('POST /requirements', {
  permission: 'compliance:write',
  body: RequirementBody,
  returns: Requirement,
  status: 201,
})
export const changeRequirement = endpoint('PUT /requirements/:id', {
  permission: 'compliance:write',
  summary: 'Appends a version; the ones before stay, so that every past date is answered as it was',
  body: RequirementBody,
  returns: Requirement,
})
export const endRequirement = endpoint('POST /requirements/:id/end', {
  permission: 'compliance:write',
  body: z.object({ effectiveOn: Day }),
  returns: Requirement,
})

// ——— Who is clear
/** A day means its end. */
const Moment = z.union([Day, Instant])
export const asOf = {
  at: Moment.optional(),
  /** By what was known then (`then`: at the time asked about); everything known now when left out. */
  known: z.union([z.literal('then'), Instant]).optional(),
}

const ItemFinding = ShownItem.extend({ state: State, until: Instant.nullable(), since: Instant.nullable() })
export type ShownFinding = z.infer<typeof ItemFinding>
export const Clearance = z.object({
  userId: Id,
  name: z.string(),
  jobTitle: z.string().nullable(),
  departmentName: z.string().nullable(),
  at: Instant,
  knownAt: Instant,
  clear: z.boolean(),
  /** Nobody recorded what the person does at that time, so it is not known what they need. */
  assigned: z.boolean(),
  until: Instant.nullable(),
  lapses: z.string().nullable(),
  requirements: z.array(
    z.object({
      requirementId: Id,
      name: z.string(),
      state: State,
      until: Instant.nullable(),
      since: Instant.nullable(),
      items: z.array(ItemFinding),
    }),
  ),
})
export type Clearance = z.infer<typeof Clearance>

export const myClearance = endpoint('GET /my/clearance', {
  permission: 'compliance:read_own',
  query: z.object(asOf),
  returns: Clearance,
})
export const personClearance = endpoint('GET /people/:id/clearance', {
  permission: 'compliance:team',
  query: z.object(asOf),
  returns: Clearance,
})

const Cell = z.object({ requirementId: z.string(), state: State, until: z.string().nullable(), since: z.string().nullable() })
export const TeamPerson = z.object({
  userId: z.string(),
  name: z.string(),
  departmentName: z.string().nullable(),
  jobTitle: z.string().nullable(),
  clear: z.boolean(),
  assigned: z.boolean(),
  until: z.string().nullable(),
  lapses: z.string().nullable(),
  cells: z.array(Cell),
})
export type TeamPerson = z.infer<typeof TeamPerson>

const team = { ...asOf, departmentId: Id.optional() }
/** clear; not clear; clear, but something lapses within 90 days. */
export const Standing = z.enum(['clear', 'not_clear', 'lapsing'])
export type Standing = z.infer<typeof Standing>
export const getTeam = endpoint('GET /team', {
  permission: 'compliance:team',
  summary: 'People × requirements: who is fit and qualified at a time, and what lapses next',
  query: z.object({
    ...team,
    standing: Standing.optional(),
    cursor: z.string().max(500).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  returns: z.object({
    at: z.string(),
    knownAt: z.string(),
    requirements: z.array(z.object({ id: z.string(), name: z.string() })),
    items: z.array(TeamPerson),
    next: z.string().nullable(),
  }),
})
export const getTeamSummary = endpoint('GET /team/summary', {
  permission: 'compliance:team',
  summary: 'Counts of the whole team, and how many people lapse in each of the next 12 months',
  query: z.object(team),
  returns: z.object({
    at: Instant,
    knownAt: Instant,
    /** The departments the viewer may choose from. */
    departments: z.array(z.object({ id: Id, name: z.string(), parentId: Id.nullable() })),
    /** Null: more people than can be counted together; choose a department. */
    counts: z
      .object({
        people: z.number(),
        clear: z.number(),
        notClear: z.number(),
        lapsingSoon: z.number(),
        states: z.record(State, z.number()),
        months: z.array(z.object({ month: z.string(), people: z.number(), lapses: z.number() })),
      })
      .nullable(),
  }),
})
export const exportTeam = endpoint('GET /team/export', {
  permission: 'compliance:team',
  summary: 'The team page as CSV',
  whileSuspended: true,
  query: z.object({ ...team, standing: Standing.optional() }),
  carries: 'file',
})

/** Payload of `compliance.requirement_changed`. */
export const RequirementChanged = z.object({ id: Id })
