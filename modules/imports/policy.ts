import { z } from 'zod'
import { Day } from '#platform/contract.ts'
import { AppError, invalid } from '#platform/errors.ts'
import type { Session } from '#platform/module.ts'
import type { Field, Outcome } from './contract.ts'

/** A person and their employment as they stand, in the words of a file. */
export type Standing = {
  userId: string
  status: 'active' | 'inactive' | 'invited'
  userVersion: number
  employmentVersion: number | null
  hasLeft: boolean
  fields: Record<Exclude<Field, 'employeeNumber'>, string | null>
}
export type Problem = { field: Field | null; message: string }
/** By field what there was and what there will be. */
export type Changes = Partial<Record<Field | 'status', [string | null, string | null]>>
export type Plan = { outcome: Exclude<Outcome, 'leave'>; changes: Changes; problems: Problem[] }
export type Values = Partial<Record<Field, string>>

/** What the tenant has, as far as rows refer to it. */
export type Surroundings = {
  /** A department's id by lower-case code or name; 'several' where a name is not enough. */
  departments: ReadonlyMap<string, string | 'several'>
  /** Who holds an address. */
  holders: ReadonlyMap<string, string>
  /** People whom the importing person may not change. */
  above: ReadonlySet<string>
  /** Departments that the importing person may put nobody into. */
  closed: ReadonlySet<string>
  /** Whose employment record has a number. */
  numbers: ReadonlyMap<string, string>
}

export const placeAbove = 'Everybody in this department may do things that you may not, so you cannot put anybody there.'
export const numberHeld = 'The employment record of somebody else has this number.'

const shapes: Partial<Record<Field, { shape: z.ZodType<string>; says: string }>> = {
  employeeNumber: { shape: z.string().max(50), says: 'An employee number has at most 50 characters.' },
  firstName: { shape: z.string().max(100), says: 'A first name has at most 100 characters.' },
  middleName: { shape: z.string().max(100), says: 'A middle name has at most 100 characters.' },
  lastName: { shape: z.string().max(100), says: 'A family name has at most 100 characters.' },
  email: { shape: z.email().max(254), says: 'This is not an e-mail address.' },
  phone: { shape: z.string().min(3).max(40), says: 'A phone number has 3 to 40 characters.' },
  jobTitle: { shape: z.string().max(200), says: 'A job title has at most 200 characters.' },
  startDate: { shape: Day, says: 'Write the start date as 2026-06-15 or 15/06/2026.' },
}

/** What a cell says, as it is stored: days as YYYY-MM-DD, addresses in lower case. */
export function valueIn(field: Field, cell: string): string {
  const text = cell.trim()
  if (field === 'email') return text.toLowerCase()
  const day = field === 'startDate' && /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text)
  return day ? `${day[3]}-${day[2]?.padStart(2, '0')}-${day[1]?.padStart(2, '0')}` : text
}

/**
 * What comes of one row: a new person, a changed one, nothing, or why it is left out. An empty cell changes nothing; so the same
 * file a second time finds nothing to do.
 */
export function plan(values: Values, standing: Standing | undefined, around: Surroundings): Plan {
  const problems: Problem[] = []
  const say = (field: Field | null, message: string) => void problems.push({ field, message })
  if (!values.employeeNumber) say('employeeNumber', 'The employee number is missing.')
  for (const [field, value] of Object.entries(values) as [Field, string][]) {
    const rule = shapes[field]
    if (rule && !rule.shape.safeParse(value).success) say(field, rule.says)
  }
  if (!standing && !values.firstName) say('firstName', 'A new person needs a first name.')
  if (!standing && !values.lastName) say('lastName', 'A new person needs a family name.')
  const holder = values.email && around.holders.get(values.email)
  if (holder && holder !== standing?.userId) say('email', 'Somebody else has this e-mail address.')
  const employed = values.employeeNumber && around.numbers.get(values.employeeNumber)
  if (employed && employed !== standing?.userId && (standing?.employmentVersion ?? null) === null) say('employeeNumber', numberHeld)
  let department = values.department
  if (department) {
    const found = around.departments.get(department.toLowerCase())
    if (!found) say('department', `There is no department “${department.slice(0, 80).toWellFormed()}”.`)
    else if (found === 'several')
      say('department', `Several departments are called “${department.slice(0, 80).toWellFormed()}”: write the code.`)
    else department = found
  }
  const wanted = { ...values, ...(department ? { department } : {}) }
  const changes: Changes = {}
  for (const [field, value] of Object.entries(wanted) as [Field, string][]) {
    if (field === 'employeeNumber') continue
    const before = standing?.fields[field] ?? null
    if (value !== before) changes[field] = [before, value]
  }
  if (changes.department && around.closed.has(changes.department[1] ?? '')) say('department', placeAbove)
  if (standing && (standing.status === 'inactive' || standing.hasLeft)) changes.status = ['inactive', 'active']
  const some = Object.keys(changes).length > 0
  if (standing && some && around.above.has(standing.userId))
    say(null, 'This person may do things that you may not, so you cannot change them.')
  if (problems.length) return { outcome: 'refuse', changes: {}, problems }
  return { outcome: standing ? (some ? 'change' : 'same') : 'create', changes, problems }
}

/** What columns are usually called. */
const usual: Record<Field, RegExp> = {
  employeeNumber: /^(employee|staff|personnel|payroll)?[ _-]*(number|no\.?|id|code)$/i,
  firstName: /^(first|given)[ _-]*names?$|^forename$/i,
  middleName: /^middle[ _-]*names?$/i,
  lastName: /^(last|family)[ _-]*name$|^surname$/i,
  email: /e-?mail/i,
  phone: /phone|mobile/i,
  department: /department|^dept|cost cent/i,
  jobTitle: /job|position|^role$|^title$/i,
  startDate: /start|joined|hired/i,
}
/** What each column most likely means: as it did last time, else by its name. No field twice. */
export function guessMapping(columns: readonly string[], remembered: ReadonlyMap<string, Field | null>): (Field | null)[] {
  const taken = new Set<Field>()
  return columns.map((column) => {
    const name = column.trim()
    const guess = (Object.keys(usual) as Field[]).find((field) => !taken.has(field) && usual[field].test(name))
    const known = remembered.get(name.toLowerCase())
    const field = known === undefined ? (guess ?? null) : known
    if (field === null || taken.has(field)) return null
    taken.add(field)
    return field
  })
}

/** Which steps a run is ready for. */
export const mayWith = ({ status, tidiedAt }: { status: string; tidiedAt: string | null }) => ({
  check: tidiedAt === null && (status === 'mapping' || status === 'checked'),
  apply: tidiedAt === null && status === 'checked',
  undo: tidiedAt === null && status === 'applied',
})

/** So long the rows of an import are kept after its last step, and with them the way to undo it. */
const keptHours = 90 * 24
export const tidyBefore = (now: Temporal.Instant) => now.subtract({ hours: keptHours })
export const keptUntil = (updatedAt: string) => Temporal.Instant.from(updatedAt).add({ hours: keptHours }).toString()
export const mostAtOnce = 100

/** An import does what its person may do by hand, and no more: a file may name anybody, so for everybody's rows. */
export const mayImport = ({ permissions, narrowed }: Pick<Session, 'permissions' | 'narrowed'>) =>
  ['people:import', 'people:write', 'employees:write'].every((one) => permissions.has(one) && !narrowed.has(one))

export const wrongFile = (why: string) => new AppError(422, 'imports.wrong_file', why)
export const notNow = () => new AppError(409, 'imports.not_now', 'This import is past that step, or still at work.')
export const needsMore = () =>
  new AppError(
    403,
    'imports.needs_rights',
    'An import does what you may do by hand: you need the rights to change people and employment records.',
  )
export const wrongMapping = (message: string) => invalid('mapping', message)
