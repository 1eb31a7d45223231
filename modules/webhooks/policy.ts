import { createHmac } from 'node:crypto'
import { AppError } from '#platform/errors.ts'

/** A message is tried for so long. */
export const triedFor = { hours: 72 }
const waits = [1, 5, 30, 120, 360, 720, 1440]

/** When it is tried again after so many attempts; undefined where that would be too late. */
export function nextTry(attempts: number, { now, giveUpAt }: { now: Temporal.Instant; giveUpAt: string }): Temporal.Instant | undefined {
  const at = now.add({ minutes: waits[Math.min(attempts, waits.length) - 1] ?? 1 })
  return Temporal.Instant.compare(at, Temporal.Instant.from(giveUpAt)) <= 0 ? at : undefined
}

type Message = { id: string; at: Temporal.Instant; body: string }
/** Headers that let the receiver check who sent it and when (Standard Webhooks 1.0): HMAC-SHA-256 over id, time and body. */
export function signed({ id, at, body }: Message, secret: string): Record<string, string> {
  const seconds = String(Math.floor(at.epochMilliseconds / 1000))
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` }
}

export const nameTaken = () => new AppError(409, 'webhooks.name_taken', 'Another system has this name.')
