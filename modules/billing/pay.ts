import * as tenancy from '#modules/tenancy/index.ts'
import { boundOf, change, changeAll, type Db, insert, remove } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { endedReason, nothingOpen, overpaid, toMajor, toMinor } from './policy.ts'

/** What is not settled, the oldest first: positive is owed, negative is credit. */
export const openItems = (db: Db) =>
  db
    .selectFrom('billing.open_items as o')
    .innerJoin('billing.invoices as i', 'i.id', 'o.invoiceId')
    .select(['o.invoiceId', 'o.openAmount', 'o.dueAt', 'o.reminders', 'o.nextStepAt', 'i.number', 'i.kind', 'i.currency', 'i.total'])
    .orderBy('o.dueAt')
    .orderBy('i.id')
    .execute()

/** What the tenant owes, what credit it has, and whether it was asked for something that is overdue. */
export async function balanceOf(db: Db): Promise<{ owed: number; credit: number; isOverdue: boolean }> {
  const items = await openItems(db)
  const sum = (sign: number) => toMajor(items.reduce((all, { openAmount }) => all + Math.max(0, sign * toMinor(openAmount)), 0))
  const isOverdue = items.some(({ openAmount, reminders }) => openAmount > 0 && reminders > 0)
  return { owed: sum(1), credit: sum(-1), isOverdue }
}

/** Adds so much to what is open of a document, or takes it off; what is settled has no row any more. */
async function move(db: Db, invoiceId: string, minor: number): Promise<void> {
  const item = await db.selectFrom('billing.open_items').select('openAmount').where('invoiceId', '=', invoiceId).executeTakeFirst()
  const open = toMinor(item?.openAmount ?? 0) + minor
  if (!item) {
    const { dueAt } = await db.selectFrom('billing.invoices').select('dueAt').where('id', '=', invoiceId).executeTakeFirstOrThrow()
    await insert(db, 'billing.open_items', { invoiceId, openAmount: toMajor(open), dueAt })
  } else if (open === 0) await remove(db, 'billing.open_items', { invoiceId })
  // What is no longer owed is no longer asked for.
  else
    await change(
      db,
      'billing.open_items',
      { invoiceId },
      { openAmount: toMajor(open), ...(open < 0 ? { nextStepAt: null, reminders: 0 } : {}) },
    )
}

export type Received = { invoiceId: string; minor: number; method: 'transfer' | 'card'; provider: 'invoice' | 'stripe'; reference: string }
/**
 * Money has come for an invoice: it settles what is open; what is too much is credit for the next ones. Whoever calls holds the
 * tenant's billing. Throws 409 where this reference is on record for this invoice.
 */
export async function receivePayment(
  db: Db,
  { minor, ...payment }: Received,
  { now, at = now }: { now: Temporal.Instant; at?: Temporal.Instant },
) {
  await insert(db, 'billing.payments', { ...payment, amount: toMajor(minor), receivedAt: at.toString() })
  await move(db, payment.invoiceId, -minor)
  await settle(db, now)
}

/** Lets credit come off what is owed, the oldest first; then nothing overdue holds the tenant back any more. */
export async function settle(db: Db, now: Temporal.Instant): Promise<void> {
  const items = (await openItems(db)).map((item) => ({ ...item, minor: toMinor(item.openAmount) }))
  for (const credit of items.filter(({ minor }) => minor < 0))
    for (const owed of items.filter(({ minor }) => minor > 0)) {
      const minor = Math.min(owed.minor, -credit.minor)
      if (minor <= 0) continue
      await insert(db, 'billing.payments', {
        ...{ invoiceId: owed.invoiceId, amount: toMajor(minor), method: 'credit', creditNoteId: credit.invoiceId },
        ...{ provider: 'invoice', reference: credit.number, receivedAt: now.toString() },
      })
      await move(db, owed.invoiceId, -minor)
      await move(db, credit.invoiceId, minor)
      owed.minor -= minor
      credit.minor += minor
    }
  if (!items.some(({ minor, reminders }) => minor > 0 && reminders > 0)) await release(db)
  await emit(db, 'billing.changed', {})
}

/** Nothing is overdue: the subscription is in good standing, and a tenant that was suspended for it works again. */
async function release(db: Db): Promise<void> {
  const subscription = await tenancy.subscriptionOf(db)
  if (subscription?.status === 'past_due') await tenancy.changeSubscription(db, subscription.id, { status: 'active' })
  const { status, suspendedFor } = await tenancy.holdLife(db)
  if (status !== 'suspended' || suspendedFor !== 'unpaid') return
  if (subscription) await tenancy.activateTenant(db)
  else await tenancy.suspendTenant(db, endedReason, 'ended')
}

/** What was paid for invoices in money and could still go back, the last payment first. What was taken back whole is credit instead. */
export async function refundableOf(db: Db, invoiceIds: readonly string[]) {
  const rows = await db
    .selectFrom('billing.payments as p')
    .where('p.invoiceId', 'in', invoiceIds)
    .where('p.method', 'in', ['card', 'transfer'])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('billing.invoices as c')
            .select('c.id')
            .whereRef('c.correctsId', '=', 'p.invoiceId')
            .where('c.occasion', '=', 'correction'),
        ),
      ),
    )
    .leftJoin('billing.refunds as r', (join) => join.onRef('r.paymentId', '=', 'p.id'))
    .select([
      'p.id',
      'p.invoiceId',
      'p.method',
      'p.amount',
      'p.receivedAt',
      (eb) => eb.fn.coalesce(eb.fn.sum<number>('r.amount'), eb.lit(0)).as('back'),
    ])
    .groupBy(['p.id', 'p.invoiceId', 'p.method', 'p.amount', 'p.receivedAt'])
    .orderBy('p.receivedAt', 'desc')
    .orderBy('p.id', 'desc')
    .execute()
  return rows.map(({ amount, back, ...row }) => ({ ...row, minor: toMinor(amount) - toMinor(back) }))
}

/** The money did not go back after all: the credit note is credit for what is open, and for the next ones. */
export async function notPaidBack(db: Db, refundId: string, problem: string): Promise<void> {
  const { now } = boundOf(db)
  const waiting = { id: refundId, status: ['pending', 'paid'] as const }
  const [failed] = await changeAll(db, 'billing.refunds', waiting, { status: 'failed', problem: problem.slice(0, 300) })
  if (!failed) return
  await move(db, failed.creditNoteId, -toMinor(failed.amount))
  await settle(db, now)
}

/** The same in all, by invoice. */
export async function refundableIn(db: Db, invoiceIds: readonly string[]): Promise<Map<string, number>> {
  const sums = new Map<string, number>()
  for (const { invoiceId, minor } of await refundableOf(db, invoiceIds)) sums.set(invoiceId, (sums.get(invoiceId) ?? 0) + minor)
  return new Map([...sums].map(([id, minor]) => [id, toMajor(minor)]))
}

type Transfer = { amount: number; reference: string; receivedAt?: string | undefined }
/** The operator has seen a transfer on the bank statement. Throws 404, or 409 where nothing, or less, is open. */
export async function recordTransfer(db: Db, invoiceId: string, { amount, reference, receivedAt }: Transfer): Promise<void> {
  await tenancy.holdBilling(db)
  const invoice = await db.selectFrom('billing.invoices').select('id').where('id', '=', invoiceId).executeTakeFirst()
  if (!invoice) throw notFound()
  const open = toMinor((await openItems(db)).find((item) => item.invoiceId === invoiceId)?.openAmount ?? 0)
  const minor = toMinor(amount)
  if (open <= 0) throw nothingOpen()
  if (minor > open) throw overpaid()
  const { now } = boundOf(db)
  const at = receivedAt ? Temporal.Instant.from(receivedAt) : now
  await receivePayment(db, { invoiceId, minor, method: 'transfer', provider: 'invoice', reference }, { now, at })
}
