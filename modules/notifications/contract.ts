import { z } from 'zod'
import { endpoint, Id, Instant, listQuery, page } from '#platform/contract.ts'

/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'notifications:oversee': {
    says: 'See which notifications could not be delivered, and try again',
    roles: ['admin', 'tenant_administrator'],
  },
} as const

export const notificationTypes = [
  'appointment_update',
  'appointment_reminder',
  'fitness_update',
  'message_alert',
  'course_assigned',
  'course_reminder',
  'certificate_issued',
  'certificate_expiring',
  'discussion_reply',
  'system_notification',
  'security_alert',
] as const
export const NotificationType = z.enum(notificationTypes)
export type NotificationType = z.infer<typeof NotificationType>
/** Types that always arrive, at once and on every channel: somebody's account may be at risk. */
export const unsilenceable: readonly NotificationType[] = ['security_alert']

export const Channel = z.enum(['in_app', 'email'])
export type Channel = z.infer<typeof Channel>

export const Notification = z.object({
  id: Id,
  type: NotificationType,
  title: z.string(),
  /** Plain text, never markup. */
  message: z.string(),
  /** Where a click leads: a path of this application. */
  link: z.string().startsWith('/').nullable(),
  at: Instant,
  isRead: z.boolean(),
})
export type Notification = z.infer<typeof Notification>

export const listNotifications = endpoint('GET /notifications', {
  permission: 'self',
  query: listQuery({ sort: ['-at'], filters: { unread: z.enum(['true', 'false']).optional() } }).omit({ q: true }),
  returns: page(Notification),
  summary: 'What happened that concerns me, newest first',
})
/** Counted up to here; more is "more". */
export const unreadLimit = 100
export const countUnread = endpoint('GET /notifications/unread', {
  permission: 'self',
  returns: z.object({ unread: z.number().int().max(unreadLimit) }),
  summary: 'How many of my notifications I have not read, at most 100',
})
export const readNotification = endpoint('PUT /notifications/:id/reading', { permission: 'self', summary: 'Mark one notification as read' })
export const readNotifications = endpoint('POST /notifications/reading', {
  permission: 'self',
  body: z.object({ upTo: Instant }),
  returns: z.object({ read: z.number().int() }),
  summary: 'Mark everything that arrived until then as read; what arrives meanwhile stays unread',
})

const WallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Use a time such as 20:00.')
/** Hours in which no e-mail is sent: it waits until they end. Days are those on which the hours begin, 1 is Monday. */
export const QuietHours = z.object({ from: WallTime, until: WallTime, days: z.array(z.number().int().min(1).max(7)).min(1).max(7) })
export type QuietHours = z.infer<typeof QuietHours>
export const Preferences = z.object({
  items: z.array(z.object({ type: NotificationType, channel: Channel, isEnabled: z.boolean() })).max(notificationTypes.length * 2),
  quietHours: QuietHours.nullable(),
})
export type Preferences = z.infer<typeof Preferences>

export const myPreferences = endpoint('GET /notification-preferences', {
  permission: 'self',
  returns: Preferences,
  summary: 'Which notifications reach me, and how',
})
export const setPreferences = endpoint('PUT /notification-preferences', {
  permission: 'self',
  body: Preferences,
  returns: Preferences,
  summary: 'Choose which notifications reach me, and how; what is left out keeps its setting',
})

export const Delivery = z.object({
  id: Id,
  person: z.object({ id: Id, name: z.string() }),
  type: NotificationType,
  channel: Channel,
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  createdAt: Instant,
})
export type Delivery = z.infer<typeof Delivery>
export const listFailedDeliveries = endpoint('GET /failed-deliveries', {
  permission: 'notifications:oversee',
  query: listQuery({ sort: ['-createdAt'] }).omit({ q: true }),
  returns: page(Delivery),
  summary: 'Notifications that could not be delivered, newest first',
})
export const retryDelivery = endpoint('POST /failed-deliveries/:id/retry', {
  permission: 'notifications:oversee',
  summary: 'Try once more to deliver',
})
