import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { z } from 'zod'
import { Id, Instant } from '#platform/contract.ts'
import { encryptForTenant } from '#platform/crypto.ts'
import { change, type Db, insert, record, remove } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { type ExportColumns, withExport } from '#platform/exports.ts'
import { defineModule, handle } from '#platform/module.ts'
import { pageOf, readCursor } from '#platform/paging.ts'
import * as api from './contract.ts'
import { nameTaken } from './policy.ts'
import { again, enqueue, goOn, placeOf, send, telling } from './send.ts'

/** The systems that are told, each with how the newest messages went. */
async function systems(db: Db, id?: string): Promise<api.Webhook[]> {
  const rows = db
    .selectFrom('webhooks.endpoints as e')
    .select(['e.id', 'e.name', 'e.url', 'e.events', 'e.isActive'])
    .select((eb) => {
      const newest = eb.selectFrom('webhooks.deliveries as d').whereRef('d.endpointId', '=', 'e.id').orderBy('d.createdAt', 'desc').limit(1)
      return [
        newest.select('d.deliveredAt').where('d.status', '=', 'delivered').as('lastSyncedAt'),
        newest.select('d.lastError').where('d.attempts', '>', 0).as('problem'),
      ]
    })
    .orderBy('e.name')
    .limit(200)
  return (await (id ? rows.where('e.id', '=', id) : rows).execute()).map((row) => ({
    ...row,
    status: row.isActive ? (row.problem === null ? ('active' as const) : ('failing' as const)) : ('inactive' as const),
  }))
}
const one = async (db: Db, id: string) => (await systems(db, id))[0] as api.Webhook

async function mustExist(db: Db, id: string): Promise<void> {
  const row = await db.selectFrom('webhooks.endpoints').select('id').where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
}

const Cursor = z.tuple([Instant, Id])

const listOfDeliveries = handle(api.listDeliveries, async ({ db, params, query }) => {
  await mustExist(db, params.id)
  let rows = db
    .selectFrom('webhooks.deliveries')
    .select(['id', 'eventName as event', 'status', 'attempts', 'answerStatus', 'lastError', 'createdAt'])
    .where('endpointId', '=', params.id)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
  const after = readCursor(query.cursor, Cursor)
  if (after) rows = rows.where((eb) => eb(eb.refTuple('createdAt', 'id'), '<', eb.tuple(...after)))
  return pageOf(await rows.execute(), query.limit, (row) => [row.createdAt, row.id])
})
const columns: ExportColumns<api.Delivery> = {
  Event: (one) => one.event,
  When: (one) => one.createdAt,
  Status: (one) => one.status,
  Attempts: (one) => one.attempts,
  Answer: (one) => one.answerStatus,
  Problem: (one) => one.lastError,
}

export const webhooks = defineModule({
  name: 'webhooks',
  level: 10,
  permissions: api.permissions,
  routes: [
    handle(api.listWebhooks, async ({ db }) => ({ items: await systems(db), next: null })),
    handle(api.addWebhook, async ({ db, body }) => {
      const id = randomUUIDv7()
      const secret = `whsec_${randomBytes(24).toString('base64')}`
      await insert(db, 'webhooks.endpoints', { ...body, id, secret: await encryptForTenant(db, placeOf(id), secret) })
      return { ...(await one(db, id)), secret }
    }),
    handle(api.changeWebhook, async ({ db, params, body }) => {
      await change(db, 'webhooks.endpoints', { id: params.id }, body)
      if (body.isActive) await goOn(db, params.id)
      return one(db, params.id)
    }),
    handle(api.removeWebhook, ({ db, params }) => remove(db, 'webhooks.endpoints', { id: params.id })),
    handle(api.testWebhook, async ({ db, params, now }) => {
      await mustExist(db, params.id)
      const entityId = await enqueue(db, { endpointId: params.id, event: 'webhooks.test', payload: {}, now })
      record(db, { service: 'webhooks', entity: 'deliveries', entityId, action: 'create' })
    }),
    ...withExport(listOfDeliveries, api.exportDeliveries, { name: 'deliveries', entity: 'webhooks.deliveries', columns }),
    handle(api.replayDelivery, async ({ db, params, now }) => {
      if (!(await again(db, params.id, now))) throw notFound()
    }),
  ],
  reactions: telling,
  events: { 'webhooks.changed': { payload: z.object({}), live: 'webhooks:manage' } },
  jobs: { 'webhooks.send': send },
  constraints: { webhook_endpoints_name_unique: nameTaken },
})
