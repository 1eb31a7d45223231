import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { addPerson } from '#modules/directory/contract.ts'
import { closeTenant } from '#modules/tenancy/index.ts'
import { isPrivate } from '#platform/outbound.ts'
import { world } from '../../tests/world.ts'
import {
  addWebhook,
  changeWebhook,
  exportDeliveries,
  listDeliveries,
  listWebhooks,
  removeWebhook,
  replayDelivery,
  testWebhook,
  type webhookEvents,
} from './contract.ts'
import { nextTry } from './policy.ts'

type Heard = { headers: IncomingMessage['headers']; body: string; path: string }
const heard: Heard[] = []
let answer: { status: number; headers?: Record<string, string> } = { status: 204 }
/** Another system, on loopback. */
const other = createServer(async (request, reply) => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  heard.push({ headers: request.headers, body: Buffer.concat(parts).toString(), path: request.url ?? '' })
  reply.writeHead(answer.status, answer.headers).end()
})
other.listen(0, '127.0.0.1')
await once(other, 'listening')
after(() => other.close())
const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}/salus`

const w = await world()
w.tools.config.OUTBOUND_PRIVATE = true
let boss = w.administrator
async function webhook(name: string, ...events: (typeof webhookEvents)[number][]) {
  const made = await boss.call(addWebhook, { body: { name, url, events } })
  return { ...made, params: { id: made.id } }
}
const logOf = async (params: { id: string }) => (await boss.call(listDeliveries, { params })).items
const person = (lastName: string) => boss.call(addPerson, { body: { firstName: 'Ann', lastName, invite: false } })

test('a system is told what it asked for, signed, with ids only, and nothing it did not ask for', async () => {
  const { secret, params } = await webhook('HR', 'directory.person_added')
  await webhook('Other', 'certificates.issued')
  const added = await person('Unmistakable')
  await w.runJobs()
  const [message] = heard.splice(0)
  assert.equal(heard.length, 0)
  assert.deepEqual(JSON.parse(message?.body ?? '').data, { userId: added.id })
  assert.doesNotMatch(message?.body ?? '', /Unmistakable/)
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = message?.headers ?? {}
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  assert.equal(signature, `v1,${createHmac('sha256', key).update(`${id}.${at}.${message?.body}`).digest('base64')}`)
  assert.equal(Number(at), w.clock.now().epochMilliseconds / 1000)
  const [delivery] = await logOf(params)
  assert.deepEqual([delivery?.id, delivery?.status, delivery?.attempts, delivery?.answerStatus], [id, 'delivered', 1, 204])
  const file = String(await boss.call(exportDeliveries, { params, query: {} } as never))
  assert.match(file, /^\uFEFF?Event,When,Status,Attempts,Answer,Problem\r\n[a-z_.]+,[^,]+,delivered,1,204,/)
  await boss.call(removeWebhook, { params })
})

test('the signing secret is shown once and is unreadable in the database and the audit trail', async () => {
  const { secret, params } = await webhook('Once', 'courses.published')
  assert.doesNotMatch(JSON.stringify(await boss.call(listWebhooks, {})), /whsec/)
  const { rows } = await w.owner.query(
    "select encode(secret, 'escape') || (select string_agg(coalesce(new_values::text, ''), '') from platform.audit_logs) as text from webhooks.endpoints where id = $1",
    [params.id],
  )
  assert.ok(!rows[0].text.includes(secret.slice(6)))
  assert.equal((await boss.refused(addWebhook, { body: { name: 'Once', url, events: ['courses.published'] } })).code, 'webhooks.name_taken')
  const loud = await boss.call(changeWebhook, { params, body: { url: 'HTTPS://HR.example/Salus' } })
  assert.equal(loud.url, 'https://hr.example/Salus')
})

test('a message that is not heard is tried again with growing patience for three days, then failed, and can be sent again', async () => {
  const { params } = await webhook('Deaf', 'directory.person_changed')
  answer = { status: 500 }
  await boss.call(testWebhook, { params })
  const began = w.clock.now()
  let tries = 0
  for (; tries < 40; tries++) {
    await w.runJobs()
    if ((await logOf(params))[0]?.status === 'failed') break
    w.clock.pass({ minutes: 30 * (tries < 8 ? 1 : 48) })
    boss = await w.signIn(boss)
  }
  const [failed] = await logOf(params)
  assert.deepEqual([failed?.status, failed?.lastError], ['failed', 'It answered 500.'])
  const standing = async () => {
    const { status, problem, lastSyncedAt } = (await boss.call(listWebhooks, {})).items.find(({ id }) => id === params.id) ?? {}
    return [status, problem, lastSyncedAt]
  }
  assert.deepEqual(await standing(), ['failing', 'It answered 500.', null])
  assert.ok(heard.length >= 6 && heard.length <= 12, `${heard.length} tries`)
  assert.ok(w.clock.now().since(began).total('hours') <= 73)
  const ids = new Set(heard.splice(0).map((one) => one.headers['webhook-id']))
  assert.equal(ids.size, 1)
  answer = { status: 200 }
  await boss.call(replayDelivery, { params: { id: failed?.id as string } })
  await w.runJobs()
  assert.deepEqual([heard.splice(0).length, (await logOf(params))[0]?.status], [1, 'delivered'])
  assert.deepEqual(await standing(), ['active', null, w.clock.now().toString()])
})

test('redirects are not followed, private addresses are refused, and a paused system is left in peace', async () => {
  const { params } = await webhook('Sly', 'directory.person_deactivated')
  answer = { status: 302, headers: { location: `${url}/elsewhere` } }
  await boss.call(testWebhook, { params })
  await w.runJobs()
  assert.deepEqual(
    heard.splice(0).map((one) => one.path),
    ['/salus'],
  )
  assert.equal((await logOf(params))[0]?.answerStatus, 302)
  answer = { status: 204 }
  w.tools.config.OUTBOUND_PRIVATE = false
  await boss.call(changeWebhook, { params, body: { url: url.replace('http:', 'https:') } })
  await boss.call(testWebhook, { params })
  await w.runJobs()
  assert.match((await logOf(params))[0]?.lastError ?? '', /not on the internet/)
  w.tools.config.OUTBOUND_PRIVATE = true
  await boss.call(changeWebhook, { params, body: { isActive: false, url } })
  await boss.call(testWebhook, { params })
  await w.runJobs()
  assert.equal(heard.length, 0)
  const paused = (await boss.call(listWebhooks, {})).items.find(({ id }) => id === params.id)
  assert.equal(paused?.status, 'inactive')
  await boss.call(changeWebhook, { params, body: { isActive: true } })
  await w.runJobs()
  assert.deepEqual([heard.length > 0, (await logOf(params))[0]?.status], [true, 'delivered'], 'what waited goes on')
  heard.splice(0)
})

test('a closed organisation tells nobody any more', async () => {
  const { params } = await webhook('Late', 'directory.person_added')
  await person('Last')
  await w.inTenant(closeTenant)
  await w.runJobs()
  assert.equal(heard.length, 0)
  const { rows } = await w.owner.query('select status, last_error from webhooks.deliveries where endpoint_id = $1', [params.id])
  assert.deepEqual(rows, [{ status: 'failed', last_error: 'The organisation is closed.' }])
})

test('private and translated addresses are known as such, public ones are not', () => {
  const inside = [
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
  ]
  const six = ['::1', '::', 'fd00::1', 'fe80::1', '::ffff:10.0.0.1', '64:ff9b::a00:1', 'ff02::1', '2002:7f00:1::']
  for (const address of [...inside, ...six]) assert.equal(isPrivate(address), true, address)
  for (const address of ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2a00:1450::1']) assert.equal(isPrivate(address), false, address)
})

test('waiting grows and ends', () => {
  const now = w.clock.now()
  const giveUpAt = now.add({ hours: 24 }).toString()
  const minutes = [1, 2, 3, 4, 5, 6, 7, 20].map((attempts) => nextTry(attempts, { now, giveUpAt })?.since(now).total('minutes'))
  assert.deepEqual(minutes, [1, 5, 30, 120, 360, 720, 1440, 1440])
  assert.equal(nextTry(7, { now: now.add({ minutes: 1 }), giveUpAt }), undefined)
})
