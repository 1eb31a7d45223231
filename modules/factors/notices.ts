import { devicesOf } from '#modules/auth/index.ts'
import { notify } from '#modules/notifications/index.ts'
import type { Db } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import type { Reaction } from '#platform/module.ts'

const ifNot = 'If this was not you, change your password and tell your administrator.'
const words = {
  added: ['A second factor was added to your account', `From now on it can be used to sign in as you. ${ifNot}`],
  removed: ['A second factor was removed from your account', `It can no longer be used to sign in as you. ${ifNot}`],
  codes: ['New recovery codes were made for your account', `The old ones no longer work. ${ifNot}`],
  questions: ['Your security questions were changed', `They are asked when you choose a new password by a link. ${ifNot}`],
  reset: [
    'Your second factors were taken away',
    'An administrator did this, so that you can sign in with your password alone and add new ones. All your sessions have ended. If you did not ask for it, tell your administrator.',
  ],
  locked: [
    'Your account was locked',
    'An administrator did this. All your sessions have ended, and you cannot sign in until an administrator unlocks it. If you do not know why, ask them.',
  ],
  unlocked: ['Your account was unlocked', 'You can sign in again.'],
} as const

/** Tells a person, on every channel, that what proves who they are has changed. */
export async function tell(db: Db, userId: string, what: keyof typeof words): Promise<void> {
  const [title, message] = words[what]
  await notify(db, { userIds: [userId], type: 'security_alert', title, message, link: '/account' })
  await emit(db, 'factors.changed', { userIds: [userId] })
}

/** Tells a person that somebody signed in as them on a device that is new. */
export const tellOfDevice: NonNullable<Reaction['after']> = async ({ db, payload }) => {
  const { userIds, deviceId } = payload as { userIds: string[]; deviceId: string }
  const devices = await Promise.all(userIds.map((userId) => devicesOf(db, userId)))
  const device = devices.flat().find((one) => one.id === deviceId)
  if (!device) return
  const message = `${device.deviceName ?? 'Unknown device'}, address ${device.ipAddress ?? 'unknown'}. If this was you, you need not do anything. ${ifNot}`
  await notify(db, { userIds, type: 'security_alert', title: 'You signed in on a new device', message, link: '/account' })
}

/** Tells a tenant administrator that another one removed them: they can still object. */
export const tellOfRemoval: NonNullable<Reaction['after']> = async ({ db, payload }) => {
  const { userId } = payload as { userId: string }
  const message =
    'Another administrator took this role from you, or deactivated your account. For seven days they cannot appoint a new one alone. If this is not right, tell your organisation now.'
  await notify(db, {
    userIds: [userId],
    type: 'security_alert',
    title: 'You are no longer a tenant administrator',
    message,
    link: '/account',
  })
}
