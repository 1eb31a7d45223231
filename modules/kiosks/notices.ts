import { notify } from '#modules/notifications/index.ts'
import type { Db } from '#platform/db.ts'
import { emit } from '#platform/events.ts'

const ifNot = 'If this surprises you, tell your administrator.'
const words = {
  code: [
    'A start code for kiosks was given out for you',
    `With it a new PIN is chosen at a kiosk. A PIN you had no longer works. ${ifNot}`,
  ],
  set: ['A PIN for kiosks was chosen for your account', `With it and your employee number one comes in as you at a kiosk. ${ifNot}`],
  removed: ['Your PIN for kiosks was removed', `Nobody comes in as you at a kiosk. ${ifNot}`],
} as const

/** Tells a person, on every channel, that what lets them in at a kiosk has changed. */
export async function tell(db: Db, userId: string, what: keyof typeof words): Promise<void> {
  const [title, message] = words[what]
  await notify(db, { userIds: [userId], type: 'security_alert', title, message, link: '/account' })
  await emit(db, 'kiosks.pin_changed', { userIds: [userId] })
}
