import type { Config } from '#platform/config.ts'
import { notFound } from '#platform/errors.ts'
import type { Message } from '#platform/module.ts'

/** A card on file at the provider: ids of theirs, never its number. */
export type Card = { customer: string; method: string }
export type Ids = { tenantId: string; invoiceId: string; chargeId: string }
export type Charge = { metadata: Ids; number: string; minor: number; currency: string; email: string; card: Card | null; returnTo: string }
type Outcome =
  | { went: 'ask'; url: string }
  | { went: 'paid'; reference: string; minor: number }
  | { went: 'failed'; problem: string }
  | { went: 'wait' }
export type Told = Ids & {
  id: string
  type: string
  what: 'paid' | 'failed' | 'expired'
  reference: string
  minor: number
  currency: string
  card: Card | null
  problem: string
}
/** Whoever takes money for us. All but `read` go over the network: they are called by jobs, outside transactions. */
export type Provider = {
  name: 'invoice' | 'stripe'
  charge: (of: Charge) => Promise<Outcome>
  /** How people know a card: "Visa •••• 4242". */
  cardOf: (method: string) => Promise<string>
  /** What a message says, once its signature holds; null where it is of no interest. Throws 400 for a forged or old one. */
  read: (message: Message, now: Temporal.Instant) => Told | null
}
/** Built in: the tenant transfers what the invoice says, and the operator records it. */
const byInvoice: Provider = {
  name: 'invoice',
  charge: async () => ({ went: 'wait' }),
  cardOf: async () => '',
  read: () => {
    throw notFound()
  },
}
export const takesCards = ({ STRIPE_SECRET_KEY }: Config) => STRIPE_SECRET_KEY !== undefined
export const providerOf = async (config: Config): Promise<Provider> =>
  config.STRIPE_SECRET_KEY ? (await import('./stripe.ts')).stripe(config, config.STRIPE_SECRET_KEY) : byInvoice

export type PaymentMethod = Partial<Card> & { label?: string }
