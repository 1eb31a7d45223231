import { noteService, serviceOf } from '#modules/operator/index.ts'
import * as tenancy from '#modules/tenancy/index.ts'
import { boundOf, changeAll, type Db, insert } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit, later } from '#platform/events.ts'
import type { JobContext, Message, PublicContext, Tools } from '#platform/module.ts'
import { notPaidBack, receivePayment } from './pay.ts'

/** A card on file at the provider: ids of theirs, never its number. */
export type Card = { customer: string; method: string }
export type Ids = { tenantId: string; invoiceId: string; chargeId: string }
export type Charge = { metadata: Ids; number: string; minor: number; currency: string; email: string; card: Card | null; returnTo: string }
/** `payment`: the provider's id of it; `metadata.chargeId` is the refund's own id. */
export type Back = { metadata: Ids; payment: string; minor: number }
type Outcome =
  | { went: 'ask'; url: string }
  | { went: 'paid'; reference: string; minor: number }
  | { went: 'failed'; problem: string }
  | { went: 'wait' }
export type Told = Ids & {
  id: string
  type: string
  what: 'paid' | 'failed' | 'expired' | 'not_refunded'
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
  /** Gives part of a payment back; the same `once` gives it back once. */
  refund: (of: Back) => Promise<Extract<Outcome, { went: 'paid' | 'failed' }>>
  /** How people know a card: "Visa •••• 4242". */
  cardOf: (method: string) => Promise<string>
  /** Asks for something, to see whether it answers us. Throws what is wrong, in words. */
  test: () => Promise<void>
  /** What a message says, once its signature holds; null where it is of no interest. Throws 400 for a forged or old one. */
  read: (message: Message, now: Temporal.Instant) => Told | null
}
/** Built in: the tenant transfers what the invoice says, and the operator records it. */
const byInvoice: Provider = {
  name: 'invoice',
  charge: async () => ({ went: 'wait' }),
  refund: async () => ({ went: 'failed', problem: 'Cards are no longer taken here.' }),
  cardOf: async () => '',
  test: async () => {},
  read: () => {
    throw notFound()
  },
}

export type StripeKeys = { secretKey: string; webhookSecret?: string | undefined }
/** The keys of the account at Stripe: those that the operator entered at the console, else those of the environment. */
export async function keysOf(tools: Tools): Promise<StripeKeys | undefined> {
  const entered = await serviceOf(tools, 'payment')
  if (entered?.credentials) return entered.secrets as StripeKeys | undefined
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = tools.config
  return secretKey ? { secretKey, webhookSecret } : undefined
}
export const takesCards = async (tools: Tools): Promise<boolean> => (await keysOf(tools)) !== undefined

/** Whoever takes money here; the operator sees at the console how the last thing asked of them went. */
export async function providerOf(tools: Tools): Promise<Provider> {
  const keys = await keysOf(tools)
  if (!keys) return byInvoice
  const stripe = (await import('./stripe.ts')).stripe(tools.config, keys)
  const noted = <Args extends unknown[], T>(ask: (...args: Args) => Promise<T>) => {
    const note = (problem: string | null) => noteService(tools.system, 'payment', { problem, now: tools.clock() })
    return async (...args: Args): Promise<T> => {
      const answer = await ask(...args).catch(async (error: Error) => {
        await note(error.message)
        throw error
      })
      await note(null)
      return answer
    }
  }
  return { ...stripe, charge: noted(stripe.charge), refund: noted(stripe.refund), cardOf: noted(stripe.cardOf) }
}

/** A try to take money counts as under way for a day: so long is the provider's page good, and so long are lost answers asked for again. */
export const isUnderWay = ({ status, createdAt }: { status: string; createdAt: string }, now: Temporal.Instant): boolean =>
  ['pending', 'ready'].includes(status) && Temporal.Instant.compare(Temporal.Instant.from(createdAt).add({ hours: 24 }), now) > 0

export type PaymentMethod = Partial<Card> & { label?: string }

type End = { status: 'ready' | 'paid' | 'failed'; url?: string | null; problem?: string }
/** How a try ended, or that somebody may pay now. One that has ended stays so. */
export async function settleCharge(db: Db, id: string, end: End): Promise<void> {
  const from = end.status === 'ready' ? (['pending'] as const) : (['pending', 'ready'] as const)
  await changeAll(db, 'billing.charges', { id, status: from }, end.status === 'ready' ? end : { ...end, url: null })
  await emit(db, 'billing.changed', {})
}
/** The card on file was refused; on the provider's own page somebody may simply try another. */
export async function refused(db: Db, { chargeId: id, invoiceId }: Ids, problem: string): Promise<void> {
  const end = { status: 'failed', problem: problem.slice(0, 300) } as const
  const [charge] = await changeAll(db, 'billing.charges', { id, kind: 'automatic', status: 'pending' }, end)
  if (charge) await emit(db, 'billing.charge_failed', { invoiceId })
}
/** A payment is on record once, whether the provider's answer or its message was first. */
export async function paid(db: Db, of: Ids & { reference: string; minor: number }, provider: 'invoice' | 'stripe'): Promise<void> {
  const { chargeId, invoiceId, reference, minor } = of
  await settleCharge(db, chargeId, { status: 'paid' })
  const known = await db
    .selectFrom('billing.payments')
    .select('id')
    .where('provider', '=', provider)
    .where('reference', '=', reference)
    .executeTakeFirst()
  if (!known) await receivePayment(db, { invoiceId, minor, method: 'card', provider, reference }, { now: boundOf(db).now })
}

/** What the provider tells: each event once, for the tenant that we named when we asked. */
export async function hear({ message, tools, now }: Pick<PublicContext, 'message' | 'tools' | 'now'>): Promise<void> {
  const provider = await providerOf(tools)
  const told = provider.read(message, now)
  if (!told || (await tenancy.watch(tools.system, { ids: [told.tenantId] })).length === 0) return
  await tools.inTenant({ tenantId: told.tenantId, userId: null, now }, async (db) => {
    const account = await tenancy.holdBilling(db)
    const invoice = await db.selectFrom('billing.invoices').select('currency').where('id', '=', told.invoiceId).executeTakeFirst()
    const event = { provider: provider.name, eventId: told.id }
    const known = await db
      .selectFrom('billing.provider_events')
      .select('id')
      .where('provider', '=', event.provider)
      .where('eventId', '=', event.eventId)
      .executeTakeFirst()
    if (!account || !invoice || known) return
    await insert(db, 'billing.provider_events', { ...event, eventType: told.type, receivedAt: now.toString() })
    if (told.what === 'expired') await settleCharge(db, told.chargeId, { status: 'failed' })
    if (told.what === 'not_refunded') await notPaidBack(db, told.chargeId, told.problem)
    if (told.what === 'failed') await refused(db, told, told.problem)
    if (told.what !== 'paid' || told.currency !== invoice.currency) return
    await paid(db, told, provider.name)
    const isKept = told.card?.method === (account.paymentMethod as PaymentMethod).method
    if (told.card && !isKept) later(db, 'billing.keep_card', told.card)
  })
}

/** Keeps the card with which somebody paid, for the next invoices. */
export async function keepCard({ payload, tenantId, now, tools }: JobContext): Promise<void> {
  const card = payload as Card
  const label = await (await providerOf(tools)).cardOf(card.method)
  await tools.inTenant({ tenantId, userId: null, now }, (db) => putCard(db, { ...card, label }))
}
/** The card on file, or none: by bank transfer. */
export async function putCard(db: Db, paymentMethod: PaymentMethod): Promise<void> {
  const account = await tenancy.holdBilling(db)
  if (account) await tenancy.changeBilling(db, account.id, { paymentMethod })
  await emit(db, 'billing.changed', {})
}
