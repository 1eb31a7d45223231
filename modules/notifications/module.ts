import { z } from 'zod'
import { Id, Instant } from '#platform/contract.ts'
import { change, changeAll } from '#platform/db.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { later } from '#platform/events.ts'
import { defineModule, handle } from '#platform/module.ts'
import { pageOf, readCursor } from '#platform/paging.ts'
import {
  countUnread,
  listFailedDeliveries,
  listNotifications,
  myPreferences,
  permissions,
  readNotification,
  readNotifications,
  retryDelivery,
  setPreferences,
  unreadLimit,
} from './contract.ts'
import { sendEmail } from './deliver.ts'
import { release } from './notify.ts'
import { choose, preferencesOf } from './preferences.ts'
import { failed, inbox, newest, unread, unreadInbox } from './queries.ts'

const Cursor = z.tuple([Instant, Id])
const positionOf = (cursor: string | undefined) => {
  const key = readCursor(cursor, Cursor)
  return key ? { before: key[0], beforeId: key[1] } : newest
}
const People = z.object({ userIds: z.array(Id) })

export const notifications = defineModule({
  name: 'notifications',
  level: 5,
  permissions,
  events: {
    'notifications.arrived': { payload: People, live: 'named' },
    'notifications.read': { payload: People, live: 'named' },
  },
  routes: [
    handle(listNotifications, async ({ db, who, query }) => {
      const list = query.unread === 'true' ? unreadInbox : inbox
      const rows = await list(db, { userId: who.userId, limit: query.limit + 1, ...positionOf(query.cursor) })
      return pageOf(rows, query.limit, (row) => [row.at, row.id])
    }),
    handle(countUnread, async ({ db, who }) => {
      const rows = await unread(db, { userId: who.userId, limit: unreadLimit, upTo: 'infinity' })
      return { unread: rows.length }
    }),
    handle(readNotification, async ({ db, who, params, now, emit }) => {
      const mine = await db
        .selectFrom('notifications.recipients')
        .where('id', '=', params.id)
        .where('userId', '=', who.userId)
        .where('visibleAt', 'is not', null)
        .select('readAt')
        .executeTakeFirst()
      if (!mine) throw notFound()
      if (mine.readAt) return
      await changeAll(db, 'notifications.recipients', { id: params.id, readAt: null }, { readAt: now.toString() })
      await emit('notifications.read', { userIds: [who.userId] })
    }),
    handle(readNotifications, async ({ db, who, body, now, emit }) => {
      const rows = await unread(db, { userId: who.userId, limit: 5_000, upTo: body.upTo })
      const ids = rows.map((row) => row.id)
      const read = await changeAll(db, 'notifications.recipients', { id: ids, readAt: null }, { readAt: now.toString() })
      if (read.length) await emit('notifications.read', { userIds: [who.userId] })
      return { read: read.length }
    }),
    handle(myPreferences, ({ db, who }) => preferencesOf(db, who.userId)),
    handle(setPreferences, async ({ db, who, body }) => {
      await choose(db, who.userId, body)
      return preferencesOf(db, who.userId)
    }),
    handle(listFailedDeliveries, async ({ db, query }) => {
      const rows = await failed(db, { limit: query.limit + 1, ...positionOf(query.cursor) })
      const { items, next } = pageOf(rows, query.limit, (row) => [row.createdAt, row.id])
      return { items: items.map(({ userId, name, ...rest }) => ({ ...rest, person: { id: userId, name } })), next }
    }),
    handle(retryDelivery, async ({ db, params }) => {
      await change(db, 'notifications.deliveries', { id: params.id, status: 'failed' }, { status: 'pending', attempts: 0 })
      later(db, 'notifications.email', { deliveryId: params.id }, { key: `notifications.email:${params.id}` })
    }),
  ],
  constraints: {
    notifications_dedupe_key_unique: () => new AppError(409, 'notifications.twice', 'This was being sent at the same moment.'),
    user_notification_preferences_unique: () =>
      new AppError(409, 'notifications.choice_raced', 'Your preferences were being changed at the same moment. Please try again.'),
  },
  jobs: {
    'notifications.release': async ({ payload, tenantId, now, tools }) => {
      await tools.inTenant({ tenantId, userId: null, now }, (db) => release(db, (payload as { id: string }).id))
    },
    'notifications.email': sendEmail,
  },
})
