import { type Channel, type NotificationType, type QuietHours, unsilenceable } from './contract.ts'

/** What a person chose: a row for one type, or for all types without a row of their own (`*`). */
export type Choice = { notificationType: string; channel: string; isEnabled: boolean; deliverySchedule: unknown }

/** The channels of those wanted that the person left open for this type. What nobody chose is on. */
export function openChannels(type: NotificationType, wanted: readonly Channel[], choices: readonly Choice[]): Channel[] {
  if (unsilenceable.includes(type)) return [...wanted]
  const chosen = (channel: Channel, of: string) => choices.find((one) => one.channel === channel && one.notificationType === of)
  return wanted.filter((channel) => (chosen(channel, type) ?? chosen(channel, '*'))?.isEnabled ?? true)
}

/** The quiet hours in a person's choices, or null. They are kept with the choice for all e-mail. */
export function quietHoursOf(choices: readonly Choice[]): QuietHours | null {
  const schedule = choices.find((one) => one.channel === 'email' && one.notificationType === '*')?.deliverySchedule
  const { quietFrom, quietUntil, days } = (schedule ?? {}) as { quietFrom?: string; quietUntil?: string; days?: number[] }
  return quietFrom && quietUntil ? { from: quietFrom, until: quietUntil, days: days ?? [1, 2, 3, 4, 5, 6, 7] } : null
}

/**
 * When something due at `now` may be sent: `now`, or the end of the quiet hours it falls into, on the person's wall clock.
 * Hours that end before they begin run past midnight; hours that begin where they end last a whole day.
 */
export function afterQuietHours(now: Temporal.Instant, quiet: QuietHours | null, zone: string): Temporal.Instant {
  if (!quiet) return now
  let due = now
  for (let guard = 0; guard < 8; guard++) {
    const end = endOfQuiet(due, quiet, zone)
    if (!end) return due
    due = end
  }
  return due
}

function endOfQuiet(at: Temporal.Instant, { from, until, days }: QuietHours, zone: string): Temporal.Instant | undefined {
  const today = at.toZonedDateTimeISO(zone).toPlainDate()
  for (const day of [today, today.subtract({ days: 1 })]) {
    if (!days.includes(day.dayOfWeek)) continue
    const begins = day.toZonedDateTime({ timeZone: zone, plainTime: from }).toInstant()
    const ends = (until > from ? day : day.add({ days: 1 })).toZonedDateTime({ timeZone: zone, plainTime: until }).toInstant()
    if (Temporal.Instant.compare(begins, at) <= 0 && Temporal.Instant.compare(at, ends) < 0) return ends
  }
  return undefined
}

/** A delivery is given up after this many failures: the queue's last, a day after the first. */
export const lastAttempt = 12
/** A mail server that refuses the letter with 5xx will do so again. One that refuses us (a wrong password) is put right by people. */
export const isFinal = (error: unknown, attempts: number) => {
  const { code, responseCode = 0 } = error as { code?: string; responseCode?: number }
  return attempts >= lastAttempt || (responseCode >= 500 && code !== 'EAUTH')
}
/** What may be kept of a provider's answer: no addresses. */
export const withoutAddresses = (error: unknown) =>
  String((error as Error).message)
    .replaceAll(/[^\s<>"']+@[^\s<>"',;]+/g, '…')
    .slice(0, 300)

/**
 * May people of a tenant be told this now? Nothing once it is closed. While it is suspended nobody can do what reminders ask of them:
 * only what concerns their account, and what administrators need to let it work again.
 */
export const mayTell = (status: string, type: string): boolean =>
  status !== 'closed' && (status !== 'suspended' || type === 'security_alert' || type === 'system_notification')
