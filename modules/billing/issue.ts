import { type BillingAccount, holdBilling } from '#modules/tenancy/index.ts'
import { boundOf, type Db, insert } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit, later } from '#platform/events.ts'
import { chargeCard } from './checkout.ts'
import { refundableOf, settle } from './pay.ts'
import {
  creditedTwice,
  type Line,
  notReady,
  overRefunded,
  partedOf,
  referenceNeeded,
  type Treatment,
  taxNoteOf,
  toMajor,
  toMinor,
  type VatRate,
  vatOf,
  vatRateAt,
} from './policy.ts'

type Draft = {
  occasion: 'period' | 'change' | 'correction' | 'refund'
  subscriptionId: string
  correctsId?: string
  period: { starts: string; ends: string }
  lines: readonly Line[]
  now: Temporal.Instant
  /** As on the document that it corrects; else as the issuer's rates and the customer say. */
  tax?: { vatRate: number; taxTreatment: Treatment; taxNote: string | null }
  /** Net and tax in all, where the sum of both is what is known. */
  parted?: { net: number; vat: number }
}

/** Who bills. Throws 409 while nobody has said so. */
export async function issuerOf(db: Db) {
  const issuer = await db.selectFrom('billing.issuers').selectAll().executeTakeFirst()
  if (!issuer) throw notReady()
  return issuer
}

/** Rate, treatment and note of what is billed now. */
export const taxOf = ({ vatRates }: { vatRates: unknown }, account: BillingAccount, now: Temporal.Instant) => ({
  vatRate: vatRateAt(vatRates as VatRate[], account, now),
  taxTreatment: account.taxTreatment,
  taxNote: taxNoteOf(account),
})

/**
 * Takes the next number of its kind. The counter's row is held until the commit, so numbers have no gaps: what is rolled back has
 * taken none.
 */
async function nextNumber(db: Db, kind: 'invoice' | 'credit_note') {
  const counter = kind === 'invoice' ? 'lastInvoice' : 'lastCreditNote'
  const issuer = await db
    .updateTable('billing.issuers')
    .set((eb) => ({ [counter]: eb(counter, '+', 1) }))
    .where('id', '=', 1)
    .returningAll()
    .executeTakeFirst()
  if (!issuer) throw notReady()
  const prefix = kind === 'invoice' ? issuer.invoicePrefix : issuer.creditPrefix
  return { issuer, number: `${prefix}${String(issuer[counter]).padStart(6, '0')}` }
}

/**
 * Issues an invoice, or a credit note where the sum is negative; nothing where it is 0. Credit that the tenant has comes off at
 * once; the document is mailed after the commit, and a card on file is charged. Whoever calls holds the tenant's billing.
 */
export async function issueDocument(db: Db, account: BillingAccount, draft: Draft): Promise<string | null> {
  const { occasion, subscriptionId, correctsId = null, period, lines, now } = draft
  const minor = lines.reduce((sum, line) => sum + line.minor, 0)
  if (minor === 0) return null
  const kind = minor > 0 ? 'invoice' : 'credit_note'
  const { issuer, number } = await nextNumber(db, kind)
  const { name, address, email, vatNumber, bankDetails, paymentDays } = issuer
  const { vatRate, taxTreatment, taxNote } = draft.tax ?? taxOf(issuer, account, now)
  const vat = draft.parted?.vat ?? vatOf(minor, vatRate)
  const dueAt = now.add({ hours: 24 * paymentDays }).toString()
  const { id } = await insert(db, 'billing.invoices', {
    ...{ kind, occasion, number, subscriptionId, correctsId, periodStartsAt: period.starts, periodEndsAt: period.ends },
    seller: { name, address, email, vatNumber, bankDetails },
    buyer: {
      name: account.billingName,
      address: account.billingAddress,
      email: account.billingEmail,
      taxId: account.taxId,
      country: account.country,
    },
    lines: lines.map((line) => ({ description: line.description, net: toMajor(line.minor) })),
    ...{ currency: account.currency, net: toMajor(minor), vatRate, vat: toMajor(vat), total: toMajor(minor + vat) },
    ...{ taxTreatment, taxNote, issuedAt: now.toString(), dueAt },
  })
  // What is paid back is no credit for the next ones.
  if (occasion === 'refund') {
    later(db, 'billing.send_letter', { invoiceId: id, reminder: 0 })
    return id
  }
  const nextStepAt = kind === 'invoice' ? dueAt : null
  await insert(db, 'billing.open_items', { invoiceId: id, openAmount: toMajor(minor + vat), dueAt, nextStepAt })
  await settle(db, now)
  later(db, 'billing.send_letter', { invoiceId: id, reminder: 0 })
  await chargeCard(db, account, id)
  return id
}

/** The account and an invoice of it, held: whoever else corrects it waits. Throws 404. */
async function corrected(db: Db, invoiceId: string) {
  const account = await holdBilling(db)
  const invoices = db.selectFrom('billing.invoices').selectAll()
  const invoice = await invoices.where('id', '=', invoiceId).where('kind', '=', 'invoice').executeTakeFirst()
  if (!account || !invoice) throw notFound()
  const { subscriptionId, periodStartsAt: starts, periodEndsAt: ends, vatRate, taxTreatment, taxNote } = invoice
  const common = {
    subscriptionId,
    correctsId: invoiceId,
    period: { starts, ends },
    tax: { vatRate, taxTreatment, taxNote },
    now: boundOf(db).now,
  }
  return { account: { ...account, currency: invoice.currency as BillingAccount['currency'] }, invoice, common }
}

/** Takes an invoice back whole, by a credit note at its own rate of tax. Throws 404, and 409 the second time or where money went back. */
export async function takeBack(db: Db, invoiceId: string, reason: string): Promise<void> {
  const { account, invoice, common } = await corrected(db, invoiceId)
  const taken = await db.selectFrom('billing.invoices').select('id').where('correctsId', '=', invoiceId).executeTakeFirst()
  if (taken) throw creditedTwice()
  const lines = [{ description: `Invoice ${invoice.number} taken back: ${reason}`, minor: -toMinor(invoice.net) }]
  await issueDocument(db, account, { ...common, occasion: 'correction', lines })
}

export type Refund = { amount: number; reason: string; reference?: string | undefined }
/**
 * Gives money back that was paid for an invoice, along the ways it came, the last one first: by a credit note that is settled by it.
 * What came by card goes back by a job; a transfer has been sent, under `reference`. Throws 404; 409 where it is more than was paid,
 * less what went back or was credited.
 */
export async function refund(db: Db, invoiceId: string, { amount, reason, reference }: Refund): Promise<void> {
  const { account, invoice, common } = await corrected(db, invoiceId)
  const payments = await refundableOf(db, [invoiceId])
  let left = toMinor(amount)
  const most = payments.reduce((sum, { minor }) => sum + minor, 0)
  if (left > most) throw overRefunded(most)
  const { net, vat } = partedOf(-left, invoice.vatRate)
  const lines = [{ description: `Refund of invoice ${invoice.number}: ${reason}`, minor: net }]
  const creditNoteId = (await issueDocument(db, account, { ...common, occasion: 'refund', lines, parted: { net, vat } })) as string
  for (const { id: paymentId, minor, method } of payments) {
    const back = Math.min(minor, left)
    if (back <= 0) continue
    left -= back
    if (method === 'transfer' && !reference) throw referenceNeeded()
    const how = method === 'card' ? { status: 'pending' as const } : { status: 'paid' as const, reference: reference as string }
    const { id: refundId } = await insert(db, 'billing.refunds', { paymentId, creditNoteId, amount: toMajor(back), ...how })
    if (method === 'card') later(db, 'billing.pay_back', { refundId })
  }
  await emit(db, 'billing.changed', {})
}
