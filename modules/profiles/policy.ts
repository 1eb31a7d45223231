import { AppError, invalid } from '#platform/errors.ts'
import type { CustomField, CustomValues } from './contract.ts'

export { notFound } from '#platform/errors.ts'

/** Days begin and end where the employer is. */
const zone = 'Europe/London'
/** The end of a calendar day: what is good until then is good on all of it. */
export const endOfDay = (day: string) => Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(zone).toInstant()
/** The last day of what ends at this instant. */
export const lastDay = (end: string) =>
  Temporal.Instant.from(end).subtract({ seconds: 1 }).toZonedDateTimeISO(zone).toPlainDate().toString()

/** How many days before a paper expires its owner and their manager are told. */
export const warnings = [60, 30, 7] as const

/** Nine in the morning, so many days before a day. */
export const morningBefore = (day: string, days: number) =>
  Temporal.PlainDate.from(day).subtract({ days }).toZonedDateTime({ timeZone: zone, plainTime: '09:00' }).toInstant()

export type Definition = Omit<CustomField, 'value'>
/** Who fills in: the person themself, or HR. */
export type Filler = 'person' | 'hr'

/**
 * A person's values with those given put in. Throws 422 at the field for a key nobody defined (or that is not theirs to fill in), for
 * a value that its definition does not allow, and for a required field that stays empty.
 */
export function filledIn(
  definitions: readonly Definition[],
  { known, given, by }: { known: Record<string, unknown>; given: CustomValues; by: Filler },
): Record<string, string | number> {
  const own = definitions.filter((field) => by === 'hr' || field.visibleTo !== 'hr')
  for (const { key } of given) if (!own.some((field) => field.key === key)) throw invalid(`values.${key}`, 'There is no such field.')
  const result: Record<string, string | number> = {}
  for (const field of definitions) {
    const sent = given.findLast(({ key }) => key === field.key)
    const value = sent ? sent.value : keptValue(field, known[field.key])
    const isEmpty = value === null || value === undefined || value === ''
    if (isEmpty && field.isRequired && own.includes(field)) throw invalid(`values.${field.key}`, `Please fill in “${field.label}”.`)
    if (isEmpty) continue
    const fault = faultOf(field, value)
    if (fault) throw invalid(`values.${field.key}`, fault)
    result[field.key] = value
  }
  return result
}

/** A kept value where its definition, which may have changed since, still allows it; else null. */
export function keptValue(field: Definition, value: unknown): string | number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  return faultOf(field, value) ? null : value
}

function faultOf({ type, choices }: Definition, value: string | number): string | undefined {
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value) ? undefined : 'This is not a number.'
  if (typeof value !== 'string') return 'This is not a text.'
  if (type === 'date') return isDay(value) ? undefined : 'This is not a day.'
  if (type === 'choice') return choices.includes(value) ? undefined : 'Choose one of the list.'
  return undefined
}

function isDay(value: string): boolean {
  try {
    return Temporal.PlainDate.from(value).toString() === value
  } catch {
    return false
  }
}

/** The choices of a field, written one a line. */
export const choicesOf = (lines: string | null) => [...new Set((lines ?? '').split('\n').map((line) => line.trim()))].filter(Boolean)

export const mostEntries = 100
export const tooMany = () =>
  new AppError(409, 'profiles.too_many', `A list holds at most ${mostEntries} entries. Remove one that no longer matters.`)
export const notYourOwn = () => new AppError(403, 'profiles.own_paper', 'Nobody verifies their own papers. Ask a colleague who may.')
export const noFile = () => new AppError(409, 'profiles.no_file', 'There is no file to verify yet.')
export const notYourOwnSkill = () => new AppError(403, 'profiles.own_skill', 'Nobody endorses their own skills.')
export const askedYourself = () => invalid('userId', 'Choose a colleague, not yourself.')
export const reasonNeeded = () => invalid('reason', 'Say why you need this.')
export const skillTwice = () => invalid('skillName', 'This skill is on your list already.')
export const languageTwice = () => invalid('language', 'This language is on your list already.')
export const secondPrimary = () => invalid('isPrimary', 'Another language is your first one already.')
export const endsEarly = () => invalid('endDate', 'It ends before it begins.')
export const endsThoughCurrent = () => invalid('endDate', 'What still goes on has no end yet.')
export const expiresEarly = () => invalid('expiryDate', 'It expires before it was issued.')
export const wrongPicture = () => new AppError(422, 'profiles.not_an_image', 'Choose a PNG, JPEG or WebP image of at most 5 MB.')
export const wrongPaper = () => new AppError(422, 'profiles.wrong_file', 'Choose a PDF, or a PNG, JPEG or WebP image, of at most 10 MB.')
export const keyTaken = () => invalid('key', 'Another field has this key already.')
export const noChoices = () => invalid('choices', 'Write down what can be chosen, one a line.')
