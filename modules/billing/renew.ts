import * as tenancy from '#modules/tenancy/index.ts'
import { boundOf, change, changeAll, type Db } from '#platform/db.ts'
import { emit, later } from '#platform/events.ts'
import type { JobContext } from '#platform/module.ts'
import { issueDocument, issuerOf } from './issue.ts'
import { endedReason, mostReminders, nextStep, periodEnd, periodLine, toMinor, unpaidReason } from './policy.ts'

/**
 * Bills every period that has begun, ends what is not renewed, reminds and suspends. Runs every ten minutes; what is held by
 * another worker is waited for and then found done, so each is done once, however late.
 */
export async function keepBilling({ tools, now }: Pick<JobContext, 'tools' | 'now'>): Promise<void> {
  const asked = tools.system.selectFrom('billing.open_items').select('tenantId').distinct().where('nextStepAt', '<=', now.toString())
  const due = new Set([...(await tenancy.billedBy(tools.system, now)), ...(await asked.execute()).map(({ tenantId }) => tenantId)])
  const failures: unknown[] = []
  for (const tenantId of due) {
    const done = tools.inTenant({ tenantId, userId: null, now }, async (db) => {
      const account = await tenancy.holdBilling(db)
      if (!account) return
      await renew(db, account)
      await remind(db)
    })
    // One that fails is tried again with the job; the others do not wait for it.
    await done.catch((failure: unknown) => failures.push(failure))
  }
  if (failures.length > 0) throw failures[0]
}

/** Bills period after period until the running one is billed. While the tenant is suspended its next period waits. */
async function renew(db: Db, account: tenancy.BillingAccount): Promise<void> {
  const { now } = boundOf(db)
  const subscription = await tenancy.subscriptionOf(db)
  if (!account.nextBillingAt || !account.anchorAt || !subscription) return
  let next = Temporal.Instant.from(account.nextBillingAt)
  if (Temporal.Instant.compare(next, now) > 0) return
  const life = await tenancy.holdLife(db)
  if (!account.autoRenew) {
    await tenancy.changeBilling(db, account.id, { nextBillingAt: null })
    await tenancy.endSubscription(db, subscription, subscription.canceledAt ? 'canceled' : 'expired', next)
    if (life.status === 'active') await tenancy.suspendTenant(db, endedReason, 'ended')
    await emit(db, 'billing.changed', {})
    return
  }
  if (life.status !== 'active') return
  const { planName: name, amount, billingCycle: cycle, id: subscriptionId, status } = subscription
  if (status === 'trialing') await tenancy.changeSubscription(db, subscriptionId, { status: 'active' })
  const anchor = Temporal.Instant.from(account.anchorAt)
  while (Temporal.Instant.compare(next, now) <= 0) {
    const period = { starts: next, ends: periodEnd(anchor, cycle, next) }
    const lines = [periodLine({ name, minor: toMinor(amount), cycle }, period)]
    const span = { starts: period.starts.toString(), ends: period.ends.toString() }
    await issueDocument(db, account, { occasion: 'period', subscriptionId, period: span, lines, now })
    next = period.ends
  }
  const billed = amount > 0 ? { lastBilledAt: now.toString() } : {}
  await tenancy.changeBilling(db, account.id, { nextBillingAt: next.toString(), ...billed })
}

/** Takes the step that is due for each overdue invoice: a reminder, another, then the tenant is suspended until it pays. */
async function remind(db: Db): Promise<void> {
  const { now } = boundOf(db)
  const overdue = await db
    .selectFrom('billing.open_items')
    .select(['invoiceId', 'reminders'])
    .where('nextStepAt', '<=', now.toString())
    .where('openAmount', '>', 0)
    .orderBy('dueAt')
    .execute()
  if (overdue.length === 0) return
  const { graceDays } = await issuerOf(db)
  const subscription = await tenancy.subscriptionOf(db)
  if (subscription?.status === 'active') await tenancy.changeSubscription(db, subscription.id, { status: 'past_due' })
  for (const { invoiceId, reminders } of overdue) {
    const isOver = reminders >= mostReminders
    const next = isOver ? { nextStepAt: null } : { nextStepAt: nextStep(graceDays, now).toString(), reminders: reminders + 1 }
    await change(db, 'billing.open_items', { invoiceId }, next)
    if (!isOver) {
      later(db, 'billing.send_letter', { invoiceId, reminder: reminders + 1 })
      await emit(db, 'billing.reminded', { invoiceId, reminder: reminders + 1 })
    } else if ((await tenancy.holdLife(db)).status === 'active') await tenancy.suspendTenant(db, unpaidReason, 'unpaid')
  }
  await emit(db, 'billing.changed', {})
}

/** A tenant that was suspended works again: what it could not use is not billed, its next period begins now. */
export async function beginAgain(db: Db): Promise<void> {
  const { now } = boundOf(db)
  const account = await tenancy.holdBilling(db)
  if (!account?.nextBillingAt || Temporal.Instant.compare(Temporal.Instant.from(account.nextBillingAt), now) >= 0) return
  await tenancy.changeBilling(db, account.id, { anchorAt: now.toString(), nextBillingAt: now.toString() })
}

/** The tenant is closed: its subscription ends with that, nothing new is billed, and what is open is no longer asked for by itself. */
export async function billNoMore(db: Db): Promise<void> {
  const [account, subscription] = [await tenancy.holdBilling(db), await tenancy.subscriptionOf(db)]
  if (account) await tenancy.changeBilling(db, account.id, { nextBillingAt: null })
  if (subscription) await tenancy.endSubscription(db, subscription, 'canceled')
  await changeAll(db, 'billing.open_items', {}, { nextStepAt: null })
}
