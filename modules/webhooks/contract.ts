import { z } from 'zod'
import { endpoint, exportOf, Id, Instant, listQuery, page } from '#platform/contract.ts'

/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'webhooks:manage': { says: 'Tell other systems what happens here', roles: ['tenant_administrator'], withheld: 'access' },
} as const

/** What other systems can be told: ids only, and nothing about anybody's health. */
export const webhookEvents = [
  'directory.person_added',
  'directory.person_changed',
  'directory.person_deactivated',
  'directory.person_reactivated',
  'enrollments.assigned',
  'enrollments.completed',
  'certificates.issued',
  'courses.published',
] as const
const EventName = z.enum(webhookEvents)

const fields = {
  name: z.string().trim().min(1).max(120),
  url: z.url({ protocol: /^https?$/, normalize: true }).max(500),
  events: z.array(EventName).min(1).max(webhookEvents.length),
  isActive: z.boolean(),
}
export const Webhook = z.object({
  id: Id,
  name: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  isActive: z.boolean(),
  status: z.enum(['active', 'inactive', 'failing']),
  /** When it last heard something. */
  lastSyncedAt: Instant.nullable(),
  /** What was wrong with the newest message that was tried. */
  problem: z.string().nullable(),
})
export type Webhook = z.infer<typeof Webhook>
export const Delivery = z.object({
  id: Id,
  event: z.string(),
  status: z.enum(['pending', 'delivered', 'failed']),
  attempts: z.number(),
  answerStatus: z.number().nullable(),
  lastError: z.string().nullable(),
  createdAt: Instant,
})
export type Delivery = z.infer<typeof Delivery>

const permission = 'webhooks:manage'
export const listWebhooks = endpoint('GET /webhooks', {
  permission,
  returns: z.object({ items: z.array(Webhook), next: z.null() }),
  summary: 'The systems that are told',
})
export const addWebhook = endpoint('POST /webhooks', {
  permission,
  body: z.object({ ...fields, isActive: fields.isActive.default(true) }),
  returns: Webhook.extend({ /** Signs every message; shown only now. */ secret: z.string() }),
  status: 201,
  secrets: ['secret'],
  summary: 'Tell another system; its signing secret is shown once',
})
export const changeWebhook = endpoint('PATCH /webhooks/:id', {
  permission,
  body: z.object(fields).partial(),
  returns: Webhook,
  summary: 'Change where or what is told, or pause it',
})
export const removeWebhook = endpoint('DELETE /webhooks/:id', { permission, summary: 'Tell this system no longer' })
export const testWebhook = endpoint('POST /webhooks/:id/test', { permission, status: 202, summary: 'Send a test message now' })
export const listDeliveries = endpoint('GET /webhooks/:id/deliveries', {
  permission,
  query: listQuery({ sort: ['-at'] }).omit({ q: true }),
  returns: page(Delivery),
  summary: 'What was sent to this system, newest first',
})
export const exportDeliveries = exportOf(listDeliveries)
export const replayDelivery = endpoint('POST /webhook-deliveries/:id/replay', {
  permission,
  status: 202,
  summary: 'Send this message again, under its own id',
})
