import { holdersOf } from '#modules/access/index.ts'
import { notify } from '#modules/notifications/index.ts'
import { originFor } from '#modules/tenancy/index.ts'
import type { Db } from '#platform/db.ts'
import type { Letter } from '#platform/mail.ts'
import type { JobContext, Reaction } from '#platform/module.ts'
import { documentOf, money, printInvoice } from './pdf.ts'

const dayOf = (instant: string) =>
  Temporal.Instant.from(instant).toZonedDateTimeISO('UTC').toPlainDate().toLocaleString('en-GB', { dateStyle: 'long' })

/** The document as a letter to whom invoices go; a reminder of what is settled meanwhile is not sent. */
async function letterFor(
  db: Db,
  { invoiceId, reminder }: { invoiceId: string; reminder: number },
): Promise<Omit<Letter, 'id'> | undefined> {
  const document = await documentOf(db, invoiceId)
  if (reminder > 0 && document.open <= 0) return undefined
  const { number, kind, occasion, total, open, currency, dueAt, buyer, seller } = document
  const what = kind === 'invoice' ? 'invoice' : 'credit note'
  const owed =
    open > 0
      ? `Please pay ${money(open, currency)} by ${dayOf(dueAt)}.`
      : kind === 'invoice'
        ? 'It is settled: there is nothing to pay.'
        : occasion === 'refund'
          ? 'The amount is paid back to you the way it came.'
          : 'It comes off what is open, and off the next invoices.'
  const lines =
    reminder > 0
      ? [
          `${money(open, currency)} of invoice ${number} was due on ${dayOf(dueAt)} and has not reached us yet.`,
          reminder > 1 ? 'If it stays open, access will be suspended until it is paid.' : 'Perhaps it has only been overlooked.',
        ]
      : [`here is ${what} ${number} over ${money(total, currency)}.`, owed]
  const bytes = Buffer.concat((await Array.fromAsync(await printInvoice(document))) as Buffer[])
  const text = [
    `Hello ${buyer.name ?? ''},`,
    ...lines,
    `You find all invoices, and ways to pay, at ${await originFor(db)}/billing`,
    `—\n${seller.name ?? ''}`,
  ]
  return {
    ...(seller.name ? { fromName: seller.name } : {}),
    to: buyer.email ?? '',
    subject: reminder > 0 ? `Reminder: invoice ${number}` : `${kind === 'invoice' ? 'Invoice' : 'Credit note'} ${number}`,
    text: `${text.join('\n\n')}\n`,
    attachment: { filename: `${number}.pdf`, contentType: 'application/pdf', content: bytes.toString('base64') },
  }
}

/** Mails an invoice, or a reminder of it. Sent again after a lost answer it carries the same id. */
export async function sendLetter({ payload, tenantId, now, tools }: JobContext): Promise<void> {
  const of = payload as { invoiceId: string; reminder: number }
  const letter = await tools.inTenant({ tenantId, userId: null, now }, (db) => letterFor(db, of))
  if (letter?.to) await tools.mail.send({ ...letter, id: `${of.invoiceId}-${of.reminder}` })
}

type About<Payload> = { db: Db; payload: Payload; now: Temporal.Instant }
async function tell({ db, now }: About<object>, note: { invoiceId: string; title: string; message: string }): Promise<void> {
  const { invoiceId: id, ...words } = note
  const userIds = await holdersOf(db, { permission: 'billing:write', now })
  await notify(db, { userIds, type: 'system_notification', link: '/billing', subject: { type: 'billing.invoices', id }, ...words })
}

export const notices: readonly Reaction[] = [
  {
    on: 'billing.reminded',
    name: 'remind_administrators',
    after: async (about: About<{ invoiceId: string; reminder: number }>) => {
      const { invoiceId, reminder } = about.payload
      const { number, open, currency } = await documentOf(about.db, invoiceId)
      if (open <= 0) return
      const title = reminder > 1 ? `Last reminder: invoice ${number}` : `Invoice ${number} is overdue`
      const more = reminder > 1 ? ' If it stays open, your organisation will be suspended until it is paid.' : ''
      await tell(about, { invoiceId, title, message: `${money(open, currency)} has not been paid yet.${more}` })
    },
  },
  {
    on: 'billing.charge_failed',
    name: 'tell_charge_failed',
    after: async (about: About<{ invoiceId: string }>) => {
      const { invoiceId } = about.payload
      const { number } = await documentOf(about.db, invoiceId)
      await tell(about, {
        invoiceId,
        title: `The card was refused for invoice ${number}`,
        message: 'Please pay it with another card, or by bank transfer.',
      })
    },
  },
]
