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
import { again, enqueue, placeOf, send, telling } from './send.ts'

const shown = (row: { id: string; name: string; url: string; events: string[]; isActive: boolean }): api.Webhook => {
  const { id, name, url, events, isActive } = row
  return { id, name, url, events, isActive }
}

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
    handle(api.listWebhooks, async ({ db }) => {
      const rows = await db
        .selectFrom('webhooks.endpoints')
        .select(['id', 'name', 'url', 'events', 'isActive'])
        .orderBy('name')
        .limit(200)
        .execute()
      return { items: rows.map(shown), next: null }
    }),
    handle(api.addWebhook, async ({ db, body }) => {
      const id = randomUUIDv7()
      const secret = `whsec_${randomBytes(24).toString('base64')}`
      const row = await insert(db, 'webhooks.endpoints', { ...body, id, secret: await encryptForTenant(db, placeOf(id), secret) })
      return { ...shown(row), secret }
    }),
    handle(api.changeWebhook, async ({ db, params, body }) => shown(await change(db, 'webhooks.endpoints', { id: params.id }, body))),
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
  jobs: { 'webhooks.send': send },
  constraints: { webhook_endpoints_name_unique: nameTaken },
})
