import { cancel, notify } from '#modules/notifications/index.ts'
import type { Db } from '#platform/db.ts'
import type { Reaction } from '#platform/module.ts'

const ahead = { hours: 30 * 24 }

type About = { db: Db; payload: { certificateId: string }; now: Temporal.Instant }

const reminderOf = (id: string) => `certificate:${id}:expiring`

/** Tells the holder now, and again 30 days before it expires; a newer certificate for the course makes that needless. */
async function issued({ db, payload, now }: About): Promise<void> {
  const row = await db
    .selectFrom('certificates.certificates as c')
    .innerJoin('directory.people as p', 'p.id', 'c.userId')
    .where('c.id', '=', payload.certificateId)
    .select(['c.id', 'c.userId', 'c.courseId', 'c.courseTitle', 'c.issueDate', 'c.expiryDate', 'p.timeZone'])
    .executeTakeFirstOrThrow()
  const { id, userId, courseTitle, expiryDate } = row
  const common = { userIds: [userId], link: `/certificates/${id}`, subject: { type: 'certificates.certificates', id } }
  await notify(db, {
    ...common,
    type: 'certificate_issued',
    title: 'You have a new certificate',
    message: `${courseTitle}. You can show it, print it and let others verify it.`,
    dedupeKey: `certificate:${id}:issued`,
  })
  const former = await db
    .selectFrom('certificates.certificates')
    .where('userId', '=', userId)
    .where('courseId', '=', row.courseId)
    .where('issueDate', '<', row.issueDate)
    .select('id')
    .execute()
  for (const one of former) await cancel(db, reminderOf(one.id))
  const at = expiryDate && Temporal.Instant.from(expiryDate).subtract(ahead)
  if (!at || Temporal.Instant.compare(at, now) <= 0) return
  const day = Temporal.Instant.from(expiryDate)
    .toZonedDateTimeISO(row.timeZone)
    .toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
  await notify(db, {
    ...common,
    type: 'certificate_expiring',
    title: 'A certificate expires soon',
    message: `${courseTitle} counts until ${day}. Take the course again to renew it.`,
    at,
    dedupeKey: reminderOf(id),
  })
}

export const reminders: readonly Reaction[] = [
  { on: 'certificates.issued', name: 'tell_issued', after: issued },
  { on: 'certificates.revoked', name: 'drop_reminder', after: ({ db, payload }: About) => cancel(db, reminderOf(payload.certificateId)) },
]
