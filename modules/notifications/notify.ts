import { featuresOf } from '#modules/tenancy/index.ts'
import { boundOf, changeAll, type Db, insert, insertMany } from '#platform/db.ts'
import { drop, later } from '#platform/events.ts'
import type { Channel, NotificationType } from './contract.ts'
import { deliver, planFor, type Recipient } from './plan.ts'

/** A calendar file that goes with the e-mail. */
export type Calendar = { method: 'REQUEST' | 'CANCEL'; content: string }
export type Note = {
  userIds: readonly string[]
  type: NotificationType
  /** One line, and a few plain sentences in neutral words: never a clinical value or reason. */
  title: string
  message: string
  /** A path of this application. */
  link?: string
  /** In-app and e-mail when left out. */
  channels?: readonly Channel[]
  /** Not before; at once when left out or past. */
  at?: Temporal.Instant
  /** The same key is the same notification: a second one is not made. */
  dedupeKey?: string
  /** What it is about: a table and a row. */
  subject?: { type: string; id: string }
  calendar?: Calendar
}
/**
 * Tells people something: content once, a recipient per person, a delivery per channel they left open. Answers its id; with a
 * known `dedupeKey` the id of the one that is there already (one that was cancelled comes back with the new content).
 */
export async function notify(db: Db, note: Note): Promise<string> {
  const known = note.dedupeKey ? await byKey(db, note.dedupeKey) : undefined
  if (known && known.status !== 'cancelled') return known.id
  if (known) await changeAll(db, 'notifications.notifications', { id: known.id }, { dedupeKey: null })
  const { now } = boundOf(db)
  const waits = note.at !== undefined && Temporal.Instant.compare(note.at, now) > 0
  const userIds = [...new Set(note.userIds)]
  const stored = await insert(db, 'notifications.notifications', {
    notificationType: note.type,
    title: note.title,
    message: note.message,
    metadata: { channels: note.channels ?? ['in_app', 'email'], link: note.link ?? null, calendar: note.calendar ?? null },
    status: waits ? 'scheduled' : 'sent',
    scheduledFor: (waits ? note.at : now)?.toString() as string,
    sentAt: waits ? null : now.toString(),
    dedupeKey: note.dedupeKey ?? null,
    subjectType: note.subject?.type ?? null,
    subjectId: note.subject?.id ?? null,
  })
  const plans = waits ? undefined : await planFor(db, stored, userIds)
  const recipients = await insertMany(
    db,
    'notifications.recipients',
    userIds.map((userId) => ({ notificationId: stored.id, userId, visibleAt: plans?.get(userId)?.inApp ? now.toString() : null })),
  )
  if (plans) await deliver(db, recipients, plans)
  else releaseLater(db, stored.id, note.at as Temporal.Instant)
  return stored.id
}

/**
 * Moves what waits under this key to another time, with other words where given. One that was sent already is followed by a new
 * one to the same people. Answers false when there is none.
 */
export async function reschedule(
  db: Db,
  dedupeKey: string,
  moved: { at: Temporal.Instant } & Partial<Pick<Note, 'title' | 'message' | 'link' | 'calendar'>>,
): Promise<boolean> {
  const known = await byKey(db, dedupeKey)
  if (!known) return false
  const { channels, link, calendar } = known.metadata as Pick<Note, 'channels' | 'link' | 'calendar'>
  const people = await recipientsOf(db, known.id)
  drop(db, releaseKey(known.id))
  await changeAll(
    db,
    'notifications.notifications',
    { id: known.id },
    { dedupeKey: null, ...(known.status === 'scheduled' ? { status: 'cancelled' } : {}) },
  )
  await notify(db, {
    userIds: people.map((one) => one.userId),
    type: known.notificationType,
    title: moved.title ?? known.title,
    message: moved.message ?? known.message,
    at: moved.at,
    dedupeKey,
    ...(channels ? { channels } : {}),
    ...(moved.link || link ? { link: (moved.link ?? link) as string } : {}),
    ...(moved.calendar || calendar ? { calendar: (moved.calendar ?? calendar) as Calendar } : {}),
    ...(known.subjectType && known.subjectId ? { subject: { type: known.subjectType, id: known.subjectId } } : {}),
  })
  return true
}

/** Drops what waits under this key; what was sent stays, none is no error. */
export async function cancel(db: Db, dedupeKey: string): Promise<void> {
  const dropped = await changeAll(db, 'notifications.notifications', { dedupeKey, status: 'scheduled' }, { status: 'cancelled' })
  for (const { id } of dropped) drop(db, releaseKey(id))
}

/**
 * Sends a scheduled notification whose time has come. Nothing happens when it was moved, cancelled or sent meanwhile; what is about
 * a part of the system that the tenant no longer has is dropped.
 */
export async function release(db: Db, id: string): Promise<void> {
  const { now, tools } = boundOf(db)
  const stored = await db
    .selectFrom('notifications.notifications')
    .selectAll()
    .where('id', '=', id)
    .where('status', '=', 'scheduled')
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!stored) return
  const feature = tools.registry.modules.find(({ name }) => name === stored.subjectType?.split('.')[0])?.feature
  if (feature && !(await featuresOf(db, now)).some((on) => on === feature)) {
    await changeAll(db, 'notifications.notifications', { id }, { status: 'cancelled' })
    return
  }
  const recipients = await recipientsOf(db, id)
  const userIds = recipients.map((one) => one.userId)
  const plans = await planFor(db, stored, userIds)
  const shown = recipients.filter((one) => plans.get(one.userId)?.inApp).map((one) => one.id)
  await changeAll(db, 'notifications.recipients', { id: shown }, { visibleAt: now.toString() })
  await changeAll(db, 'notifications.notifications', { id }, { status: 'sent', sentAt: now.toString() })
  await deliver(db, recipients, plans)
}

const releaseKey = (id: string) => `notifications.release:${id}`
const releaseLater = (db: Db, id: string, at: Temporal.Instant) =>
  later(db, 'notifications.release', { id }, { key: releaseKey(id), runAt: at })

const byKey = (db: Db, dedupeKey: string) =>
  db.selectFrom('notifications.notifications').selectAll().where('dedupeKey', '=', dedupeKey).executeTakeFirst()
const recipientsOf = (db: Db, notificationId: string): Promise<Recipient[]> =>
  db.selectFrom('notifications.recipients').selectAll().where('notificationId', '=', notificationId).orderBy('id').execute()
