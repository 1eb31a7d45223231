import { z } from 'zod'
import { forgetService, insideTenant, noteService, noting, saveService, serviceOf } from '#modules/operator/index.ts'
import * as tenancy from '#modules/tenancy/index.ts'
import type { Db } from '#platform/db.ts'
import { conflict, invalid, notFound } from '#platform/errors.ts'
import { withExport } from '#platform/exports.ts'
import { defineModule, handle, handleOpen, type Tools } from '#platform/module.ts'
import { askToPay, collect, payBack } from './checkout.ts'
import * as api from './contract.ts'
import { refund, takeBack } from './issue.ts'
import { notices, sendLetter } from './letters.ts'
import { recordTransfer } from './pay.ts'
import { documentOf, printInvoice } from './pdf.ts'
import * as rules from './policy.ts'
import { hear, keepCard, keysOf, providerOf, putCard } from './provider.ts'
import { invoicesOf, overviewOf, planShown } from './reading.ts'
import { beginAgain, billNoMore, keepBilling } from './renew.ts'
import type { Issuer, PaymentService } from './shapes.ts'
import { changeDetails, changeTax, quote, renewOrNot, subscribe } from './subscribe.ts'

const pdf = async (db: Db, id: string) => {
  const document = await documentOf(db, id)
  return { file: await printInvoice(document), mimeType: 'application/pdf', fileName: `${document.number}.pdf` }
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

const issuer = ({ system }: Tools) => system.selectFrom('billing.issuers').selectAll().executeTakeFirst()
/** What there was of what is changed. */
const among = (old: object, names: object) => Object.fromEntries(Object.entries(old).filter(([name]) => name in names))
const issuerShown = async (tools: Tools) => {
  const row = await issuer(tools)
  return row ? { ...row, vatRates: row.vatRates as z.output<typeof Issuer>['vatRates'] } : null
}
async function paymentShown(tools: Tools): Promise<z.output<typeof PaymentService>> {
  const [keys, service] = await Promise.all([keysOf(tools), serviceOf(tools, 'payment')])
  const from = service?.credentials ? ('console' as const) : keys ? ('environment' as const) : null
  const { lastSyncedAt = null, problem = null } = from && service ? service : {}
  const told = { from, isTest: /^.._test_/.test(keys?.secretKey ?? ''), hasWebhookSecret: keys?.webhookSecret !== undefined, lastSyncedAt }
  if (from && !keys) return { ...told, status: 'failing', problem: 'Its keys cannot be opened any more. Please enter them again.' }
  return { ...told, problem, status: from ? (service?.status ?? 'active') : 'inactive' }
}
const ofPayment = [
  handleOpen(api.readPaymentService, ({ tools }) => paymentShown(tools)),
  handleOpen(api.savePaymentService, async (context) => {
    const { tools, body } = context
    const known = (await serviceOf(tools, 'payment'))?.secrets
    for (const name of ['secretKey', 'webhookSecret'] as const)
      if (!body[name] && !known?.[name]) throw invalid(name, 'Please enter it: nothing is kept yet.')
    await saveService(context, 'payment', body as Record<string, string>)
    return paymentShown(tools)
  }),
  handleOpen(api.forgetPaymentService, (context) => forgetService(context, 'payment')),
  handleOpen(api.testPaymentService, async (context) => {
    const { tools, now } = context
    if (!(await keysOf(tools))) throw notFound()
    const provider = await providerOf(tools)
    const problem = await provider.test().then(
      () => null,
      (error: Error) => error.message,
    )
    const system = await noting(context, {
      action: 'update',
      entity: 'services',
      entityId: 'payment',
      new: { tested: problem ?? 'It works' },
    })
    await noteService(system, 'payment', { problem, now })
    return paymentShown(tools)
  }),
]

const ofOperator = [
  handleOpen(api.listPlans, async ({ tools }) => ({ items: (await tenancy.plansOf(tools.system)).map(planShown), next: null })),
  handleOpen(api.addPlan, async (context) =>
    planShown(
      await tenancy.addPlan(
        await noting(context, { action: 'create', entity: 'plans', entityId: context.body.code, new: context.body }),
        context.body,
      ),
    ),
  ),
  handleOpen(api.changePlan, async (context) => {
    const { tools, params, body, now } = context
    const old = planShown(await tenancy.planOf(tools.system, params.id))
    const system = await noting(context, {
      action: 'update',
      entity: 'plans',
      entityId: old.code,
      old: among(old, body),
      new: body,
    })
    return planShown(await tenancy.changePlan(system, params.id, { ...body, updatedAt: now.toString() } as never))
  }),
  handleOpen(api.readIssuer, async ({ tools }) => ({ issuer: await issuerShown(tools) })),
  handleOpen(api.saveIssuer, async (context) => {
    const { tools, body, now } = context
    const old = await issuer(tools)
    const update = { ...body, vatRates: JSON.stringify(body.vatRates), updatedAt: now.toString() } as never
    const system = await noting(context, {
      ...{ action: old ? 'update' : 'create', entity: 'issuers', old: old && among(old, body), new: body },
    })
    await system
      .insertInto('billing.issuers')
      .values(update)
      .onConflict((known) => known.column('id').doUpdateSet(update))
      .execute()
  }),
  handleOpen(api.watchBilling, (context) =>
    insideTenant(context, async (db) => ({ ...(await overviewOf(db)), invoices: (await invoicesOf(db, { limit: 100 })).items })),
  ),
  handleOpen(api.setDetails, (context) => insideTenant(context, (db) => changeDetails(db, context.body))),
  handleOpen(api.setSubscription, (context) =>
    insideTenant(context, async (db) => {
      const { planId, ...agreed } = context.body
      await subscribe(db, { ...agreed, plan: await tenancy.planOf(db, planId), now: context.now, byOperator: true })
    }),
  ),
  handleOpen(api.quoteForTenant, (context) =>
    insideTenant(context, async (db) => {
      const { planId, ...wish } = context.query
      return quote(db, { ...wish, plan: await tenancy.planOf(db, planId), now: context.now, byOperator: true })
    }),
  ),
  handleOpen(api.setTax, (context) => insideTenant(context, (db) => changeTax(db, context.body))),
  handleOpen(api.refundInvoice, (context) => insideTenant(context, (db) => refund(db, context.params.invoiceId, context.body))),
  handleOpen(api.recordPayment, (context) => insideTenant(context, (db) => recordTransfer(db, context.params.invoiceId, context.body))),
  handleOpen(api.creditInvoice, (context) => insideTenant(context, (db) => takeBack(db, context.params.invoiceId, context.body.reason))),
  handleOpen(api.watchedPdf, (context) => insideTenant(context, (db) => pdf(db, context.params.invoiceId))),
]

const ofInvoice = { invoiceId: z.uuid() }
export const billing = defineModule({
  name: 'billing',
  level: 8,
  permissions: api.permissions,
  routes: [...ofTenant, ...ofOperator, ...ofPayment],
  events: {
    'billing.changed': { payload: z.object({}), live: 'billing:read' },
    'billing.reminded': { payload: z.object({ ...ofInvoice, reminder: z.number() }) },
    'billing.charge_failed': { payload: z.object(ofInvoice) },
  },
  reactions: [
    { on: 'tenancy.activated', name: 'begin_again', inside: ({ db }) => beginAgain(db) },
    { on: 'tenancy.closed', name: 'bill_no_more', inside: ({ db }) => billNoMore(db) },
    ...notices,
  ],
  jobs: {
    'billing.keep_billing': keepBilling,
    'billing.collect': collect,
    'billing.pay_back': payBack,
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
