import { contactsOf } from '#modules/directory/index.ts'
import { lifeOf } from '#modules/tenancy/index.ts'
import { boundOf, type Db, insertMany } from '#platform/db.ts'
import { emit, later } from '#platform/events.ts'
import type { Row } from '#platform/rows.gen.ts'
import type { Channel, NotificationType } from './contract.ts'
import { afterQuietHours, mayTell, openChannels, quietHoursOf } from './policy.ts'
import { choicesOf } from './queries.ts'

type Stored = Row<'notifications.notifications'>
export type Recipient = Row<'notifications.recipients'>
export type Plan = { inApp: boolean; email: Temporal.Instant | null }

/** Who gets it how and when, by what each chose. People who left get nothing, nor does anybody whose organisation may send nothing of the kind. */
export async function planFor(db: Db, stored: Stored, userIds: readonly string[]): Promise<Map<string, Plan>> {
  const { now } = boundOf(db)
  const type = stored.notificationType as NotificationType
  const { channels } = stored.metadata as { channels: Channel[] }
  const { status } = await lifeOf(db)
  if (!mayTell(status, type)) return new Map()
  const [contacts, choices] = await Promise.all([contactsOf(db, userIds), choicesOf(db, { userIds, type })])
  const byPerson = Map.groupBy(choices, (one) => one.userId)
  return new Map(
    contacts
      .filter((one) => one.status !== 'inactive')
      .map((one) => {
        const mine = byPerson.get(one.id) ?? []
        const open = openChannels(type, channels, mine)
        const quiet = type === 'security_alert' ? null : quietHoursOf(mine)
        const email = one.email && open.includes('email') ? afterQuietHours(now, quiet, one.timeZone) : null
        return [one.id, { inApp: open.includes('in_app'), email }]
      }),
  )
}

/** A delivery per channel that is open; letters wait for their hour. */
export async function deliver(db: Db, recipients: readonly Recipient[], plans: ReadonlyMap<string, Plan>): Promise<void> {
  const now = boundOf(db).now.toString()
  const seen = recipients.filter((one) => plans.get(one.userId)?.inApp)
  const written = recipients.filter((one) => plans.get(one.userId)?.email)
  const by = (recipient: Recipient) => ({ recipientId: recipient.id, createdAt: recipient.createdAt })
  await insertMany(
    db,
    'notifications.deliveries',
    seen.map((one) => ({ ...by(one), channel: 'in_app' as const, status: 'delivered' as const, sentAt: now, deliveredAt: now })),
  )
  const letters = await insertMany(
    db,
    'notifications.deliveries',
    written.map((one) => ({ ...by(one), channel: 'email' as const })),
  )
  const owner = new Map(written.map((one) => [one.id, one.userId]))
  for (const { id, recipientId } of letters) {
    const runAt = plans.get(owner.get(recipientId) ?? '')?.email
    later(db, 'notifications.email', { deliveryId: id }, { key: `notifications.email:${id}`, ...(runAt ? { runAt } : {}) })
  }
  // A live message has at most 8,000 bytes.
  for (let from = 0; from < seen.length; from += 100)
    await emit(db, 'notifications.arrived', { userIds: seen.slice(from, from + 100).map((one) => one.userId) })
}
