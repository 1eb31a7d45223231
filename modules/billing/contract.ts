import { z } from 'zod'
import { endpoint, exportOf, Id, Instant, listQuery, page } from '#platform/contract.ts'
import * as shapes from './shapes.ts'

export { BillingCycle, currencies, type Invoice, type Overview, type PaymentService, type Plan, type Quote } from './shapes.ts'

/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'billing:read': { says: 'See the plan, its use and the invoices', roles: ['tenant_administrator'] },
  'billing:write': { says: 'Choose or cancel the plan, say who is billed, and pay', roles: ['tenant_administrator'] },
} as const

const read = { permission: 'billing:read', whileSuspended: true } as const
const write = { permission: 'billing:write', whileSuspended: true } as const

export const readBilling = endpoint('GET /billing', {
  ...read,
  returns: shapes.Overview,
  summary: 'The plan in force, how much of it is used, and what comes next',
})
export const offeredPlans = endpoint('GET /billing/plans', {
  ...read,
  returns: z.object({ items: z.array(shapes.Plan), next: z.null() }),
  summary: 'Plans that can be chosen',
})
export const quotePlan = endpoint('GET /billing/plans/:id/quote', {
  ...read,
  returns: shapes.Quote,
  summary: 'What a plan would cost now: unused days are credited, the rest of the period or a new one is charged',
})
export const choosePlan = endpoint('PUT /billing/subscription', {
  ...write,
  body: z.object({ planId: Id, /** As quoted. */ total: z.number() }),
  returns: shapes.Overview,
  summary: 'Take a plan, or another one, at the price that was quoted',
})
export const cancelPlan = endpoint('PUT /billing/cancellation', {
  ...write,
  returns: shapes.Overview,
  summary: 'End the subscription with its period',
})
export const resumePlan = endpoint('DELETE /billing/cancellation', {
  ...write,
  returns: shapes.Overview,
  summary: 'Let the subscription go on after all',
})
export const saveDetails = endpoint('PUT /billing/details', {
  ...write,
  body: shapes.Details,
  returns: shapes.Overview,
  summary: 'To whom invoices are addressed; those that were issued stay as they are',
})
export const listInvoices = endpoint('GET /billing/invoices', {
  ...read,
  query: listQuery({ sort: ['-issuedAt'] }).omit({ q: true }),
  returns: page(shapes.Invoice),
  summary: 'Invoices and credit notes, newest first',
})
export const exportInvoices = exportOf(listInvoices)
export const invoicePdf = endpoint('GET /billing/invoices/:id/pdf', {
  ...read,
  carries: 'file',
  summary: 'An invoice or credit note as PDF',
})
export const payInvoice = endpoint('POST /billing/invoices/:id/charge', {
  ...write,
  status: 202,
  summary: 'Pay by card: the address of the provider’s page is on the invoice in a moment',
})
export const forgetCard = endpoint('DELETE /billing/card', {
  ...write,
  summary: 'Pay by bank transfer from now on; the card on file is forgotten',
})
export const stripeEvent = endpoint('POST /billing/stripe', {
  permission: 'public',
  carries: 'message',
  summary: 'What Stripe tells, signed over its bytes; each event counts once',
})

const operator = { permission: 'operator' } as const
export const listPlans = endpoint('GET /operator/plans', {
  ...operator,
  returns: z.object({ items: z.array(shapes.Plan), next: z.null() }),
  summary: 'All plans, also those no longer offered',
})
export const addPlan = endpoint('POST /operator/plans', {
  ...operator,
  body: shapes.NewPlan,
  returns: shapes.Plan,
  status: 201,
  summary: 'Offer a plan',
})
export const changePlan = endpoint('PATCH /operator/plans/:id', {
  ...operator,
  body: shapes.ChangedPlan,
  returns: shapes.Plan,
  summary: 'Change or retire a plan; prices agreed before stay, features and limits follow it',
})
export const readIssuer = endpoint('GET /operator/issuer', {
  ...operator,
  returns: z.object({ issuer: shapes.Issuer.nullable() }),
  summary: 'Who writes the invoices, with tax, terms and grace',
})
export const saveIssuer = endpoint('PUT /operator/issuer', {
  ...operator,
  body: shapes.Issuer,
  summary: 'Say who writes the invoices from now on',
})

export const readPaymentService = endpoint('GET /operator/payment', {
  ...operator,
  returns: shapes.PaymentService,
  summary: 'Whether cards are taken, and how that goes; keys are never shown',
})
export const savePaymentService = endpoint('PUT /operator/payment', {
  ...operator,
  body: shapes.StripeAccount,
  returns: shapes.PaymentService,
  summary: 'Take cards through an account at Stripe; a key that is left out stays',
})
export const forgetPaymentService = endpoint('DELETE /operator/payment', {
  ...operator,
  summary: 'Forget the keys that were entered; those of the environment, if any, count again',
})
export const testPaymentService = endpoint('POST /operator/payment/test', {
  ...operator,
  returns: shapes.PaymentService,
  summary: 'Ask Stripe for something now, to see whether it answers',
})

const ofTenant = z.object({ id: Id, invoiceId: Id })
export const watchBilling = endpoint('GET /operator/tenants/:id/billing', {
  ...operator,
  returns: shapes.Overview.extend({ invoices: z.array(shapes.Invoice) }),
  summary: 'What one tenant has, owes and was billed: the last hundred documents',
})
export const setDetails = endpoint('PUT /operator/tenants/:id/billing-details', {
  ...operator,
  body: shapes.Details,
  summary: 'To whom the invoices of a tenant are addressed',
})
export const setSubscription = endpoint('PUT /operator/tenants/:id/subscription', {
  ...operator,
  body: shapes.Agreement,
  summary: 'Give a tenant a plan, at its price or another, with more or less than it has',
})
export const quoteForTenant = endpoint('GET /operator/tenants/:id/subscription/quote', {
  ...operator,
  query: z.object({ planId: Id, amount: z.coerce.number().min(0).max(9_999_999).optional() }),
  returns: shapes.Quote,
  summary: 'What it would cost to give a tenant a plan now, before it is done',
})
export const setTax = endpoint('PUT /operator/tenants/:id/tax', {
  ...operator,
  body: shapes.Tax,
  summary: 'Whether a tenant pays tax, where whoever runs the installation has checked why not; another number or country ends it',
})
export const recordPayment = endpoint('POST /operator/tenants/:id/invoices/:invoiceId/payments', {
  ...operator,
  params: ofTenant,
  body: z.object({
    amount: z.number().positive().max(9_999_999).multipleOf(0.01),
    reference: z.string().trim().min(1).max(200),
    receivedAt: Instant.optional(),
  }),
  summary: 'A bank transfer has come: it settles the invoice, or part of it',
})
export const creditInvoice = endpoint('POST /operator/tenants/:id/invoices/:invoiceId/credit-note', {
  ...operator,
  params: ofTenant,
  body: z.object({ reason: z.string().trim().min(1).max(300) }),
  summary: 'Take an invoice back whole, by a credit note',
})
export const refundInvoice = endpoint('POST /operator/tenants/:id/invoices/:invoiceId/refund', {
  ...operator,
  params: ofTenant,
  body: z.object({
    amount: z.number().positive().max(9_999_999).multipleOf(0.01),
    reason: z.string().trim().min(1).max(300),
    /** Of the transfer by which it went back; what came by card goes back by itself. */
    reference: z.string().trim().min(1).max(200).optional(),
  }),
  summary: 'Give money back that was paid for an invoice, by a credit note of its own',
})
export const watchedPdf = endpoint('GET /operator/tenants/:id/invoices/:invoiceId/pdf', {
  ...operator,
  params: ofTenant,
  carries: 'file',
  summary: 'An invoice of a tenant as PDF',
})
