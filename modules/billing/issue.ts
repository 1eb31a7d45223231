import { type BillingAccount, holdBilling } from '#modules/tenancy/index.ts'
import { boundOf, type Db, insert } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { later } from '#platform/events.ts'
import { chargeCard } from './checkout.ts'
import { settle } from './pay.ts'
import { creditedTwice, type Line, notReady, toMajor, toMinor, vatOf } from './policy.ts'

type Draft = {
  occasion: 'period' | 'change' | 'correction'
  subscriptionId: string
  correctsId?: string
  period: { starts: string; ends: string }
  lines: readonly Line[]
  now: Temporal.Instant
  /** Per cent; the issuer's when left out. */
  vatRate?: number
}

/** Who bills. Throws 409 while nobody has said so. */
export async function issuerOf(db: Db) {
  const issuer = await db.selectFrom('billing.issuers').selectAll().executeTakeFirst()
  if (!issuer) throw notReady()
  return issuer
}

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
  const vatRate = draft.vatRate ?? issuer.vatRate
  const vat = vatOf(minor, vatRate)
  const dueAt = now.add({ hours: 24 * paymentDays }).toString()
  const { id } = await insert(db, 'billing.invoices', {
    ...{ kind, occasion, number, subscriptionId, correctsId, periodStartsAt: period.starts, periodEndsAt: period.ends },
    seller: { name, address, email, vatNumber, bankDetails },
    buyer: { name: account.billingName, address: account.billingAddress, email: account.billingEmail, taxId: account.taxId },
    lines: lines.map((line) => ({ description: line.description, net: toMajor(line.minor) })),
    ...{ currency: account.currency, net: toMajor(minor), vatRate, vat: toMajor(vat), total: toMajor(minor + vat) },
    ...{ issuedAt: now.toString(), dueAt },
  })
  const nextStepAt = kind === 'invoice' ? dueAt : null
  await insert(db, 'billing.open_items', { invoiceId: id, openAmount: toMajor(minor + vat), dueAt, nextStepAt })
  await settle(db, now)
  later(db, 'billing.send_letter', { invoiceId: id, reminder: 0 })
  await chargeCard(db, account, id)
  return id
}

/** Takes an invoice back whole, by a credit note at its own rate of tax. Throws 404, and 409 the second time. */
export async function takeBack(db: Db, invoiceId: string, reason: string): Promise<void> {
  const account = await holdBilling(db)
  const invoice = await db
    .selectFrom('billing.invoices')
    .selectAll()
    .where('id', '=', invoiceId)
    .where('kind', '=', 'invoice')
    .executeTakeFirst()
  if (!account || !invoice) throw notFound()
  const taken = await db.selectFrom('billing.invoices').select('id').where('correctsId', '=', invoiceId).executeTakeFirst()
  if (taken) throw creditedTwice()
  const { number, subscriptionId, periodStartsAt, periodEndsAt, net, vatRate } = invoice
  await issueDocument(
    db,
    { ...account, currency: invoice.currency as BillingAccount['currency'] },
    {
      ...{ occasion: 'correction', subscriptionId, correctsId: invoiceId, period: { starts: periodStartsAt, ends: periodEndsAt }, vatRate },
      lines: [{ description: `Invoice ${number} taken back: ${reason}`, minor: -toMinor(net) }],
      now: boundOf(db).now,
    },
  )
}
