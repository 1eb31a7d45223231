import { Stripe } from 'stripe'
import { z } from 'zod'
import type { Config } from '#platform/config.ts'
import { AppError } from '#platform/errors.ts'
import type { Provider, StripeKeys, Told } from './provider.ts'

const notSigned = () => new AppError(400, 'billing.not_signed', 'This message is not signed as it should be.')
const patience = { timeout: 20_000, maxNetworkRetries: 1 }
/** Seconds that a signed message may have travelled. */
const tolerance = 5 * 60

/** Of an event we look at what we wrote into it ourselves, and at its sum. */
const Intent = z.object({
  id: z.string(),
  amount_received: z.number().default(0),
  currency: z.string().default(''),
  customer: z.string().nullish(),
  payment_method: z.string().nullish(),
  failure_reason: z.string().nullish(),
  last_payment_error: z.object({ message: z.string().optional() }).nullish(),
  metadata: z.object({ tenantId: z.uuid(), invoiceId: z.uuid(), chargeId: z.uuid() }),
})

/** Stripe: a page of theirs for a first payment, the card that was used there for the next ones. Amounts in minor units. */
export function stripe(config: Config, { secretKey, webhookSecret }: StripeKeys): Provider {
  const { protocol, hostname, port } = new URL(config.STRIPE_URL)
  const api = new Stripe(secretKey, {
    ...patience,
    ...{ host: hostname, port: port || 443, protocol: protocol === 'http:' ? 'http' : 'https', telemetry: false },
  })
  return {
    name: 'stripe',
    charge: async ({ metadata, number, minor, currency, email, card, returnTo }) => {
      // The same charge asked again, after a lost answer, is the same charge there.
      const once = { idempotencyKey: metadata.chargeId }
      const sum = { currency: currency.toLowerCase(), metadata }
      if (!card) {
        const product_data = { name: number }
        const session = await api.checkout.sessions.create(
          {
            ...{
              mode: 'payment',
              customer_creation: 'always',
              customer_email: email,
              success_url: returnTo,
              cancel_url: returnTo,
              metadata,
            },
            line_items: [{ quantity: 1, price_data: { currency: sum.currency, unit_amount: minor, product_data } }],
            payment_intent_data: { setup_future_usage: 'off_session', description: number, metadata },
          },
          once,
        )
        return session.url ? { went: 'ask', url: session.url } : { went: 'failed', problem: 'The payment page did not open.' }
      }
      const { customer, method: payment_method } = card
      const paid = { ...sum, amount: minor, customer, payment_method, description: number, off_session: true, confirm: true }
      const intent = await api.paymentIntents.create(paid, once).catch((error: Error) => {
        if (error instanceof Stripe.errors.StripeCardError) return { id: '', status: 'failed', problem: error.message } as const
        throw error
      })
      if (intent.status === 'succeeded') return { went: 'paid', reference: intent.id, minor }
      if (intent.status === 'processing') return { went: 'wait' }
      return { went: 'failed', problem: 'problem' in intent ? intent.problem : 'The bank asks the holder of the card to confirm.' }
    },
    refund: async ({ metadata, payment, minor }) => {
      const once = { idempotencyKey: metadata.chargeId }
      const given = await api.refunds.create({ payment_intent: payment, amount: minor, metadata }, once).catch((error: Error) => {
        if (error instanceof Stripe.errors.StripeInvalidRequestError)
          return { id: '', status: 'failed', failure_reason: error.message } as const
        throw error
      })
      if (given.status !== 'failed' && given.status !== 'canceled') return { went: 'paid', reference: given.id, minor }
      return { went: 'failed', problem: given.failure_reason ?? 'The bank did not take it.' }
    },
    cardOf: async (method) => {
      const { card } = await api.paymentMethods.retrieve(method)
      return card ? `${card.brand[0]?.toUpperCase()}${card.brand.slice(1)} •••• ${card.last4}` : 'Card'
    },
    test: async () => {
      await api.paymentIntents.list({ limit: 1 }).catch((error: Error) => {
        throw new Error(complaint(error))
      })
    },
    read: ({ bytes, headers }, now) => {
      const signature = headers['stripe-signature']
      if (!webhookSecret || typeof signature !== 'string') throw notSigned()
      return toldBy(verified(api, { bytes, signature, secret: webhookSecret, now }))
    },
  }
}

function complaint(error: Error): string {
  if (error instanceof Stripe.errors.StripeAuthenticationError) return 'Stripe does not know this secret key.'
  if (error instanceof Stripe.errors.StripePermissionError)
    return 'With this key Stripe lets us see no payments: it needs to write checkout sessions, payment intents and refunds.'
  if (error instanceof Stripe.errors.StripeConnectionError) return 'Stripe does not answer.'
  return error.message
}

type Signed = { bytes: Buffer; signature: string; secret: string; now: Temporal.Instant }
function verified(api: Stripe, { bytes, signature, secret, now }: Signed): Stripe.Event {
  try {
    return api.webhooks.constructEvent(bytes, signature, secret, tolerance, undefined, now.epochMilliseconds)
  } catch {
    throw notSigned()
  }
}

const kinds: Record<string, Told['what']> = {
  'payment_intent.succeeded': 'paid',
  'payment_intent.payment_failed': 'failed',
  'checkout.session.expired': 'expired',
  'refund.failed': 'not_refunded',
}
function toldBy({ id, type, data }: Stripe.Event): Told | null {
  const what = kinds[type]
  const read = Intent.safeParse(data.object)
  // Of another kind, or about something that we did not ask for: heard, and of no interest.
  if (!what || !read.success) return null
  const {
    id: reference,
    amount_received: minor,
    currency,
    customer,
    payment_method,
    last_payment_error,
    failure_reason,
    metadata,
  } = read.data
  const card = customer && payment_method ? { customer, method: payment_method } : null
  const problem = last_payment_error?.message ?? failure_reason ?? 'The card was refused.'
  return { id, type, what, ...metadata, reference, minor, currency: currency.toUpperCase(), card, problem }
}
