import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Stripe } from 'stripe'
import { listNotifications } from '#modules/notifications/contract.ts'
import { details, operatorOf } from '../../tests/billed.ts'
import { type Asked, fakeStripe } from '../../tests/stripe.ts'
import { visitor } from '../../tests/visitor.ts'
import { type Person, world } from '../../tests/world.ts'
import * as api from './contract.ts'
import { keepBilling } from './renew.ts'

const { asked, answers, url } = await fakeStripe()
const secret = 'whsec_of-this-story'
const w = await world('2026-06-01T09:00:00Z', {
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_WEBHOOK_SECRET: secret,
  STRIPE_URL: url,
})
const operator = await operatorOf(w)
const basic = await operator.plan()
await w.owner.query("update tenancy.tenants set status = 'active', trial_ends_at = null where id = $1", [w.tenantId])
let boss: Person = w.administrator
await boss.call(api.saveDetails, { body: details })
await boss.call(api.choosePlan, { body: { planId: basic.id, total: 120 } })
const newest = async () => (await boss.call(api.listInvoices, {})).items[0] as api.Invoice
const tools = new Stripe('sk_test_1')

let events = 0
const intent = (more: object) => ({
  id: 'pi_1',
  object: 'payment_intent',
  amount_received: 12000,
  currency: 'gbp',
  customer: 'cus_1',
  payment_method: 'pm_1',
  ...more,
})
const event = (type: string, object: object) => ({ id: `evt_${++events}`, object: 'event', type, data: { object } })
/** Posts what Stripe would, signed as it signs. */
async function post(told: object, { at = w.clock.now(), signed = secret, tampered = false } = {}) {
  const payload = JSON.stringify(told, null, 2)
  const timestamp = Math.floor(at.epochMilliseconds / 1000)
  const header = tools.webhooks.generateTestHeaderString({ payload, secret: signed, timestamp })
  const headers = { 'stripe-signature': header, 'content-type': 'application/json; charset=utf-8' }
  const sent = tampered ? payload.replace('12000', '1') : payload
  return visitor(w).send('POST', '/billing/stripe', sent as never, { headers })
}
const paidSoFar = async () => {
  const { rows } = await w.owner.query('select coalesce(sum(amount), 0)::int as sum, count(*)::int as n from billing.payments')
  return [rows[0].sum, rows[0].n]
}
let metadata = {}

test('somebody pays an invoice on the provider’s page: asked for by a job, once however often they press', async () => {
  const { id, may } = await newest()
  assert.equal(may.pay, true)
  const params = { id }
  await boss.call(api.payInvoice, { params })
  await boss.call(api.payInvoice, { params })
  assert.deepEqual([asked.length, (await newest()).paymentUrl], [0, null])
  await w.runJobs()
  const [sent] = asked
  assert.equal(asked.length, 1)
  assert.match((await newest()).paymentUrl ?? '', /^https:\/\/checkout\.stripe\.com\/c\/pay\/cs_test_1$/)
  const form = sent?.form as URLSearchParams
  assert.deepEqual(
    [
      sent?.path,
      sent?.authorization,
      form.get('mode'),
      form.get('line_items[0][price_data][unit_amount]'),
      form.get('line_items[0][price_data][currency]'),
    ],
    ['POST /v1/checkout/sessions', 'Bearer sk_test_1', 'payment', '12000', 'gbp'],
  )
  metadata = Object.fromEntries(
    ['tenantId', 'invoiceId', 'chargeId'].map((name) => [name, form.get(`payment_intent_data[metadata][${name}]`)]),
  )
  assert.equal(sent?.key, (metadata as { chargeId: string }).chargeId)
})

test('what is not signed with our secret, was changed on the way, or is older than five minutes, is refused and changes nothing', async () => {
  const told = event('payment_intent.succeeded', intent({ metadata }))
  for (const wrong of [{ signed: 'whsec_other' }, { tampered: true }, { at: w.clock.now().subtract({ seconds: 301 }) }]) {
    const answer = await post(told, wrong)
    assert.deepEqual([answer.statusCode, answer.json().code], [400, 'billing.not_signed'])
  }
  const bare = await visitor(w).send('POST', '/billing/stripe', told)
  assert.equal(bare.statusCode, 400)
  assert.deepEqual(await paidSoFar(), [0, 0])
})

test('a payment counts once, however often and however parallel it is told; the card is kept for the next invoices', async () => {
  const told = event('payment_intent.succeeded', intent({ metadata }))
  const answers = await Promise.all([post(told), post(told), post(told, { at: w.clock.now().subtract({ seconds: 299 }) })])
  answers.push(await post(told), await post(event('payment_intent.succeeded', intent({ metadata }))))
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [204, 204, 204, 204, 204],
  )
  assert.deepEqual(await paidSoFar(), [120, 1])
  assert.equal((await newest()).status, 'paid')
  await w.runJobs()
  assert.equal(asked.at(-1)?.path, 'GET /v1/payment_methods/pm_1')
  const { payment, owed } = await boss.call(api.readBilling, {})
  assert.deepEqual([payment, owed], [{ label: 'Visa •••• 4242', takesCards: true }, 0])
  const { rows } = await w.owner.query("select string_agg(coalesce(new_values::text, ''), '') as text from platform.audit_logs")
  assert.doesNotMatch(rows[0].text, /pm_1|cus_1|checkout\.stripe\.com/)
  assert.equal((await boss.refused(api.payInvoice, { params: { id: (await newest()).id } })).code, 'billing.nothing_open')
})

test('events of other kinds, of other systems and of nobody here are acknowledged', async () => {
  const nobody = {
    tenantId: '018f0000-0000-7000-8000-00000000000b',
    invoiceId: '018f0000-0000-7000-8000-00000000000b',
    chargeId: '018f0000-0000-7000-8000-00000000000b',
  }
  for (const told of [
    event('customer.created', { id: 'cus_9' }),
    event('payment_intent.succeeded', intent({ metadata: {} })),
    event('payment_intent.succeeded', intent({ metadata: nobody })),
  ])
    assert.equal((await post(told)).statusCode, 204)
  assert.deepEqual(await paidSoFar(), [120, 1])
})

test('the card on file is charged for the next period, and the answer and the message of it are one payment', async () => {
  answers.charged = { status: 200, body: { id: 'pi_2', object: 'payment_intent', status: 'succeeded', amount_received: 12000 } }
  w.clock.set('2026-07-01T09:00:00Z')
  await keepBilling({ tools: w.tools, now: w.clock.now() })
  await w.runJobs()
  boss = await w.signIn(boss)
  const { form } = asked.at(-1) as Asked
  assert.deepEqual(
    ['amount', 'customer', 'payment_method', 'off_session', 'confirm'].map((name) => form.get(name)),
    ['12000', 'cus_1', 'pm_1', 'true', 'true'],
  )
  const invoice = await newest()
  assert.equal(invoice.status, 'paid')
  const ids = { tenantId: w.tenantId, invoiceId: invoice.id, chargeId: form.get('metadata[chargeId]') }
  await post(event('payment_intent.succeeded', intent({ id: 'pi_2', metadata: ids })))
  assert.deepEqual(await paidSoFar(), [240, 2])
})

test('what came by card goes back to it, once; where the bank does not take it, it is credit', async () => {
  const { id, refundable } = await newest()
  assert.equal(refundable, 120)
  const body = { amount: 20, reason: 'A user fewer' }
  const path = `/operator/tenants/${w.tenantId}/invoices/${id}/refund`
  assert.equal((await operator.send('POST', path, body)).statusCode, 204)
  await w.runJobs()
  const { path: to, form, key } = asked.at(-1) as Asked
  assert.deepEqual([to, form.get('payment_intent'), form.get('amount')], ['POST /v1/refunds', 'pi_2', '2000'])
  const read = async () => (await w.owner.query('select id, status, reference from billing.refunds')).rows
  assert.deepEqual(await read(), [{ id: key, status: 'paid', reference: 're_1' }])
  const ids = { tenantId: w.tenantId, invoiceId: id, chargeId: key }
  const told = event('refund.failed', { id: 're_1', object: 'refund', failure_reason: 'expired_or_canceled_card', metadata: ids })
  assert.deepEqual([(await post(told)).statusCode, (await post(told)).statusCode], [204, 204])
  assert.equal((await read())[0].status, 'failed')
  assert.equal((await boss.call(api.readBilling, {})).credit, 20)
  // It went to the next period instead.
  await w.owner.query('delete from billing.open_items')
})

test('a card that is refused leaves the invoice open, tells the administrator once, and can be replaced or forgotten', async () => {
  const error = { type: 'card_error', code: 'card_declined', message: 'Your card was declined.', payment_intent: { id: 'pi_3' } }
  answers.charged = { status: 402, body: { error } }
  w.clock.set('2026-08-01T09:00:00Z')
  await keepBilling({ tools: w.tools, now: w.clock.now() })
  await w.runJobs()
  boss = await w.signIn(boss)
  const invoice = await newest()
  assert.deepEqual([invoice.status, invoice.problem, invoice.may.pay], ['open', 'Your card was declined.', true])
  const ids = { tenantId: w.tenantId, invoiceId: invoice.id, chargeId: asked.at(-1)?.form.get('metadata[chargeId]') }
  await post(
    event(
      'payment_intent.payment_failed',
      intent({ id: 'pi_3', metadata: ids, last_payment_error: { message: 'Your card was declined.' } }),
    ),
  )
  await w.runJobs()
  const titles = (await boss.call(listNotifications, {})).items.map(({ title }) => title)
  assert.equal(titles.filter((title) => title === `The card was refused for invoice ${invoice.number}`).length, 1)
  await boss.call(api.forgetCard, {})
  assert.equal((await boss.call(api.readBilling, {})).payment.label, null)
  const params = { id: invoice.id }
  await boss.call(api.payInvoice, { params })
  await w.runJobs()
  const again = asked.at(-1)?.form.get('metadata[chargeId]')
  await post(
    event('checkout.session.expired', { id: 'cs_9', object: 'checkout.session', currency: 'gbp', metadata: { ...ids, chargeId: again } }),
  )
  assert.deepEqual([(await newest()).paymentUrl, (await newest()).may.pay], [null, true])
})

test('an invoice that was paid twice leaves credit for the next', async () => {
  const { id } = await newest()
  await boss.call(api.payInvoice, { params: { id } })
  await w.runJobs()
  const ids = { tenantId: w.tenantId, invoiceId: id, chargeId: asked.at(-1)?.form.get('metadata[chargeId]') }
  await operator.send('POST', `/operator/tenants/${w.tenantId}/invoices/${id}/payments`, { amount: 120, reference: 'HILL FARM AUG' })
  await post(event('payment_intent.succeeded', intent({ id: 'pi_4', metadata: ids })))
  const { owed, credit } = await boss.call(api.readBilling, {})
  assert.deepEqual([owed, credit], [0, 120])
})

test('without an account at the provider, nobody is offered to pay by card, and nothing is heard', async () => {
  const { STRIPE_SECRET_KEY } = w.tools.config
  delete w.tools.config.STRIPE_SECRET_KEY
  assert.equal((await boss.call(api.readBilling, {})).payment.takesCards, false)
  assert.equal((await boss.refused(api.payInvoice, { params: { id: (await newest()).id } })).code, 'billing.no_card')
  assert.equal((await post(event('payment_intent.succeeded', intent({ metadata })))).statusCode, 404)
  w.tools.config.STRIPE_SECRET_KEY = STRIPE_SECRET_KEY
})
