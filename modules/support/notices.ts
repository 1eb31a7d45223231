import { notify } from '#modules/notifications/index.ts'
import { boundOf, type Db } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import type { Row } from '#platform/rows.gen.ts'

type Person = { id: string; name: string }
/** Tells both that somebody is in an account that is not theirs. */
export async function tellOfBegin(db: Db, { person, supporter, ends }: { person: Person; supporter: Person; ends: Temporal.Instant }) {
  const minutes = Math.round(ends.since(boundOf(db).now).total('minutes'))
  await notify(db, {
    userIds: [person.id],
    type: 'security_alert',
    title: `${supporter.name} is in your account`,
    message: `You gave them your code. They see what you see, but nothing about health, for ${minutes} minutes at most. You can end it at once in your account.`,
    link: '/account',
  })
  await notify(db, {
    userIds: [supporter.id],
    type: 'system_notification',
    title: `You are helping ${person.name} in their account`,
    message: `It lasts ${minutes} minutes at most, and the audit trail names you for all that you do there.`,
  })
  await emit(db, 'support.changed', { userIds: [person.id] })
}

/** Tells both that it is over. */
export async function tellOfEnd(db: Db, { userId, supporterId }: Row<'support.consents'>): Promise<void> {
  await emit(db, 'support.changed', { userIds: [userId] })
  if (!supporterId) return
  const people = await db.selectFrom('directory.people').select(['id', 'name']).where('id', 'in', [userId, supporterId]).execute()
  const nameOf = (id: string) => people.find((one) => one.id === id)?.name ?? ''
  await notify(db, {
    userIds: [userId],
    type: 'security_alert',
    title: `${nameOf(supporterId)} is no longer in your account`,
    message: 'When they were, and who they were, stays in your account under “Help from support”.',
    link: '/account',
  })
  await notify(db, {
    userIds: [supporterId],
    type: 'system_notification',
    title: `You are no longer in the account of ${nameOf(userId)}`,
    message: 'To help them again you need another code.',
  })
}
