/** May its people sign in and work? An active tenant, or one within its trial. */
export function tenantWorks(tenant: { status: string; trialEndsAt: string | null }, now: Temporal.Instant): boolean {
  if (tenant.status === 'active') return true
  if (tenant.status !== 'trial') return false
  return tenant.trialEndsAt === null || Temporal.Instant.compare(now, Temporal.Instant.from(tenant.trialEndsAt)) < 0
}

type Flag = { isEnabled: boolean; enabledAt: string | null; expiresAt: string | null }

/**
 * Is a feature on? What the plan or the agreement denies is off. Else the tenant's own flag decides from its beginning to its
 * expiry; where there is none, or it has run out, what was agreed; and where nothing was said, the feature's default — a flag
 * that ran out was a loan, and leaves it off.
 */
export function isFeatureOn(said: { agreed: unknown; flag: Flag | undefined; byDefault: boolean }, now: Temporal.Instant): boolean {
  const { agreed, flag, byDefault } = said
  if (agreed === false) return false
  const isPast = (at: string | null) => at !== null && Temporal.Instant.compare(Temporal.Instant.from(at), now) <= 0
  if (!flag) return agreed === true || byDefault
  if (isPast(flag.expiresAt)) return agreed === true
  return flag.isEnabled && (flag.enabledAt === null || isPast(flag.enabledAt))
}
