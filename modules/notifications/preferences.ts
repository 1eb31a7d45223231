import { change, type Db, insert } from '#platform/db.ts'
import { Channel, notificationTypes, type Preferences } from './contract.ts'
import { openChannels, quietHoursOf } from './policy.ts'
import { choices } from './queries.ts'

/** What a person chose, with what holds where they chose nothing. */
export async function preferencesOf(db: Db, userId: string): Promise<Preferences> {
  const chosen = await choices(db, { userId })
  const items = notificationTypes.flatMap((type) => {
    const open = openChannels(type, Channel.options, chosen)
    return Channel.options.map((channel) => ({ type, channel, isEnabled: open.includes(channel) }))
  })
  return { items, quietHours: quietHoursOf(chosen) }
}

/** Keeps what changed of a person's choices. */
export async function choose(db: Db, userId: string, wanted: Preferences): Promise<void> {
  const chosen = await choices(db, { userId })
  const current = await preferencesOf(db, userId)
  const rowOf = (type: string, channel: Channel) => chosen.find((one) => one.notificationType === type && one.channel === channel)
  for (const { type, channel, isEnabled } of wanted.items) {
    if (current.items.find((one) => one.type === type && one.channel === channel)?.isEnabled === isEnabled) continue
    const known = rowOf(type, channel)
    if (known) await change(db, 'notifications.user_notification_preferences', { id: known.id }, { isEnabled })
    else await insert(db, 'notifications.user_notification_preferences', { userId, notificationType: type, channel, isEnabled })
  }
  if (JSON.stringify(wanted.quietHours) === JSON.stringify(current.quietHours)) return
  const { quietHours } = wanted
  const deliverySchedule = quietHours ? { quietFrom: quietHours.from, quietUntil: quietHours.until, days: quietHours.days } : {}
  const known = rowOf('*', 'email')
  if (known) await change(db, 'notifications.user_notification_preferences', { id: known.id }, { deliverySchedule })
  else
    await insert(db, 'notifications.user_notification_preferences', { userId, notificationType: '*', channel: 'email', deliverySchedule })
}
