import { sql } from 'kysely'
import { blindIndex, hashToken, newToken } from '#platform/crypto.ts'
import { append, type Db } from '#platform/db.ts'
import type { Client } from '#platform/module.ts'
import { mayGuess } from './policy.ts'

/** `locks`: after this one, if it is wrong, the next must wait. */
export type Guess = { allowed: boolean; locks: boolean; account: Buffer; takeBack: (db: Db) => Promise<void> }

/**
 * Counts a try before the password is looked at, so that many at once cannot slip through; `takeBack` when it was right.
 * All doors count together under one account; a known device has an allowance of its own. The same statements are sent
 * whatever the outcome, and a try that is not allowed does not prolong the lock.
 */
export async function countGuess(db: Db, who: { account: string; deviceId: string | undefined; now: Temporal.Instant }): Promise<Guess> {
  const { now, deviceId } = who
  const account = await blindIndex(db, 'guess', deviceId ? `${who.account}\0${deviceId}` : who.account)
  const knownDevice = deviceId !== undefined
  const windowStart = now.round({ smallestUnit: 'minute', roundingMode: 'floor' }).toString()
  await db
    .insertInto('auth.guess_counters')
    .values({ identifierHash: account, knownDevice, windowStart, attempts: 1 } as never)
    .onConflict((conflict) =>
      conflict
        .columns(['tenantId', 'identifierHash', 'knownDevice', 'windowStart'])
        .doUpdateSet({ attempts: sql`guess_counters.attempts + 1` as never }),
    )
    .execute()
  const counted = await db
    .selectFrom('auth.guess_counters')
    .select(['windowStart', 'attempts'])
    .where('identifierHash', '=', account)
    .where('knownDevice', '=', knownDevice)
    .where('windowStart', '>', now.subtract({ hours: 1 }).toString())
    .execute()
  const isThis = (one: { windowStart: string }) => Temporal.Instant.compare(one.windowStart, windowStart) === 0
  const before = counted.map((one) => (isThis(one) ? { ...one, attempts: one.attempts - 1 } : one))
  const allowed = mayGuess(before, now)
  const subtract = async (on: Db, amount: number) => {
    await on
      .updateTable('auth.guess_counters')
      .set((eb) => ({ attempts: eb('attempts', '-', amount) }))
      .where('identifierHash', '=', account)
      .where('knownDevice', '=', knownDevice)
      .where('windowStart', '=', windowStart)
      .execute()
  }
  await subtract(db, allowed ? 0 : 1)
  return { allowed, locks: allowed && !mayGuess(counted, now), account, takeBack: (on) => subtract(on, 1) }
}

/** Has this person signed in on this device before? */
export async function knownDevice(db: Db, { userId, token }: { userId: string; token: string | undefined }): Promise<string | undefined> {
  const row = await db
    .selectFrom('auth.devices')
    .select('id')
    .where('userId', '=', userId)
    .where('tokenHash', '=', hashToken(token ?? ''))
    .executeTakeFirst()
  return row?.id
}

type Seen = { userId: string; deviceId: string | undefined; client: Client; now: Temporal.Instant }

/** Remembers the device of a person who has just signed in; gives it a cookie if it has none. */
export async function rememberDevice(db: Db, { userId, deviceId, client, now }: Seen): Promise<string> {
  const seen = { userAgent: client.userAgent, ipAddress: client.ip, lastSeenAt: now.toString() }
  if (deviceId) {
    await db
      .updateTable('auth.devices')
      .set({ ...seen, updatedAt: now.toString() })
      .where('id', '=', deviceId)
      .execute()
    return deviceId
  }
  // One cookie for all who share a browser: each has a device row of their own under it.
  const token = /^[\w-]{43}$/.test(client.device ?? '') ? (client.device as string) : newToken()
  client.setDevice(token)
  const device = await append(db, 'auth.devices', {
    userId,
    tokenHash: hashToken(token),
    deviceName: deviceName(client.userAgent),
    ...seen,
  })
  return device.id
}

const browsers: [RegExp, string][] = [
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrom(?:e|ium)\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/CrOS/, 'Chromebook'],
  [/Linux/, 'Linux'],
]

/** Browser and system in words: "Firefox on Windows". */
export function deviceName(userAgent: string): string {
  const first = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent))?.[1]
  const browser = first(browsers)
  const system = first(systems)
  if (browser && system) return `${browser} on ${system}`
  return browser ?? system ?? (userAgent.split(/[/\s]/)[0]?.slice(0, 60) || 'Unknown device')
}
