import { z } from 'zod'
import * as tenancy from '#modules/tenancy/index.ts'
import { boundOf, type Db } from '#platform/db.ts'
import { pageOf, readCursor } from '#platform/paging.ts'
import { balanceOf, refundableIn } from './pay.ts'
import { isUnderWay, type PaymentMethod, takesCards } from './provider.ts'
import type { Invoice, Overview, Plan } from './shapes.ts'
import { countPeople } from './subscribe.ts'

/** What the tenant has, uses and owes, and what it may do about it. */
export async function overviewOf(db: Db): Promise<Overview> {
  const { now, tools } = boundOf(db)
  const [subscription, account, features, people, mostPeople, storage, { isOverdue, ...balance }, life, mayTakeCards] = await Promise.all([
    tenancy.subscriptionOf(db),
    tenancy.billingOf(db),
    tenancy.featuresOf(db, now),
    countPeople(db),
    tenancy.mostPeople(db),
    tenancy.storageOf(db),
    balanceOf(db),
    tenancy.lifeOf(db),
    takesCards(tools),
  ])
  const { label = null } = (account?.paymentMethod ?? {}) as PaymentMethod
  const autoRenew = account?.autoRenew ?? true
  const runs = subscription !== undefined && account?.nextBillingAt !== null
  return {
    subscription: subscription ?? null,
    features,
    people: { used: people, most: mostPeople },
    storage,
    details: account ?? null,
    lastBilledAt: account?.lastBilledAt ?? null,
    nextBillingAt: account?.nextBillingAt ?? null,
    nextAmount: runs && autoRenew ? subscription.amount : null,
    autoRenew,
    ...balance,
    payment: { label, takesCards: mayTakeCards },
    may: {
      choose: account !== undefined && !isOverdue && (life.status !== 'suspended' || life.suspendedFor === 'ended'),
      cancel: runs && autoRenew,
      resume: runs && !autoRenew,
    },
  }
}

const Cursor = z.tuple([z.string(), z.uuid()])
/** Documents, newest first, with what is open of each. */
export async function invoicesOf(db: Db, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  let rows = db
    .selectFrom('billing.invoices as i')
    .leftJoin('billing.open_items as o', 'o.invoiceId', 'i.id')
    .select(['i.id', 'i.kind', 'i.number', 'i.issuedAt', 'i.dueAt', 'i.currency', 'i.total', 'o.openAmount as open'])
    .orderBy('i.issuedAt', 'desc')
    .orderBy('i.id', 'desc')
    .limit(limit + 1)
  const after = readCursor(cursor, Cursor)
  if (after) rows = rows.where((eb) => eb(eb.refTuple('i.issuedAt', 'i.id'), '<', eb.tuple(...after)))
  const { items, next } = pageOf(await rows.execute(), limit, (row) => [row.issuedAt, row.id])
  const charges = await db
    .selectFrom('billing.charges')
    .select(['invoiceId', 'status', 'url', 'problem', 'createdAt'])
    .where('invoiceId', 'in', [...items.map(({ id }) => id), '00000000-0000-0000-0000-000000000000'])
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  const refundable = await refundableIn(db, [...items.map(({ id }) => id), '00000000-0000-0000-0000-000000000000'])
  const last = new Map(charges.map((charge) => [charge.invoiceId, charge]))
  const { now, tools } = boundOf(db)
  const how = { now, mayCharge: await takesCards(tools) }
  return {
    items: items.map((row) => shown({ ...row, open: row.open ?? 0, refundable: refundable.get(row.id) ?? 0 }, last.get(row.id), how)),
    next,
  }
}

type Row = Pick<Invoice, 'id' | 'kind' | 'number' | 'issuedAt' | 'dueAt' | 'currency' | 'total' | 'open' | 'refundable'>
type Charge = { status: string; url: string | null; problem: string | null; createdAt: string }
function shown(row: Row, charge: Charge | undefined, { now, mayCharge }: { now: Temporal.Instant; mayCharge: boolean }): Invoice {
  const isLate = Temporal.Instant.compare(Temporal.Instant.from(row.dueAt), now) <= 0
  const settled = row.kind === 'invoice' ? 'paid' : 'settled'
  const isOwed = row.open > 0
  const underWay = charge && isUnderWay(charge, now) ? charge : undefined
  return {
    ...row,
    status: isOwed ? (isLate ? 'overdue' : 'open') : row.open < 0 ? 'credit' : settled,
    paymentUrl: isOwed ? (underWay?.url ?? null) : null,
    problem: isOwed && charge?.status === 'failed' ? charge.problem : null,
    may: { pay: isOwed && mayCharge && !underWay },
  }
}

export const planShown = ({ features, usageLimits, ...plan }: tenancy.Plan): Plan => ({
  ...plan,
  features: features as Plan['features'],
  usageLimits: usageLimits as Plan['usageLimits'],
})
