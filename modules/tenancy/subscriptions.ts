import { boundOf, change, compiled, type Db, insert } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Insert, Row, Update } from '#platform/rows.gen.ts'

export type Plan = Row<'tenancy.plans'>
export type UsageLimits = { max_users?: number | null; max_storage_gb?: number | null }
const running = ['trialing', 'active', 'past_due'] as const

const agreed = compiled('tenancy.agreed', (db, { at }: { at: string }) =>
  db
    .selectFrom('tenancy.tenant_subscriptions as s')
    .innerJoin('tenancy.plans as p', 'p.id', 's.planId')
    .select(['s.features', 's.usageLimits', 's.endsAt', 'p.features as planFeatures', 'p.usageLimits as planLimits'])
    .where('s.status', 'in', running)
    .where((eb) => eb.or([eb('s.endsAt', 'is', null), eb('s.endsAt', '>', at)])),
)
/** What was agreed with the tenant: of the plan in force, and beyond or below it, key by key. Nothing where none is in force. */
export async function agreedOf(db: Db): Promise<{ features: Record<string, unknown>; usageLimits: UsageLimits; endsAt: string | null }> {
  const [row] = await agreed(db, { at: boundOf(db).now.toString() })
  return {
    features: { ...(row?.planFeatures as object), ...(row?.features as object) },
    usageLimits: { ...(row?.planLimits as object), ...(row?.usageLimits as object) },
    endsAt: row?.endsAt ?? null,
  }
}

/** The subscription that runs, with its plan; undefined where none does. */
export const subscriptionOf = (db: Db) =>
  db
    .selectFrom('tenancy.tenant_subscriptions as s')
    .innerJoin('tenancy.plans as p', 'p.id', 's.planId')
    .selectAll('s')
    .select(['p.name as planName', 'p.description', 'p.code as planCode', 'p.features as planFeatures', 'p.usageLimits as planLimits'])
    .where('s.status', 'in', running)
    .executeTakeFirst()
export type Subscription = NonNullable<Awaited<ReturnType<typeof subscriptionOf>>>

/** Has the tenant ever subscribed? Only the first time a plan is free for its days of trial. */
export const everSubscribed = async (db: Db) =>
  (await db.selectFrom('tenancy.tenant_subscriptions').select('id').limit(1).executeTakeFirst()) !== undefined

/** A subscription begins: its plan's features and limits count with the commit. Ends the one before, of which there is at most one. */
export async function startSubscription(
  db: Db,
  { plan, before, ...agreed }: Omit<Insert<'tenancy.tenant_subscriptions'>, 'planId'> & { plan: Plan; before: Subscription | undefined },
): Promise<string> {
  if (before) await endSubscription(db, before, 'expired')
  const { id } = await insert(db, 'tenancy.tenant_subscriptions', { ...agreed, planId: plan.id })
  await change(db, 'tenancy.tenants', { id: boundOf(db).tenantId }, { subscriptionTier: plan.code })
  await emit(db, 'tenancy.tenant_changed', {})
  return id
}

/** Changes what was agreed, or how it stands; everybody knows with the commit. */
export async function changeSubscription(db: Db, id: string, values: Update<'tenancy.tenant_subscriptions'>): Promise<void> {
  await change(db, 'tenancy.tenant_subscriptions', { id }, values)
  await emit(db, 'tenancy.tenant_changed', {})
}

/** It is over: as it was wished (`canceled`), or because another follows or it was not to be renewed (`expired`). */
export async function endSubscription(db: Db, of: Subscription, status: 'canceled' | 'expired', at = boundOf(db).now): Promise<void> {
  // One that ends in the instant in which it began lasted a moment: an end lies after its start.
  const begun = Temporal.Instant.from(of.startsAt).add({ milliseconds: 1 })
  const endsAt = Temporal.Instant.compare(at, begun) > 0 ? at : begun
  await change(db, 'tenancy.tenants', { id: boundOf(db).tenantId }, { subscriptionTier: null })
  await changeSubscription(db, of.id, { status, endsAt: endsAt.toString() })
}

export type BillingAccount = Row<'tenancy.tenant_billing'>
/** Billing details and dates of the tenant. */
export const billingOf = (db: Db) => db.selectFrom('tenancy.tenant_billing').selectAll().executeTakeFirst()
/** The same, held until the transaction ends: whoever bills, pays or subscribes waits here for the one before. */
export const holdBilling = (db: Db) => db.selectFrom('tenancy.tenant_billing').selectAll().forNoKeyUpdate().executeTakeFirst()
export const changeBilling = (db: Db, id: string, values: Update<'tenancy.tenant_billing'>) =>
  change(db, 'tenancy.tenant_billing', { id }, values)

type Details = Pick<
  Insert<'tenancy.tenant_billing'>,
  'billingName' | 'billingEmail' | 'billingAddress' | 'taxId' | 'country' | 'currency' | 'taxTreatment' | 'taxNote'
>
/** Keeps who is billed. */
export async function keepBillingDetails(db: Db, details: Details): Promise<void> {
  const known = await holdBilling(db)
  if (known) await changeBilling(db, known.id, details)
  else await insert(db, 'tenancy.tenant_billing', details)
}

/** Tenants of whom a period ends by now. */
export async function billedBy(system: Db, now: Temporal.Instant): Promise<string[]> {
  const due = system.selectFrom('tenancy.tenant_billing').select('tenantId').where('nextBillingAt', '<=', now.toString())
  return (await due.execute()).map(({ tenantId }) => tenantId)
}

/** Every plan, by price; those that can be newly subscribed to only with `offered`. */
export function plansOf(any: Db, { offered = false } = {}): Promise<Plan[]> {
  const plans = any.selectFrom('tenancy.plans').selectAll().orderBy('currency').orderBy('amount').orderBy('code')
  return (offered ? plans.where('isActive', '=', true) : plans).execute()
}
/** A plan by its id. Throws 404. */
export async function planOf(any: Db, id: string): Promise<Plan> {
  const plan = await any.selectFrom('tenancy.plans').selectAll().where('id', '=', id).executeTakeFirst()
  if (!plan) throw notFound()
  return plan
}
type PlanValues = Omit<Update<'tenancy.plans'>, 'id'>
const asKept = ({ features, usageLimits, ...rest }: PlanValues) => ({
  ...rest,
  ...(features ? { features: JSON.stringify(features) } : {}),
  ...(usageLimits ? { usageLimits: JSON.stringify(usageLimits) } : {}),
})
/** Plans are the operator's, of no tenant: they are written beside any. Throws 409 where the code is taken. */
export const addPlan = (system: Db, values: Insert<'tenancy.plans'>): Promise<Plan> =>
  system
    .insertInto('tenancy.plans')
    .values(asKept(values) as never)
    .returningAll()
    .executeTakeFirstOrThrow()
/** Changes a plan, or retires it; what was agreed with those who have it stays. Throws 404. */
export const changePlan = (system: Db, id: string, values: PlanValues & { updatedAt: string }): Promise<Plan> =>
  system
    .updateTable('tenancy.plans')
    .set(asKept(values) as never)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow(notFound)
