import { AppError, invalid } from '#platform/errors.ts'

/** The zone in which days of employment and review begin and end. */
export const zone = 'Europe/London'

/** The first instant of a calendar day. */
export const startOfDay = (day: string) => Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant()
/** The calendar day of an instant. */
export const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO(zone).toPlainDate().toString()

export const outcomes = ['fit', 'fit_with_adjustments', 'temporarily_unfit', 'unfit'] as const
export type FitnessClass = (typeof outcomes)[number]

/**
 * What an outcome must say before it is issued: adjustments are named, a temporary state has an end, and a review lies ahead.
 * Throws 422 with the field at fault.
 */
export function checkOutcome(
  given: { outcome: FitnessClass; restrictions: readonly string[]; reviewDate: string | null },
  today: string,
): void {
  if (given.outcome === 'fit_with_adjustments' && given.restrictions.length === 0) throw adjustmentsUnnamed()
  if (given.outcome === 'temporarily_unfit' && given.reviewDate === null)
    throw invalid('reviewDate', 'A temporary outcome needs the day of its review.')
  if (given.reviewDate !== null && given.reviewDate < today) throw invalid('reviewDate', 'The review cannot lie in the past.')
}

export const adjustmentsUnnamed = () => invalid('restrictions', 'Say which adjustments or restrictions apply.')

export type Assignment = { id: string; effectiveAt: string; recordedAt: string }

/**
 * The row of a log in two times that is in force at `at`, by what was known at `knownAt`: the greatest `effectiveAt`, then the
 * greatest `recordedAt`, then the greatest id (ids grow with time).
 */
export function inForce<A extends Assignment>(log: readonly A[], at: Temporal.Instant, knownAt: Temporal.Instant): A | undefined {
  const counts = log.filter(
    (row) =>
      Temporal.Instant.compare(Temporal.Instant.from(row.effectiveAt), at) <= 0 &&
      Temporal.Instant.compare(Temporal.Instant.from(row.recordedAt), knownAt) <= 0,
  )
  return counts.sort(later)[0]
}

function later(a: Assignment, b: Assignment): number {
  return (
    Temporal.Instant.compare(Temporal.Instant.from(b.effectiveAt), Temporal.Instant.from(a.effectiveAt)) ||
    Temporal.Instant.compare(Temporal.Instant.from(b.recordedAt), Temporal.Instant.from(a.recordedAt)) ||
    (a.id < b.id ? 1 : -1)
  )
}

export const alreadyEmployed = () => new AppError(409, 'employees.already_employed', 'This person already has an employment record.')
export const numberTaken = () => new AppError(409, 'employees.number_taken', 'Somebody else has this employee number.')
export const alreadyWithdrawn = () => new AppError(409, 'employees.already_withdrawn', 'This outcome has been withdrawn already.')
export const hasLeft = () => new AppError(409, 'employees.has_left', 'This person has left. Give them an assignment first.')
