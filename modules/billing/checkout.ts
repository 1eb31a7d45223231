import * as tenancy from '#modules/tenancy/index.ts'
import { boundOf, change, changeAll, type Db, insert } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { later } from '#platform/events.ts'
import type { JobContext } from '#platform/module.ts'
import { notPaidBack } from './pay.ts'
import { noCard, nothingOpen, toMinor } from './policy.ts'
import { type Card, type Charge, isUnderWay, type PaymentMethod, paid, providerOf, refused, settleCharge, takesCards } from './provider.ts'

const cardOn = ({ customer, method }: PaymentMethod): Card | null => (customer && method ? { customer, method } : null)
const isOpen = (db: Db, invoiceId: string) =>
  db.selectFrom('billing.open_items').select('openAmount').where('invoiceId', '=', invoiceId).where('openAmount', '>', 0).executeTakeFirst()

async function start(db: Db, invoiceId: string, kind: 'asked' | 'automatic'): Promise<void> {
  const { id } = await insert(db, 'billing.charges', { invoiceId, kind, createdAt: boundOf(db).now.toString() })
  later(db, 'billing.collect', { chargeId: id })
}

/** Charges the card on file, if there is one and something is open. */
export async function chargeCard(db: Db, account: tenancy.BillingAccount, invoiceId: string): Promise<void> {
  const { tools } = boundOf(db)
  if (cardOn(account.paymentMethod as PaymentMethod) && (await takesCards(tools)) && (await isOpen(db, invoiceId)))
    await start(db, invoiceId, 'automatic')
}

/** Somebody wants to pay an invoice by card; one that is under way stays. Throws 404, or 409 where nothing is open or no card is taken. */
export async function askToPay(db: Db, invoiceId: string): Promise<void> {
  const { now, tools } = boundOf(db)
  await tenancy.holdBilling(db)
  const invoice = await db.selectFrom('billing.invoices').select('id').where('id', '=', invoiceId).executeTakeFirst()
  if (!invoice) throw notFound()
  if (!(await takesCards(tools))) throw noCard()
  if (!(await isOpen(db, invoiceId))) throw nothingOpen()
  const under = await db
    .selectFrom('billing.charges')
    .selectAll()
    .where('invoiceId', '=', invoiceId)
    .where('status', 'in', ['pending', 'ready'])
    .executeTakeFirst()
  if (under && isUnderWay(under, now)) return
  if (under) await change(db, 'billing.charges', { id: under.id }, { status: 'failed' })
  await start(db, invoiceId, 'asked')
}

/** Gives back what was paid by card. It is asked for outside a transaction; after a lost answer again under the same id. */
export async function payBack({ payload, tenantId, now, tools }: JobContext): Promise<void> {
  const { refundId } = payload as { refundId: string }
  const inTenant = <T>(work: (db: Db) => Promise<T>) => tools.inTenant({ tenantId, userId: null, now }, work)
  const wanted = await inTenant((db) =>
    db
      .selectFrom('billing.refunds as r')
      .innerJoin('billing.payments as p', 'p.id', 'r.paymentId')
      .select(['p.reference', 'p.invoiceId', 'r.amount'])
      .where('r.id', '=', refundId)
      .where('r.status', '=', 'pending')
      .executeTakeFirst(),
  )
  if (!wanted) return
  const { reference: payment, invoiceId, amount } = wanted
  const provider = await providerOf(tools)
  const outcome = await provider.refund({ metadata: { tenantId, invoiceId, chargeId: refundId }, payment, minor: toMinor(amount) })
  await inTenant(async (db) => {
    await tenancy.holdBilling(db)
    if (outcome.went === 'failed') return notPaidBack(db, refundId, outcome.problem)
    await changeAll(db, 'billing.refunds', { id: refundId, status: 'pending' }, { status: 'paid', reference: outcome.reference })
  })
}

/** Takes money for one charge. It is asked for outside a transaction; a lost answer is asked for again under the same id. */
export async function collect({ payload, tenantId, now, tools }: JobContext): Promise<void> {
  const { chargeId } = payload as { chargeId: string }
  const inTenant = <T>(work: (db: Db) => Promise<T>) => tools.inTenant({ tenantId, userId: null, now }, work)
  const wanted = await inTenant(async (db): Promise<Charge | undefined> => {
    const row = await db
      .selectFrom('billing.charges as c')
      .innerJoin('billing.invoices as i', 'i.id', 'c.invoiceId')
      .innerJoin('billing.open_items as o', 'o.invoiceId', 'i.id')
      .select(['c.kind', 'c.invoiceId', 'i.number', 'i.currency', 'o.openAmount'])
      .where('c.id', '=', chargeId)
      .where('c.status', '=', 'pending')
      .where('o.openAmount', '>', 0)
      .executeTakeFirst()
    const account = row && (await tenancy.billingOf(db))
    if (!account) return undefined
    const { invoiceId, number, currency, kind } = row
    const card = kind === 'automatic' ? cardOn(account.paymentMethod as PaymentMethod) : null
    const returnTo = `${await tenancy.originFor(db)}/billing`
    return {
      metadata: { tenantId, invoiceId, chargeId },
      number,
      currency,
      minor: toMinor(row.openAmount),
      email: account.billingEmail,
      card,
      returnTo,
    }
  })
  if (!wanted) return void (await inTenant((db) => settleCharge(db, chargeId, { status: 'failed' })))
  const provider = await providerOf(tools)
  const outcome = await provider.charge(wanted)
  await inTenant(async (db) => {
    await tenancy.holdBilling(db)
    if (outcome.went === 'ask') await settleCharge(db, chargeId, { status: 'ready', url: outcome.url })
    if (outcome.went === 'paid') await paid(db, { ...wanted.metadata, ...outcome }, provider.name)
    if (outcome.went === 'failed') await refused(db, wanted.metadata, outcome.problem)
  })
}
