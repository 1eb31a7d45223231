import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Stripe } from 'stripe'
import { operatorOf } from '../../tests/billed.ts'
import { fakeStripe } from '../../tests/stripe.ts'
import { visitor } from '../../tests/visitor.ts'
import { world } from '../../tests/world.ts'
import { readBilling } from './contract.ts'
import { providerOf } from './provider.ts'

const { url } = await fakeStripe()
const environment = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_of-the-environment' }
const w = await world('2026-06-01T09:00:00Z', { ...environment, STRIPE_URL: url })
const operator = await operatorOf(w)
/** A signed message from Stripe. */
async function post(secret: string) {
  const payload = JSON.stringify({ id: 'evt_1', object: 'event', type: 'customer.created', data: { object: { id: 'cus_9' } } })
  const timestamp = Math.floor(w.clock.now().epochMilliseconds / 1000)
  const header = new Stripe('sk_test_1').webhooks.generateTestHeaderString({ payload, secret, timestamp })
  const headers = { 'stripe-signature': header, 'content-type': 'application/json' }
  return (await visitor(w).send('POST', '/billing/stripe', payload as never, { headers })).statusCode
}
const takesCards = async () => (await w.administrator.call(readBilling, {})).payment.takesCards

test('the operator enters the keys at the console, which tries them, says how it goes, and never shows them', async () => {
  const at = '/operator/payment'
  const { send } = operator
  const read = async () => (await send('GET', at)).json()
  const { lastSyncedAt, ...standing } = await read()
  assert.deepEqual(standing, { from: 'environment', isTest: true, hasWebhookSecret: true, status: 'active', problem: null })
  assert.equal(lastSyncedAt, null)
  await (await providerOf(w.tools)).cardOf('pm_1')
  assert.equal((await read()).lastSyncedAt, w.clock.now().toString(), 'what is asked of it shows how it stands')
  delete w.tools.config.STRIPE_SECRET_KEY
  delete w.tools.config.STRIPE_WEBHOOK_SECRET
  assert.deepEqual([(await read()).from, (await read()).status], [null, 'inactive'])
  assert.deepEqual([(await send('POST', `${at}/test`)).statusCode, (await send('DELETE', at)).statusCode], [404, 404])
  const paths = async (body: object) => {
    const answer = await send('PUT', at, body)
    return [answer.statusCode, ...answer.json().errors.map((one: { path: string }) => one.path)]
  }
  assert.deepEqual(await paths({ secretKey: 'pk_test_1', webhookSecret: 'hush' }), [422, 'secretKey', 'webhookSecret'])
  assert.deepEqual(await paths({ secretKey: 'sk_test_1' }), [422, 'webhookSecret'])
  assert.equal((await read()).from, null, 'nothing was kept')

  w.clock.pass({ minutes: 1 })
  const keys = { secretKey: 'sk_live_mistyped', webhookSecret: 'whsec_entered' }
  assert.deepEqual((await send('PUT', at, keys)).json(), { ...standing, from: 'console', isTest: false, lastSyncedAt: null })
  const tried = (await send('POST', `${at}/test`)).json()
  assert.deepEqual([tried.status, tried.problem, tried.lastSyncedAt], ['failing', 'Stripe does not know this secret key.', null])
  assert.equal((await send('PUT', at, { secretKey: 'sk_test_1' })).json().hasWebhookSecret, true)
  const works = (await send('POST', `${at}/test`)).json()
  assert.deepEqual([works.status, works.problem, works.lastSyncedAt], ['active', null, w.clock.now().toString()])
  assert.equal(await takesCards(), true)
  assert.deepEqual([await post(environment.STRIPE_WEBHOOK_SECRET), await post('whsec_entered')], [400, 204])

  const trail = (await send('GET', '/operator/audit?entity=services')).json().items
  assert.deepEqual(
    trail.map((one: { new: object }) => one.new),
    [{ tested: 'It works' }, { secretKey: 'entered' }, { tested: tried.problem }, { secretKey: 'entered', webhookSecret: 'entered' }],
  )
  const { rows } = await w.owner.query(
    'select s::text || (select string_agg(a::text, null) from operator.audit_logs a) as text from operator.services s',
  )
  assert.doesNotMatch(rows[0].text, /sk_|whsec_/)
  await w.owner.query("update operator.services set credentials = overlay(credentials placing 'x' from 20)")
  assert.deepEqual([(await read()).status, await takesCards()], ['failing', false])
  assert.equal((await send('DELETE', at)).statusCode, 204)
  assert.equal((await visitor(w).send('PUT', at, keys)).statusCode, 401)
  Object.assign(w.tools.config, environment)
  assert.equal((await read()).from, 'environment')
})
