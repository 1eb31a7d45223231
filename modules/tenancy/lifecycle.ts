import { boundOf, change, type Db, insert } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import type { JobContext } from '#platform/module.ts'
import type { Update } from '#platform/rows.gen.ts'
import { closedForGood, dueWarning, trialIsOver } from './policy.ts'

const trial = { hours: 30 * 24 }

/** A new, empty tenant; the transaction must be bound to its id. */
export async function createTenant(db: Db, tenant: { id: string; code: string; name: string; now: Temporal.Instant }): Promise<void> {
  const { id, code, name, now } = tenant
  const trialEndsAt = now.add(trial).toString()
  await insert(db, 'tenancy.tenants', { id, code, name, status: 'trial', trialStartsAt: now.toString(), trialEndsAt })
}

/** The tenant as it stands, held until this transaction ends. */
const held = (db: Db) =>
  db.selectFrom('tenancy.tenants').select(['id', 'status', 'trialEndsAt', 'trialWarnedDays']).forNoKeyUpdate().executeTakeFirstOrThrow()

/** What ended, is owed, or was decided: who may let the tenant work again depends on it. */
export type SuspendedFor = 'ended' | 'unpaid' | 'operator'
/** Closes the doors for a while; people are told why. Throws 409 where it is closed for good. */
export async function suspendTenant(db: Db, why: string, suspendedFor: SuspendedFor = 'operator'): Promise<void> {
  const { id, status } = await held(db)
  if (status === 'closed') throw closedForGood()
  const suspendedAt = boundOf(db).now.toString()
  await change(db, 'tenancy.tenants', { id }, { status: 'suspended', suspendedReason: why, suspendedFor, suspendedAt })
  await emit(db, 'tenancy.tenant_changed', {})
  if (status !== 'suspended') await emit(db, 'tenancy.suspended', {})
}

/** From a trial or a suspension into work. Throws 409 where it is closed for good. */
export async function activateTenant(db: Db): Promise<void> {
  const { id, status } = await held(db)
  if (status === 'closed') throw closedForGood()
  await change(
    db,
    'tenancy.tenants',
    { id },
    { status: 'active', suspendedReason: null, suspendedFor: null, suspendedAt: null, verifiedAt: boundOf(db).now.toString() },
  )
  await emit(db, 'tenancy.tenant_changed', {})
  await emit(db, 'tenancy.activated', {})
}

/** How the tenant stands. */
export const lifeOf = (db: Db) =>
  db.selectFrom('tenancy.tenants').select(['status', 'suspendedFor', 'trialEndsAt']).executeTakeFirstOrThrow()
/** The same, held until this transaction ends. */
export const holdLife = (db: Db) =>
  db.selectFrom('tenancy.tenants').select(['status', 'suspendedFor', 'trialEndsAt']).forNoKeyUpdate().executeTakeFirstOrThrow()

/** Ends it: nobody signs in any more, nothing is sent, billed or told any more, and nothing reopens it. What it holds stays until it is erased. */
export async function closeTenant(db: Db): Promise<void> {
  const { id, status } = await held(db)
  if (status === 'closed') throw closedForGood()
  await change(db, 'tenancy.tenants', { id }, { status: 'closed', closedAt: boundOf(db).now.toString() })
  await emit(db, 'tenancy.tenant_changed', {})
  await emit(db, 'tenancy.closed', {})
}

/** Changes columns of the tenant itself; everybody sees it with the commit. */
export async function changeItself(db: Db, values: Update<'tenancy.tenants'>): Promise<void> {
  await change(db, 'tenancy.tenants', { id: boundOf(db).tenantId }, { ...values, updatedBy: boundOf(db).userId })
  await emit(db, 'tenancy.tenant_changed', {})
}

/** Changes what was agreed with the tenant: its name, its limits, the end of its trial. */
export const changeContract = (db: Db, agreed: Update<'tenancy.tenants'>) =>
  changeItself(db, { ...agreed, ...(agreed.trialEndsAt ? { trialWarnedDays: null } : {}) })

/** Warns of trials that end soon and suspends those that are over. Runs hourly; what was done is not done again. */
export async function keepTrials({ tools, now }: Pick<JobContext, 'tools' | 'now'>): Promise<void> {
  const soon = now.add({ hours: 7 * 24 }).toString()
  const trials = await tools.system
    .selectFrom('tenancy.tenants')
    .select('id')
    .where('status', '=', 'trial')
    .where('trialEndsAt', '<=', soon)
    .execute()
  for (const { id: tenantId } of trials)
    await tools.inTenant({ tenantId, userId: null, now }, async (db) => {
      const { status, trialEndsAt, trialWarnedDays } = await held(db)
      if (status !== 'trial' || !trialEndsAt) return
      if (Temporal.Instant.compare(Temporal.Instant.from(trialEndsAt), now) <= 0) return suspendTenant(db, trialIsOver, 'ended')
      const days = dueWarning({ trialEndsAt, trialWarnedDays }, now)
      if (days === undefined) return
      await change(db, 'tenancy.tenants', { id: tenantId }, { trialWarnedDays: days })
      await emit(db, 'tenancy.trial_ending', { days })
    })
}
