import { AppError } from '#platform/errors.ts'

type Life = { status: string; trialEndsAt: string | null; suspendedReason: string | null }

const isPast = (at: string | null, now: Temporal.Instant) => at !== null && Temporal.Instant.compare(Temporal.Instant.from(at), now) <= 0

export const trialIsOver = 'The trial has ended.'

/** Why its people cannot work just now; null while they can. A trial that is over counts as suspended from that instant. */
export function suspensionOf({ status, trialEndsAt, suspendedReason }: Life, now: Temporal.Instant): string | null {
  if (status === 'suspended') return suspendedReason ?? 'Please ask whoever runs Salus for you.'
  return status === 'trial' && isPast(trialEndsAt, now) ? trialIsOver : null
}

/** Days before the end of a trial at which its administrators are warned, once each. */
const warnings = [1, 3, 7]

/** The warning that is due: so many days before the end; undefined where it was given, or none is. */
export function dueWarning(
  { trialEndsAt, trialWarnedDays }: { trialEndsAt: string; trialWarnedDays: number | null },
  now: Temporal.Instant,
): number | undefined {
  const ends = Temporal.Instant.from(trialEndsAt)
  if (Temporal.Instant.compare(now, ends) >= 0) return undefined
  const days = warnings.find((one) => Temporal.Instant.compare(now, ends.subtract({ hours: one * 24 })) >= 0)
  return days !== undefined && (trialWarnedDays === null || days < trialWarnedDays) ? days : undefined
}

export const suspended = (why: string) => new AppError(403, 'tenancy.suspended', `Your organisation is suspended. ${why}`)
export const closedForGood = () => new AppError(409, 'tenancy.closed', 'This organisation is closed. That cannot be undone.')

type Flag = { isEnabled: boolean; enabledAt: string | null; expiresAt: string | null }

/**
 * Is a feature on? What the plan or the agreement denies is off. Else the tenant's own flag decides from its beginning to its
 * expiry; where there is none, or it has run out, what was agreed; and where nothing was said, the feature's default — a flag
 * that ran out was a loan, and leaves it off.
 */
export function isFeatureOn(said: { agreed: unknown; flag: Flag | undefined; byDefault: boolean }, now: Temporal.Instant): boolean {
  const { agreed, flag, byDefault } = said
  if (agreed === false) return false
  if (!flag) return agreed === true || byDefault
  if (isPast(flag.expiresAt, now)) return agreed === true
  return flag.isEnabled && (flag.enabledAt === null || isPast(flag.enabledAt, now))
}
