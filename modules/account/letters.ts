import { z } from 'zod'
import { contactsOf, stationeryFor } from '#modules/directory/index.ts'
import { letterOf, notify } from '#modules/notifications/index.ts'
import type { Db } from '#platform/db.ts'
import { later } from '#platform/events.ts'
import type { JobContext } from '#platform/module.ts'
import type { Kept } from './contract.ts'

/** Tells why a request was declined. */
export const tellDeclined = (db: Db, { id, userId, answer }: { id: string; userId: string; answer: string }) =>
  notify(db, {
    userIds: [userId],
    type: 'system_notification',
    title: 'Your request to be deleted was declined',
    message: answer,
    link: '/account/data',
    dedupeKey: `account.declined:${id}`,
  })

type Accepted = { id: string; userId: string; answer: string | null; kept: readonly Kept[] }
/** Writes that the account has ended: by letter and at once, since whoever has no account any more reads no notification. */
export async function bidFarewell(db: Db, { id, userId, answer, kept }: Accepted): Promise<void> {
  const [person] = await contactsOf(db, [userId])
  if (person?.email)
    later(db, 'account.farewell', { id, userId, to: person.email, name: person.name, answer, kept }, { key: `account.farewell:${id}` })
}

const Farewell = z.object({
  id: z.string(),
  userId: z.string(),
  to: z.string(),
  name: z.string(),
  answer: z.string().nullable(),
  kept: z.array(z.object({ what: z.string(), why: z.string() })),
})
/** The letter to somebody whose account has ended. */
export async function sayFarewell({ payload, tenantId, now, tools }: JobContext): Promise<void> {
  const { id, userId, to, name, answer, kept } = Farewell.parse(payload)
  const look = await tools.inTenant({ tenantId, userId: null, now }, (db) => stationeryFor(db, userId))
  const stays = kept.map(({ what, why }) => `${what}: ${why}`)
  const message = [
    'Your request to be deleted was accepted. You can no longer sign in, and your profile was removed.',
    ...(answer ? [answer] : []),
    ...(stays.length > 0 ? ['This must be kept:', ...stays] : []),
  ].join('\n\n')
  await tools.mail.send({ id, to, tenantId, ...letterOf({ name, title: 'Your account has ended', message, link: null }, look) })
}
