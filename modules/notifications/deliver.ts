import { contactsOf, stationeryFor } from '#modules/directory/index.ts'
import { lifeOf } from '#modules/tenancy/index.ts'
import { change, type Db } from '#platform/db.ts'
import type { Letter } from '#platform/mail.ts'
import type { JobContext } from '#platform/module.ts'
import { addressed, letterOf } from './letter.ts'
import type { Calendar } from './notify.ts'
import { isFinal, mayTell, withoutAddresses } from './policy.ts'

type Waiting = { id: string; attempts: number; letter: Omit<Letter, 'id'> | null }

/**
 * Sends one e-mail. The delivery's own status is the fence: what is no longer pending is not sent. No transaction is open while
 * the mail server is asked; a letter sent again after a lost answer carries the same id. A failure is tried again until it is
 * final, and then stays visible as failed.
 */
export async function sendEmail({ payload, tenantId, now, tools }: JobContext): Promise<void> {
  const { deliveryId } = payload as { deliveryId: string }
  const actor = { tenantId, userId: null, now }
  const waiting = await tools.inTenant(actor, (db) => read(db, deliveryId))
  if (!waiting) return
  const { id, letter } = waiting
  const attempts = waiting.attempts + 1
  const note = (values: Parameters<typeof change<'notifications.deliveries'>>[3]) =>
    tools.inTenant(actor, (db) => change(db, 'notifications.deliveries', { id }, values))
  if (!letter) {
    await note({ status: 'cancelled', lastError: 'No address, the person has left, or the organisation may send nothing just now.' })
    return
  }
  try {
    await tools.mail.send({ ...letter, id, tenantId })
  } catch (error) {
    const final = isFinal(error, attempts)
    await note({ attempts, lastError: withoutAddresses(error), ...(final ? { status: 'failed' as const } : {}) })
    if (final) return
    throw error
  }
  await note({ status: 'sent', attempts, sentAt: now.toString(), lastError: null })
}

async function read(db: Db, deliveryId: string): Promise<Waiting | undefined> {
  const row = await db
    .selectFrom('notifications.deliveries as d')
    .innerJoin('notifications.recipients as r', 'r.id', 'd.recipientId')
    .innerJoin('notifications.notifications as n', 'n.id', 'r.notificationId')
    .where('d.id', '=', deliveryId)
    .where('d.status', '=', 'pending')
    .select(['d.id', 'd.attempts', 'r.userId', 'n.title', 'n.message', 'n.metadata', 'n.notificationType'])
    .executeTakeFirst()
  if (!row) return undefined
  const { userId } = row
  const [[contact], look, { status }] = await Promise.all([contactsOf(db, [userId]), stationeryFor(db, userId), lifeOf(db)])
  if (!contact?.email || contact.status === 'inactive' || !mayTell(status, row.notificationType))
    return { id: row.id, attempts: row.attempts, letter: null }
  const { link, calendar } = row.metadata as { link: string | null; calendar: Calendar | null }
  const { name } = contact
  const letter = letterOf({ name, title: row.title, message: row.message, link: link && `${look.origin}${link}` }, look)
  const to = contact.email
  const file = calendar && { ...calendar, content: addressed(calendar.content, to) }
  return { id: row.id, attempts: row.attempts, letter: { to, ...letter, ...(file ? { calendar: file } : {}) } }
}
