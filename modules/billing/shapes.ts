import { z } from 'zod'
import { FeatureKey } from '#modules/tenancy/contract.ts'
import { Day, Id, Instant } from '#platform/contract.ts'

/** Currencies that plans are priced in; all have two decimals. */
export const currencies = ['GBP', 'EUR', 'USD', 'CHF', 'DKK', 'NOK', 'SEK', 'PLN', 'CAD', 'AUD', 'NZD'] as const
export const Currency = z.enum(currencies)
export const BillingCycle = z.enum(['monthly', 'quarterly', 'yearly'])
const Amount = z.number().min(0).max(9_999_999).multipleOf(0.01)
const line = (most: number) => z.string().trim().min(1).max(most)
const email = z.email().max(254).toLowerCase()

const Limit = z.number().int().min(1).max(10_000_000).nullable()
const UsageLimits = z.object({ max_users: Limit, max_storage_gb: Limit })
const Features = z.partialRecord(FeatureKey, z.boolean())

const planFields = {
  name: line(120),
  description: z.string().trim().max(500).nullable(),
  amount: Amount,
  billingCycle: BillingCycle,
  features: Features,
  usageLimits: UsageLimits,
  trialDays: z.number().int().min(0).max(365),
}
export const NewPlan = z.object({
  code: z
    .string()
    .trim()
    .toLowerCase()
    .min(1)
    .max(60)
    .regex(/^[a-z0-9-]+$/, 'A code has small letters, digits and hyphens.'),
  currency: Currency,
  ...planFields,
})
export const ChangedPlan = z.object({ ...planFields, isActive: z.boolean() }).partial()
export const Plan = z.object({
  id: Id,
  code: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  amount: z.number(),
  currency: z.string(),
  billingCycle: z.string(),
  features: z.record(z.string(), z.boolean()),
  usageLimits: UsageLimits.partial(),
  trialDays: z.number(),
  isActive: z.boolean(),
})
export type Plan = z.infer<typeof Plan>

const Country = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{2}$/, 'A country is written with two letters, such as GB.')
const Prefix = z.string().regex(/^[A-Z0-9-]{0,12}$/, 'Capital letters, digits and hyphens, at most 12.')
/** Who writes the invoices: whoever runs the installation. */
export const Issuer = z.object({
  name: line(200),
  address: line(500),
  email,
  vatNumber: line(40).nullable(),
  country: Country.nullable(),
  /** Per cent, each from its day on. */
  vatRates: z
    .array(z.object({ from: Day, rate: z.number().min(0).max(100).multipleOf(0.01) }))
    .min(1)
    .max(50)
    .refine((rates) => new Set(rates.map(({ from }) => from)).size === rates.length, 'Each day can have one rate only.'),
  bankDetails: line(500).nullable(),
  invoicePrefix: Prefix,
  creditPrefix: Prefix,
  paymentDays: z.number().int().min(0).max(90),
  graceDays: z.number().int().min(2).max(90),
})

/** What the operator enters of the account at Stripe; what is left out stays as it is. */
export const StripeAccount = z.object({
  secretKey: z
    .string()
    .trim()
    .regex(/^(sk|rk)_(test|live)_\w{1,300}$/, 'A secret key of Stripe begins with sk_live_, rk_live_, sk_test_ or rk_test_.')
    .optional(),
  webhookSecret: z
    .string()
    .trim()
    .regex(/^whsec_[\w+/=-]{1,300}$/, 'The signing secret of a webhook begins with whsec_.')
    .optional(),
})
export const PaymentService = z.object({
  /** Where its keys are from; null: there are none, and cards are not taken. */
  from: z.enum(['console', 'environment']).nullable(),
  /** Stripe's test mode: no money moves. */
  isTest: z.boolean(),
  hasWebhookSecret: z.boolean(),
  status: z.enum(['active', 'inactive', 'failing']),
  /** When it last did what it is there for. */
  lastSyncedAt: Instant.nullable(),
  problem: z.string().nullable(),
})
export type PaymentService = z.infer<typeof PaymentService>

/** To whom invoices are addressed. */
export const Details = z.object({
  billingName: line(200),
  billingEmail: email,
  billingAddress: line(500),
  /** A VAT registration number begins with the country: GB123456789. */
  taxId: z
    .string()
    .trim()
    .toUpperCase()
    .transform((id) => id.replaceAll(/[\s.-]/g, ''))
    .pipe(z.string().regex(/^[A-Z]{2}[A-Z0-9]{2,13}$/, 'A VAT number begins with two letters for the country, such as GB123456789.'))
    .nullable(),
  country: Country.nullable().default(null),
  currency: Currency,
})
export const Tax = z
  .object({
    taxTreatment: z.enum(['standard', 'reverse_charge', 'exempt']),
    /** Printed where there is no tax. */
    taxNote: line(300).nullable(),
  })
  .refine(({ taxTreatment, taxNote }) => taxTreatment !== 'exempt' || taxNote !== null, {
    path: ['taxNote'],
    message: 'Say why there is no tax, as it is printed on invoices.',
  })

export const Invoice = z.object({
  id: Id,
  kind: z.enum(['invoice', 'credit_note']),
  number: z.string(),
  issuedAt: Instant,
  dueAt: Instant,
  currency: z.string(),
  total: z.number(),
  /** Owed where positive, credit that is left where negative. */
  open: z.number(),
  status: z.enum(['open', 'overdue', 'paid', 'credit', 'settled']),
  /** The provider's page, while somebody may pay there. */
  paymentUrl: z.string().nullable(),
  problem: z.string().nullable(),
  /** Of what was paid, what could still go back. */
  refundable: z.number(),
  may: z.object({ pay: z.boolean() }),
})
export type Invoice = z.infer<typeof Invoice>

export const Subscription = z.object({
  planId: Id,
  planName: z.string(),
  description: z.string().nullable(),
  status: z.string(),
  amount: z.number(),
  currency: z.string(),
  billingCycle: z.string(),
  startsAt: Instant,
  endsAt: Instant.nullable(),
  canceledAt: Instant.nullable(),
})
const Use = z.object({ used: z.number(), most: z.number().nullable() })
export const Overview = z.object({
  subscription: Subscription.nullable(),
  features: z.array(FeatureKey),
  people: Use,
  /** In bytes. */
  storage: Use,
  details: z
    .object({
      billingName: z.string(),
      billingEmail: z.string(),
      billingAddress: z.string().nullable(),
      taxId: z.string().nullable(),
      country: z.string().nullable(),
      taxTreatment: Tax.shape.taxTreatment,
      taxNote: z.string().nullable(),
      currency: z.string(),
    })
    .nullable(),
  lastBilledAt: Instant.nullable(),
  nextBillingAt: Instant.nullable(),
  /** What the next period costs, without tax. */
  nextAmount: z.number().nullable(),
  autoRenew: z.boolean(),
  /** Owed now, and credit that comes off the next invoice. */
  owed: z.number(),
  credit: z.number(),
  /** `label` names the card on file; null: by bank transfer. */
  payment: z.object({ label: z.string().nullable(), takesCards: z.boolean() }),
  may: z.object({ choose: z.boolean(), cancel: z.boolean(), resume: z.boolean() }),
})
export type Overview = z.infer<typeof Overview>

export const Quote = z.object({
  planName: z.string(),
  currency: z.string(),
  lines: z.array(z.object({ description: z.string(), net: z.number() })),
  net: z.number(),
  vatRate: z.number(),
  vat: z.number(),
  /** Negative is credit. */
  total: z.number(),
  /** The end of the period or trial that is then running. */
  nextBillingAt: Instant,
  isTrial: z.boolean(),
})
export type Quote = z.infer<typeof Quote>
/** What the operator agrees with one tenant beyond the plan. */
export const Agreement = z.object({
  planId: Id,
  amount: Amount.optional(),
  features: Features.optional(),
  usageLimits: UsageLimits.partial().optional(),
  /** Ends with the period or trial, unless changed. */
  autoRenew: z.boolean().default(true),
})
