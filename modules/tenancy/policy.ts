/** May its people sign in and work? An active tenant, or one within its trial. */
export function tenantWorks(tenant: { status: string; trialEndsAt: string | null }, now: Temporal.Instant): boolean {
  if (tenant.status === 'active') return true
  if (tenant.status !== 'trial') return false
  return tenant.trialEndsAt === null || Temporal.Instant.compare(now, Temporal.Instant.from(tenant.trialEndsAt)) < 0
}
