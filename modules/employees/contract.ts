import { z } from 'zod'
import { Day, endpoint, exportOf, Id, Instant, listQuery, page } from '#platform/contract.ts'

const office = ['admin', 'tenant_administrator'] as const
const clinic = ['oh_professional', ...office] as const
const withheld = 'health'
const own = { about: 'oneself', withheld } as const
/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'employees:read': { says: 'See employment records of everybody', roles: office, about: 'people' },
  'employees:write': { says: 'Add employment records, move people and end employment', roles: office },
  'employees:read_own': { says: 'See and keep up one’s own employment record', roles: ['employee'], about: 'oneself' },
  'fitness:read_own': { says: 'See one’s own fitness outcomes', roles: ['employee'], about: 'oneself', kiosk: true, withheld },
  'employees:read_team': { says: 'See what the people one manages do, and where', roles: ['manager', ...office], about: 'oneself' },
  'fitness:read': { says: 'See fitness outcomes of the people one manages or looks after', roles: ['manager', ...clinic], ...own },
  'fitness:read_all': { says: 'See fitness outcomes of everybody', roles: clinic, about: 'people', withheld },
  'fitness:read_issuer': {
    says: 'See who issued or withdrew a fitness outcome, and with which words',
    roles: ['oh_professional'],
    withheld,
  },
} as const

const text = (most: number) => z.string().trim().min(1).max(most)
const Phone = z.string().trim().min(3).max(40)
export const Gender = z.enum(['male', 'female', 'other', 'prefer_not_to_say'])
export const EmploymentStatus = z.enum(['active', 'inactive', 'terminated'])

/** What HR and the heads of a person may know. */
export const Employment = z.object({
  employeeId: Id,
  userId: Id,
  name: z.string(),
  employeeNumber: z.string(),
  departmentId: Id.nullable(),
  departmentName: z.string().nullable(),
  jobTitle: z.string().nullable(),
  startDate: Day.nullable(),
  employmentStatus: EmploymentStatus,
  version: z.number(),
  may: z.object({ change: z.boolean(), move: z.boolean(), readPersonal: z.boolean() }),
})
export type Employment = z.infer<typeof Employment>

/** What the person keeps up themself. */
const Contact = z.object({
  phoneNumber: Phone.nullable(),
  address: text(1000).nullable(),
  postcode: z.string().trim().min(2).max(16).nullable(),
  emergencyContactName: text(200).nullable(),
  emergencyContactPhone: Phone.nullable(),
})
export const ContactBody = Contact.partial()
/** Of class personal: the person, and administrators who say why. */
export const Personal = Contact.extend({
  title: text(50).nullable(),
  dateOfBirth: Day.nullable(),
  gender: Gender.nullable(),
})
export type Personal = z.infer<typeof Personal>

export const myEmployment = endpoint('GET /my/employment', {
  permission: 'employees:read_own',
  summary: 'My employment record with what is personal in it; null for people without one',
  returns: z.object({ employment: Employment.extend(Personal.shape).nullable() }),
})
export const changeMyContact = endpoint('PATCH /my/employment', {
  permission: 'employees:read_own',
  body: ContactBody,
  returns: Employment.extend(Personal.shape),
})

export const listEmployees = endpoint('GET /employees', {
  permission: 'employees:read',
  query: listQuery({
    sort: ['employeeNumber'],
    filters: { departmentId: Id.optional(), status: EmploymentStatus.optional(), jobTitle: text(200).optional() },
  }).omit({ q: true }),
  returns: page(Employment.omit({ may: true, version: true })),
})
export const exportEmployees = exportOf(listEmployees)
const Record = Personal.extend({ employeeNumber: text(50) })
export const addEmployee = endpoint('POST /employees', {
  permission: 'employees:write',
  body: Record.partial()
    .required({ employeeNumber: true })
    .extend({ userId: Id, departmentId: Id.nullable(), jobTitle: text(200).nullable(), startDate: Day.nullable().default(null) }),
  returns: Employment,
  status: 201,
})
export const personEmployment = endpoint('GET /people/:id/employment', {
  permission: 'employees:read_team',
  summary: 'What a person does and where: for their heads and HR; null for people without a record',
  returns: z.object({ employment: Employment.nullable() }),
})
export const personalRecord = endpoint('GET /people/:id/employment/personal', {
  permission: 'employees:read',
  summary: 'The personal part of an employment record; why it is read is kept in the audit trail',
  query: z.object({ reason: z.string().trim().min(5, 'Say why you need this.').max(300) }),
  returns: Personal,
})
export const changeEmployee = endpoint('PATCH /people/:id/employment', {
  permission: 'employees:write',
  body: Record.extend({ employmentStatus: z.enum(['active', 'inactive']) }).partial(),
  returns: Employment,
})

export const Assignment = z.object({
  id: Id,
  departmentId: Id.nullable(),
  departmentName: z.string().nullable(),
  jobTitle: z.string().nullable(),
  effectiveAt: Instant,
  recordedAt: Instant,
  ended: z.boolean(),
})
export const listAssignments = endpoint('GET /people/:id/assignments', {
  permission: 'employees:read_team',
  query: listQuery({ sort: ['-effectiveAt'] }).omit({ q: true, sort: true }),
  returns: page(Assignment),
})
export const addAssignment = endpoint('POST /people/:id/assignments', {
  permission: 'employees:write',
  summary: 'Moves a person from a day on, past or future, or with `ended` lets them leave; the log is never changed',
  body: z
    .object({ departmentId: Id.nullable(), jobTitle: text(200).nullable(), effectiveOn: Day, ended: z.boolean().default(false) })
    .refine((body) => body.ended || body.departmentId !== null || body.jobTitle !== null, {
      path: ['jobTitle'],
      message: 'Choose a department or a job title.',
    }),
  returns: Assignment,
  status: 201,
})

export const FitnessClass = z.enum(['fit', 'fit_with_adjustments', 'temporarily_unfit', 'unfit'])
/** current: the one that decides; due: it decides, and its review day has passed. */
export const FitnessState = z.enum(['current', 'due', 'replaced', 'withdrawn'])
export const FitnessOutcome = z.object({
  id: Id,
  outcome: FitnessClass,
  restrictions: z.array(z.string()),
  effectiveAt: Instant,
  reviewDate: Day.nullable(),
  state: FitnessState,
  withdrawnAt: Instant.nullable(),
  /** Who issued it and why it was withdrawn: for the person and professionals. */
  issuedByName: z.string().nullable(),
  withdrawalReason: z.string().nullable(),
})
export type FitnessOutcome = z.infer<typeof FitnessOutcome>
const fitnessQuery = listQuery({ sort: ['-effectiveAt'] }).omit({ q: true, sort: true })
export const myFitness = endpoint('GET /my/fitness', {
  permission: 'fitness:read_own',
  query: fitnessQuery,
  returns: page(FitnessOutcome),
})
export const personFitness = endpoint('GET /people/:id/fitness', {
  permission: 'fitness:read',
  summary: 'Class, restrictions and dates; never why',
  query: fitnessQuery,
  returns: page(FitnessOutcome),
})
