import { compiled } from '#platform/db.ts'
import type { Delivery, Notification, NotificationType } from './contract.ts'
import type { Choice } from './policy.ts'

type Before = { before: string; beforeId: string; limit: number }
/** The cursor of a first page: above everything. */
export const newest = { before: 'infinity', beforeId: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }

/** What a person sees in their inbox, newest first. */
export const inbox = compiled<{ userId: string } & Before, Notification>('notifications.inbox', (db, p) =>
  db
    .selectFrom('notifications.recipients as r')
    .innerJoin('notifications.notifications as n', 'n.id', 'r.notificationId')
    .where('r.userId', '=', p.userId)
    .where('r.visibleAt', 'is not', null)
    .where((eb) => eb(eb.refTuple('r.visibleAt', 'r.id'), '<', eb.tuple(p.before, p.beforeId)))
    .orderBy('r.visibleAt', 'desc')
    .orderBy('r.id', 'desc')
    .limit(p.limit)
    .select((eb) => [
      'r.id',
      'n.notificationType as type',
      'n.title',
      'n.message',
      eb
        .ref('n.metadata', '->>')
        .key('link' as never)
        .$castTo<string | null>()
        .as('link'),
      eb.ref('r.visibleAt').$notNull().as('at'),
      'r.isRead',
    ]),
)

/** The same, only what was not read. */
export const unreadInbox = compiled<{ userId: string } & Before, Notification>('notifications.unreadInbox', (db, p) =>
  db
    .selectFrom('notifications.recipients as r')
    .innerJoin('notifications.notifications as n', 'n.id', 'r.notificationId')
    .where('r.userId', '=', p.userId)
    .where('r.readAt', 'is', null)
    .where('r.visibleAt', 'is not', null)
    .where((eb) => eb(eb.refTuple('r.visibleAt', 'r.id'), '<', eb.tuple(p.before, p.beforeId)))
    .orderBy('r.visibleAt', 'desc')
    .orderBy('r.id', 'desc')
    .limit(p.limit)
    .select((eb) => [
      'r.id',
      'n.notificationType as type',
      'n.title',
      'n.message',
      eb
        .ref('n.metadata', '->>')
        .key('link' as never)
        .$castTo<string | null>()
        .as('link'),
      eb.ref('r.visibleAt').$notNull().as('at'),
      'r.isRead',
    ]),
)

/** The ids of unread notifications, at most `limit`: counting stops there. */
export const unread = compiled<{ userId: string; limit: number; upTo: string }, { id: string }>('notifications.unread', (db, p) =>
  db
    .selectFrom('notifications.recipients as r')
    .where('r.userId', '=', p.userId)
    .where('r.readAt', 'is', null)
    .where('r.visibleAt', '<=', p.upTo)
    .limit(p.limit)
    .select('r.id'),
)

/** What these people chose for one type and for all. */
export const choicesOf = compiled<{ userIds: readonly string[]; type: NotificationType }, Choice & { userId: string }>(
  'notifications.choices',
  (db, p) =>
    db
      .selectFrom('notifications.user_notification_preferences')
      .where((eb) => eb('userId', '=', eb.fn.any(eb.val(p.userIds))))
      .where((eb) => eb('notificationType', 'in', [p.type, '*']))
      .select(['userId', 'notificationType', 'channel', 'isEnabled', 'deliverySchedule']),
)

/** All that one person chose. */
export const choices = compiled<{ userId: string }, Choice & { id: string }>('notifications.choicesOfOne', (db, p) =>
  db
    .selectFrom('notifications.user_notification_preferences')
    .where('userId', '=', p.userId)
    .select(['id', 'notificationType', 'channel', 'isEnabled', 'deliverySchedule']),
)

/** What could not be delivered, newest first. */
export const failed = compiled<Before, Omit<Delivery, 'person'> & { userId: string; name: string }>('notifications.failed', (db, p) =>
  db
    .selectFrom('notifications.deliveries as d')
    .innerJoin('notifications.recipients as r', 'r.id', 'd.recipientId')
    .innerJoin('notifications.notifications as n', 'n.id', 'r.notificationId')
    .innerJoin('directory.people as u', 'u.id', 'r.userId')
    .where('d.status', '=', 'failed')
    .where((eb) => eb(eb.refTuple('d.createdAt', 'd.id'), '<', eb.tuple(p.before, p.beforeId)))
    .orderBy('d.createdAt', 'desc')
    .orderBy('d.id', 'desc')
    .limit(p.limit)
    .select(['d.id', 'd.channel', 'd.attempts', 'd.lastError', 'd.createdAt', 'n.notificationType as type', 'r.userId', 'u.name'])
    .$castTo<Omit<Delivery, 'person'> & { userId: string; name: string }>(),
)
