import { lifeOf } from '#modules/tenancy/index.ts'
import { decryptForTenant } from '#platform/crypto.ts'
import { append, changeAll, type Db } from '#platform/db.ts'
import { emit, later } from '#platform/events.ts'
import type { JobContext, Reaction } from '#platform/module.ts'
import { post } from '#platform/outbound.ts'
import { webhookEvents } from './contract.ts'
import { nextTry, signed, triedFor } from './policy.ts'

export const placeOf = (row: string) => ({ table: 'webhooks.endpoints', column: 'secret', row })
const keyOf = (id: string) => `webhooks.send:${id}`

/** Writes a message down and lets it go with the commit. */
export async function enqueue(
  db: Db,
  message: { endpointId: string; event: string; payload: object; now: Temporal.Instant },
): Promise<string> {
  const { endpointId, event, payload, now } = message
  const row = { endpointId, eventName: event, payload, giveUpAt: now.add(triedFor).toString() }
  const { id } = await append(db, 'webhooks.deliveries', row)
  later(db, 'webhooks.send', { id }, { key: keyOf(id) })
  return id
}

/** Tries a message again, for as long as a new one. */
export async function again(db: Db, id: string, now: Temporal.Instant): Promise<boolean> {
  const giveUpAt = now.add(triedFor).toString()
  const [row] = await changeAll(db, 'webhooks.deliveries', { id }, { status: 'pending', attempts: 0, giveUpAt })
  if (row) later(db, 'webhooks.send', { id }, { key: keyOf(id) })
  return row !== undefined
}

/** What waits for a system that was paused is tried at once. */
export async function goOn(db: Db, endpointId: string): Promise<void> {
  const deliveries = db.selectFrom('webhooks.deliveries').select('id').where('endpointId', '=', endpointId)
  for (const { id } of await deliveries.where('status', '=', 'pending').execute()) later(db, 'webhooks.send', { id }, { key: keyOf(id) })
}

type Asked = { id: string; events: string[] }
/** Who is to be told, asked once in a transaction however much happens in it. */
const askedIn = new WeakMap<Db, Promise<Asked[]>>()
function asked(db: Db): Promise<Asked[]> {
  const known = askedIn.get(db) ?? db.selectFrom('webhooks.endpoints').select(['id', 'events']).where('isActive', '=', true).execute()
  askedIn.set(db, known)
  return known
}

/** Every event that can be told becomes a message to each system that asked for it, in the transaction in which it happened. */
export const telling: readonly Reaction[] = webhookEvents.map((on) => ({
  on,
  name: `tell_${on.replace('.', '_')}`,
  inside: async ({ db, payload, now }) => {
    for (const { id, events } of await asked(db)) if (events.includes(on)) await enqueue(db, { endpointId: id, event: on, payload, now })
  },
}))

/**
 * Sends one message. Its own status is the fence: what is no longer pending is not sent. No transaction is open while the other
 * system is asked. Only 2xx counts as heard; else it is tried again, with growing patience, until it is too late.
 */
export async function send({ payload, tenantId, now, tools }: JobContext): Promise<void> {
  const { id } = payload as { id: string }
  const inTenant = <T>(work: (db: Db) => Promise<T>) => tools.inTenant({ tenantId, userId: null, now }, work)
  const waiting = await inTenant((db) => read(db, id))
  if (!waiting) return
  const body = JSON.stringify({ type: waiting.eventName, timestamp: waiting.createdAt, data: waiting.payload })
  const headers = { 'content-type': 'application/json', 'user-agent': 'Salus', ...signed({ id, at: now, body }, waiting.secret) }
  const answer = await post(tools.config, { url: waiting.url, headers, body }).catch((error: Error) => error.message)
  const isHeard = typeof answer === 'number' && answer >= 200 && answer < 300
  const attempts = waiting.attempts + 1
  const next = isHeard ? undefined : nextTry(attempts, { now, giveUpAt: waiting.giveUpAt })
  await inTenant(async (db) => {
    await db
      .updateTable('webhooks.deliveries')
      .set({
        attempts,
        status: isHeard ? 'delivered' : next ? 'pending' : 'failed',
        answerStatus: typeof answer === 'number' ? answer : null,
        lastError: isHeard ? null : typeof answer === 'number' ? `It answered ${answer}.` : answer.slice(0, 300),
        deliveredAt: isHeard ? now.toString() : null,
      })
      .where('id', '=', id)
      .execute()
    if (next) later(db, 'webhooks.send', { id }, { key: `${keyOf(id)}:${attempts}`, runAt: next })
    // Whoever looks at the page hears of a test, and of what is news.
    if (waiting.eventName === 'webhooks.test' || isHeard === attempts > 1) await emit(db, 'webhooks.changed', {})
  })
}

async function read(db: Db, id: string) {
  const row = await db
    .selectFrom('webhooks.deliveries as d')
    .innerJoin('webhooks.endpoints as e', 'e.id', 'd.endpointId')
    .where('d.id', '=', id)
    .where('d.status', '=', 'pending')
    .where('e.isActive', '=', true)
    .select(['d.eventName', 'd.payload', 'd.attempts', 'd.createdAt', 'd.giveUpAt', 'e.id as endpointId', 'e.url', 'e.secret'])
    .executeTakeFirst()
  if (row && (await lifeOf(db)).status === 'closed') {
    await changeAll(db, 'webhooks.deliveries', { id }, { status: 'failed', lastError: 'The organisation is closed.' })
    return undefined
  }
  return row && { ...row, secret: await decryptForTenant(db, placeOf(row.endpointId), row.secret) }
}
