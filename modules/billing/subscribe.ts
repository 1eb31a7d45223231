import type { z } from 'zod'
import * as tenancy from '#modules/tenancy/index.ts'
import { boundOf, type Db } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { issueDocument, issuerOf, taxOf } from './issue.ts'
import { balanceOf } from './pay.ts'
import * as rules from './policy.ts'
import type { Details, Quote, Tax } from './shapes.ts'

/** What is agreed beyond the plan, and by whom: the operator is bound by fewer rules. */
export type Wish = {
  plan: tenancy.Plan
  now: Temporal.Instant
  amount?: number | undefined
  features?: object | undefined
  usageLimits?: object | undefined
  autoRenew?: boolean
  byOperator?: boolean
}
const at = (instant: string) => Temporal.Instant.from(instant)

/** How many people count against a plan. */
export async function countPeople(db: Db): Promise<number> {
  const people = db.selectFrom('directory.people').select((eb) => eb.fn.countAll<number>().as('n'))
  return (await people.where('status', 'in', ['active', 'invited']).executeTakeFirstOrThrow()).n
}

/** Refuses a plan for which the tenant is too large already. */
async function mustFit(db: Db, limits: tenancy.UsageLimits): Promise<void> {
  const [people, storage] = await Promise.all([countPeople(db), tenancy.storageOf(db)])
  if (typeof limits.max_users === 'number' && people > limits.max_users) throw rules.tooMany(people, limits.max_users)
  if (typeof limits.max_storage_gb === 'number' && storage.used > limits.max_storage_gb * 1e9) throw rules.tooFull(limits.max_storage_gb)
}

async function allowed(
  db: Db,
  { plan, byOperator, ...wish }: Wish,
  account: tenancy.BillingAccount,
  now: tenancy.Subscription | undefined,
) {
  const life = await tenancy.lifeOf(db)
  if (now && account.currency !== plan.currency) throw rules.otherCurrency()
  if (!byOperator) {
    if (!plan.isActive) throw rules.retired()
    if (account.currency !== plan.currency) throw rules.otherCurrency()
    if (now?.planId === plan.id) throw rules.samePlan()
    if ((await balanceOf(db)).isOverdue) throw rules.settleFirst()
    if (life.status === 'suspended' && life.suspendedFor !== 'ended') throw rules.onlyOperator()
  }
  await mustFit(db, { ...(plan.usageLimits as object), ...wish.usageLimits })
  return life
}

/** What choosing a plan would do now. Throws 409 where it may not be chosen. */
async function weigh(db: Db, wish: Wish, account: tenancy.BillingAccount | undefined) {
  if (!account) throw rules.detailsFirst()
  const { plan, now } = wish
  const [issuer, current] = await Promise.all([issuerOf(db), tenancy.subscriptionOf(db)])
  const life = await allowed(db, wish, account, current)
  const to = { name: plan.name, minor: rules.toMinor(wish.amount ?? plan.amount), cycle: plan.billingCycle }
  const next = account.nextBillingAt ? at(account.nextBillingAt) : null
  const first = current || (await tenancy.everSubscribed(db)) ? null : { tenantTrialEndsAt: life.trialEndsAt, trialDays: plan.trialDays }
  const trial = current?.status === 'trialing' ? next : first && rules.trialUntil(first, now)
  const isTrial = trial !== null && Temporal.Instant.compare(trial, now) > 0
  const from = current && !isTrial ? { name: current.planName, minor: rules.toMinor(current.amount), cycle: current.billingCycle } : null
  const period = from && next && account.anchorAt ? { starts: periodStart(account, from.cycle), ends: next } : null
  const { lines, keepsPeriod } = isTrial ? { lines: [], keepsPeriod: false } : rules.changeOf({ from, period, to, now })
  const anchor = isTrial ? (trial as Temporal.Instant) : keepsPeriod ? at(account.anchorAt as string) : now
  const nextBillingAt =
    isTrial || keepsPeriod ? (isTrial ? (trial as Temporal.Instant) : (next as Temporal.Instant)) : rules.periodEnd(anchor, to.cycle, now)
  const { vatRate } = taxOf(issuer, account, now)
  return { account, vatRate, current, life, to, lines, isTrial, anchor, nextBillingAt }
}

/** The beginning of the running period: the last anchor-counted day before its end. */
function periodStart({ anchorAt, nextBillingAt }: tenancy.BillingAccount, cycle: rules.Cycle): Temporal.Instant {
  const ends = at(nextBillingAt as string)
  let starts = at(anchorAt as string)
  for (
    let end = rules.periodEnd(starts, cycle, starts);
    Temporal.Instant.compare(end, ends) < 0;
    end = rules.periodEnd(at(anchorAt as string), cycle, end)
  )
    starts = end
  return starts
}

/** The price of another plan, as the next invoice or credit note would say it. */
export async function quote(db: Db, wish: Wish): Promise<Quote> {
  const { lines, vatRate, nextBillingAt, isTrial } = await weigh(db, wish, await tenancy.billingOf(db))
  const { plan } = wish
  const net = lines.reduce((sum, line) => sum + line.minor, 0)
  const vat = rules.vatOf(net, vatRate)
  return {
    ...{ planName: plan.name, currency: plan.currency, vatRate, isTrial, nextBillingAt: nextBillingAt.toString() },
    lines: lines.map(({ description, minor }) => ({ description, net: rules.toMajor(minor) })),
    ...{ net: rules.toMajor(net), vat: rules.toMajor(vat), total: rules.toMajor(net + vat) },
  }
}

/**
 * Puts a plan in force: the one before ends, what is to be charged or credited goes on one document, and a tenant on trial, or
 * whose trial or subscription is over, works. `total` is what the person saw. Throws 409 where it may not be, or costs another sum.
 */
export async function subscribe(db: Db, wish: Wish, total?: number): Promise<void> {
  const { now, plan } = wish
  const held = await tenancy.holdBilling(db)
  await tenancy.holdLife(db)
  const { account, vatRate, current, life, to, lines, isTrial, anchor, nextBillingAt } = await weigh(db, wish, held)
  const net = lines.reduce((sum, line) => sum + line.minor, 0)
  if (total !== undefined && rules.toMinor(total) !== net + rules.vatOf(net, vatRate)) throw rules.priceMoved()
  if (life.status === 'trial' || (life.status === 'suspended' && life.suspendedFor === 'ended')) await tenancy.activateTenant(db)
  const autoRenew = wish.autoRenew ?? true
  const subscriptionId = await tenancy.startSubscription(db, {
    ...{ plan, before: current, amount: rules.toMajor(to.minor), currency: plan.currency, billingCycle: to.cycle },
    ...{ features: wish.features ?? {}, usageLimits: wish.usageLimits ?? {}, startsAt: now.toString() },
    status: isTrial ? 'trialing' : current?.status === 'past_due' ? 'past_due' : 'active',
    endsAt: autoRenew ? null : nextBillingAt.toString(),
  })
  const billed = lines.length > 0 ? { lastBilledAt: now.toString() } : {}
  const fresh = await tenancy.changeBilling(db, account.id, {
    ...{
      subscriptionId,
      currency: plan.currency,
      autoRenew,
      anchorAt: anchor.toString(),
      nextBillingAt: nextBillingAt.toString(),
      ...billed,
    },
  })
  const period = { starts: now.toString(), ends: nextBillingAt.toString() }
  await issueDocument(db, fresh, { occasion: 'change', subscriptionId, period, lines, now })
}

/** Ends it with its period or trial, or lets it go on after all. Throws 409 where none is in force. */
export async function renewOrNot(db: Db, autoRenew: boolean): Promise<void> {
  const account = await tenancy.holdBilling(db)
  const subscription = await tenancy.subscriptionOf(db)
  if (!account || !subscription || !account.nextBillingAt) throw rules.noSubscription()
  if (account.autoRenew === autoRenew) return
  await tenancy.changeBilling(db, account.id, { autoRenew })
  await tenancy.changeSubscription(db, subscription.id, {
    canceledAt: autoRenew ? null : boundOf(db).now.toString(),
    endsAt: autoRenew ? null : account.nextBillingAt,
  })
}

/** Whether there is tax on what is billed from now on: the operator has checked why not. Throws 409 before there are details, and 422. */
export async function changeTax(db: Db, tax: z.output<typeof Tax>): Promise<void> {
  const [account, issuer] = [await tenancy.holdBilling(db), await issuerOf(db)]
  if (!account) throw rules.detailsFirst()
  const isAbroad = account.country !== null && account.taxId !== null && issuer.country !== null && issuer.country !== account.country
  if (tax.taxTreatment === 'reverse_charge' && !isAbroad) throw rules.noReverseCharge()
  await tenancy.changeBilling(db, account.id, { ...tax, taxNote: tax.taxTreatment === 'exempt' ? tax.taxNote : null })
  await emit(db, 'billing.changed', {})
}

/** Keeps who is billed, from the next document on. Throws 409 where another currency is wanted while a subscription runs. */
export async function changeDetails(db: Db, details: z.output<typeof Details>): Promise<void> {
  const [account, subscription] = [await tenancy.holdBilling(db), await tenancy.subscriptionOf(db)]
  if (subscription && account && account.currency !== details.currency) throw rules.currencyFixed()
  // What was checked was checked for that number in that country.
  const same = account && account.country === details.country && account.taxId === details.taxId
  await tenancy.keepBillingDetails(db, { ...details, ...(same ? {} : { taxTreatment: 'standard', taxNote: null }) })
  await emit(db, 'billing.changed', {})
}
