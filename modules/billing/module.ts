import { z } from 'zod'
import * as tenancy from '#modules/tenancy/index.ts'
import type { Db } from '#platform/db.ts'
import { conflict, notFound } from '#platform/errors.ts'
import { withExport } from '#platform/exports.ts'
import { defineModule, handle, handleOpen, type PublicContext } from '#platform/module.ts'
import { askToPay, collect } from './checkout.ts'
import * as api from './contract.ts'
import { takeBack } from './issue.ts'
import { notices, sendLetter } from './letters.ts'
import { recordTransfer } from './pay.ts'
import { documentOf, printInvoice } from './pdf.ts'
import * as rules from './policy.ts'
import { hear, keepCard, putCard } from './provider.ts'
import { invoicesOf, overviewOf, planShown } from './reading.ts'
import { beginAgain, keepBilling } from './renew.ts'
import { changeDetails, quote, renewOrNot, subscribe } from './subscribe.ts'

const pdf = async (db: Db, id: string) => {
  const document = await documentOf(db, id)
  return { file: await printInvoice(document), mimeType: 'application/pdf', fileName: `${document.number}.pdf` }
}
type Inside = Pick<PublicContext, 'tools' | 'client' | 'now'> & { params: { id: string } }
/** Runs work inside a tenant, as nobody of it. Throws 404 where there is none. */
async function inTenant<T>({ tools, params, client, now }: Inside, work: (db: Db) => Promise<T>): Promise<T> {
  if ((await tenancy.watch(tools.system, { ids: [params.id] })).length === 0) throw notFound()
  return tools.inTenant({ tenantId: params.id, userId: null, ip: client.ip, now }, work)
}

const ofTenant = [
  handle(api.readBilling, ({ db }) => overviewOf(db)),
  handle(api.offeredPlans, async ({ db }) => {
    const [plans, account] = await Promise.all([tenancy.plansOf(db, { offered: true }), tenancy.billingOf(db)])
    const items = plans.filter(({ currency }) => !account || currency === account.currency).map(planShown)
    return { items, next: null }
  }),
  handle(api.quotePlan, async ({ db, params, now }) => quote(db, { plan: await tenancy.planOf(db, params.id), now })),
  handle(api.choosePlan, async ({ db, body, now }) => {
    await subscribe(db, { plan: await tenancy.planOf(db, body.planId), now }, body.total)
    return overviewOf(db)
  }),
  handle(api.cancelPlan, async ({ db }) => {
    await renewOrNot(db, false)
    return overviewOf(db)
  }),
  handle(api.resumePlan, async ({ db }) => {
    await renewOrNot(db, true)
    return overviewOf(db)
  }),
  handle(api.saveDetails, async ({ db, body }) => {
    await changeDetails(db, body)
    return overviewOf(db)
  }),
  ...withExport<api.Invoice>(
    handle(api.listInvoices, ({ db, query }) => invoicesOf(db, query)),
    api.exportInvoices,
    {
      name: 'invoices',
      entity: 'billing.invoices',
      columns: {
        Number: (one) => one.number,
        Kind: (one) => one.kind,
        Issued: (one) => one.issuedAt,
        Due: (one) => one.dueAt,
        Currency: (one) => one.currency,
        Total: (one) => one.total,
        Open: (one) => one.open,
        Status: (one) => one.status,
      },
    },
  ),
  handle(api.invoicePdf, ({ db, params }) => pdf(db, params.id)),
  handle(api.payInvoice, ({ db, params }) => askToPay(db, params.id)),
  handle(api.forgetCard, ({ db }) => putCard(db, {})),
  handleOpen(api.stripeEvent, hear),
]

const ofOperator = [
  handleOpen(api.listPlans, async ({ tools }) => ({ items: (await tenancy.plansOf(tools.system)).map(planShown), next: null })),
  handleOpen(api.addPlan, async ({ tools, body }) => planShown(await tenancy.addPlan(tools.system, body))),
  handleOpen(api.changePlan, async ({ tools, params, body, now }) =>
    planShown(await tenancy.changePlan(tools.system, params.id, { ...body, updatedAt: now.toString() } as never)),
  ),
  handleOpen(api.readIssuer, async ({ tools }) => ({
    issuer: (await tools.system.selectFrom('billing.issuers').selectAll().executeTakeFirst()) ?? null,
  })),
  handleOpen(api.saveIssuer, async ({ tools, body, now }) => {
    const update = { ...body, updatedAt: now.toString() }
    await tools.system
      .insertInto('billing.issuers')
      .values(update)
      .onConflict((known) => known.column('id').doUpdateSet(update))
      .execute()
  }),
  handleOpen(api.watchBilling, (context) =>
    inTenant(context, async (db) => ({ ...(await overviewOf(db)), invoices: (await invoicesOf(db, { limit: 100 })).items })),
  ),
  handleOpen(api.setDetails, (context) => inTenant(context, (db) => changeDetails(db, context.body))),
  handleOpen(api.setSubscription, (context) =>
    inTenant(context, async (db) => {
      const { planId, ...agreed } = context.body
      await subscribe(db, { ...agreed, plan: await tenancy.planOf(db, planId), now: context.now, byOperator: true })
    }),
  ),
  handleOpen(api.recordPayment, (context) => inTenant(context, (db) => recordTransfer(db, context.params.invoiceId, context.body))),
  handleOpen(api.creditInvoice, (context) => inTenant(context, (db) => takeBack(db, context.params.invoiceId, context.body.reason))),
  handleOpen(api.watchedPdf, (context) => inTenant(context, (db) => pdf(db, context.params.invoiceId))),
]

const ofInvoice = { invoiceId: z.uuid() }
export const billing = defineModule({
  name: 'billing',
  level: 8,
  permissions: api.permissions,
  routes: [...ofTenant, ...ofOperator],
  events: {
    'billing.changed': { payload: z.object({}), live: 'billing:read' },
    'billing.reminded': { payload: z.object({ ...ofInvoice, reminder: z.number() }) },
    'billing.charge_failed': { payload: z.object(ofInvoice) },
  },
  reactions: [{ on: 'tenancy.activated', name: 'begin_again', inside: ({ db }) => beginAgain(db) }, ...notices],
  jobs: {
    'billing.keep_billing': keepBilling,
    'billing.collect': collect,
    'billing.keep_card': keepCard,
    'billing.send_letter': sendLetter,
  },
  cron: { 'billing.keep_billing': '*/10 * * * *' },
  constraints: {
    invoices_number_unique: conflict,
    invoices_corrected_once: rules.creditedTwice,
    invoices_period_once: rules.periodBilled,
    payments_reference_unique: rules.recordedTwice,
    charges_one_open: rules.oneCharge,
    provider_events_once: conflict,
    issuers_prefixes_differ: rules.samePrefix,
  },
})
