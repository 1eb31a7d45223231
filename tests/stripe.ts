import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'

export type Asked = { path: string; form: URLSearchParams; key: string | undefined; authorization: string | undefined }
type Answer = { status: number; body: object }
const card = { id: 'pm_1', object: 'payment_method', type: 'card', card: { brand: 'visa', last4: '4242' } }

/**
 * Stripe, on loopback, with one account that has the key `sk_test_1`: the endpoints that are used, answering in its shapes; the same
 * idempotency key gets the same answer. `charged`: what the next payment intent is answered.
 */
export async function fakeStripe() {
  const asked: Asked[] = []
  const answers: { charged: Answer } = { charged: { status: 200, body: {} } }
  const given = new Map<string, Answer>()
  const fake = createServer(async (request, reply) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const key = request.headers['idempotency-key'] as string | undefined
    const { authorization } = request.headers
    asked.push({ path: `${request.method} ${request.url}`, form: new URLSearchParams(Buffer.concat(parts).toString()), key, authorization })
    const fresh = (): Answer => {
      if (request.url === '/v1/checkout/sessions') {
        const id = `cs_test_${asked.length}`
        return {
          status: 200,
          body: { id, object: 'checkout.session', url: `https://checkout.stripe.com/c/pay/${id}`, payment_status: 'unpaid' },
        }
      }
      if (authorization !== 'Bearer sk_test_1')
        return { status: 401, body: { error: { type: 'invalid_request_error', message: 'Invalid API Key provided: sk_live_*' } } }
      if (request.url === '/v1/payment_intents?limit=1') return { status: 200, body: { object: 'list', data: [], has_more: false } }
      if (request.url === '/v1/payment_intents') return answers.charged
      if (request.url === '/v1/refunds') return { status: 200, body: { id: 're_1', object: 'refund', status: 'succeeded' } }
      if (request.url === '/v1/payment_methods/pm_1') return { status: 200, body: card }
      return { status: 404, body: { error: { type: 'invalid_request_error', message: `Unrecognized request URL (${request.url}).` } } }
    }
    const answer = given.get(key ?? '') ?? fresh()
    if (key) given.set(key, answer)
    reply.writeHead(answer.status, { 'content-type': 'application/json', 'request-id': 'req_1' }).end(JSON.stringify(answer.body))
  })
  fake.listen(0, '127.0.0.1')
  await once(fake, 'listening')
  after(() => fake.close())
  return { asked, answers, url: `http://127.0.0.1:${(fake.address() as AddressInfo).port}` }
}
