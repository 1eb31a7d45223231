import { sql } from 'kysely'
import { type Account, noteSeen } from '#modules/directory/index.ts'
import { blindIndex, hashToken, newToken } from '#platform/crypto.ts'
import { append, changeAll, compiled, type Db } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import type { Client } from '#platform/module.ts'
import type { Insert, Row } from '#platform/rows.gen.ts'
import { deviceName, type Guesses, mayGuess } from './policy.ts'

/** `locks`: after this one, if it is wrong, the next must wait. */
export type Guess = { allowed: boolean; locks: boolean; account: Buffer; takeBack: (db: Db) => Promise<void> }

/**
 * Counts a try before the password is looked at, so that many at once cannot slip through; `takeBack` when it was right.
 * All doors count together under one account; a known device has an allowance of its own. The same statements are sent
 * whatever the outcome, and a try that is not allowed does not prolong the lock. `allows`: by which rule, of wrong answers counted
 * per minute.
 */
export async function countGuess(
  db: Db,
  who: { account: string; deviceId: string | undefined; now: Temporal.Instant; allows?: typeof mayGuess },
): Promise<Guess> {
  const { now, deviceId, allows = mayGuess } = who
  const account = await blindIndex(db, 'guess', deviceId ? `${who.account}\0${deviceId}` : who.account)
  const knownDevice = deviceId !== undefined
  const windowStart = now.round({ smallestUnit: 'minute', roundingMode: 'floor' }).toString()
  const here = { account, knownDevice, windowStart }
  await countOne(db, here)
  const counted = await countedSince(db, { ...here, since: now.subtract({ hours: 1 }).toString() })
  const isThis = (one: Guesses) => Temporal.Instant.compare(one.windowStart, windowStart) === 0
  const before = counted.map((one) => (isThis(one) ? { ...one, attempts: one.attempts - 1 } : one))
  const allowed = allows(before, now)
  await takeOff(db, { ...here, amount: allowed ? 0 : 1 })
  const takeBack = async (on: Db) => {
    await takeOff(on, { ...here, amount: 1 })
  }
  return { allowed, locks: allowed && !allows(counted, now), account, takeBack }
}

type Counter = { account: Buffer; knownDevice: boolean; windowStart: string }
/** First comes a row that all tries of an account wait for: two minutes that meet are counted together, too. */
const countOne = compiled('auth.count_guess', (db, { account: identifierHash, knownDevice, windowStart }: Counter) =>
  db
    .insertInto('auth.guess_counters')
    .values([
      { identifierHash, knownDevice, windowStart: '1970-01-01T00:00:00Z', attempts: 0 },
      { identifierHash, knownDevice, windowStart, attempts: 1 },
    ] as never)
    .onConflict((conflict) =>
      conflict
        .columns(['tenantId', 'identifierHash', 'knownDevice', 'windowStart'])
        .doUpdateSet({ attempts: sql`guess_counters.attempts + excluded.attempts` as never }),
    ),
)
const countedSince = compiled<Counter & { since: string }, Guesses>('auth.guesses', (db, { account, knownDevice, since }) =>
  db
    .selectFrom('auth.guess_counters')
    .select(['windowStart', 'attempts'])
    .where('identifierHash', '=', account)
    .where('knownDevice', '=', knownDevice)
    .where('windowStart', '>', since),
)
const takeOff = compiled('auth.take_off_guess', (db, { account, knownDevice, windowStart, amount }: Counter & { amount: number }) =>
  db
    .updateTable('auth.guess_counters')
    .set((eb) => ({ attempts: eb('attempts', '-', amount) }))
    .where('identifierHash', '=', account)
    .where('knownDevice', '=', knownDevice)
    .where('windowStart', '=', windowStart),
)

/** So many messages of one kind go to one person within an hour. */
const perHour = 3
/** May one more message of this kind go to a person? Counted where it is asked, so that many at once are many. */
export async function mayWrite(
  db: Db,
  of: { userId: string; kind: 'invite' | 'reset' | 'verify_email' | 'text'; now: Temporal.Instant },
): Promise<boolean> {
  const allows = (sent: readonly Guesses[]) => sent.reduce((sum, { attempts }) => sum + attempts, 0) < perHour
  const { allowed } = await countGuess(db, { account: `${of.kind}\0${of.userId}`, deviceId: undefined, now: of.now, allows })
  return allowed
}

/** What was counted against an account is forgotten, for who has just proven it otherwise. */
export async function forgetGuesses(db: Db, account: string): Promise<void> {
  const identifierHash = await blindIndex(db, 'guess', account)
  await db.deleteFrom('auth.guess_counters').where('identifierHash', '=', identifierHash).execute()
}

export type Device = { id: string; trustedUntil: string | null }
const devices = compiled<{ userId: string; tokenHash: Buffer }, Device>('auth.known_device', (db, { userId, tokenHash }) =>
  db.selectFrom('auth.devices').select(['id', 'trustedUntil']).where('userId', '=', userId).where('tokenHash', '=', tokenHash),
)
/** The device, if this person has signed in on it before. */
export const knownDevice = async (db: Db, { userId, token }: { userId: string; token: string | undefined }): Promise<Device | undefined> =>
  (await devices(db, { userId, tokenHash: hashToken(token ?? '') }))[0]

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
  const [known] = await db
    .selectFrom('auth.devices')
    .select('id')
    .where('userId', '=', userId)
    .where('id', '!=', device.id)
    .limit(1)
    .execute()
  // The first device is no news to the person.
  if (known) await emit(db, 'auth.device_added', { userIds: [userId], deviceId: device.id })
  return device.id
}

const nobody = '00000000-0000-0000-0000-000000000000'
type At = { client: Client; now: Temporal.Instant }
const credentials = compiled('auth.credentials', (db, { userId }: { userId: string }) =>
  db
    .selectFrom('auth.credentials')
    .select(['passwordHash', 'failedLoginAttempts', 'hasSecondFactor', 'mustChange', 'lockedBy'])
    .where('userId', '=', userId),
)
/** What is known of somebody, or of nobody. */
async function standingOf(db: Db, userId: string, client: Client) {
  const [[credential], device] = await Promise.all([credentials(db, { userId }), knownDevice(db, { userId, token: client.device })])
  return {
    device,
    hash: credential?.passwordHash as string | null | undefined,
    hasSecondFactor: credential?.hasSecondFactor ?? false,
    mustChange: credential?.mustChange ?? false,
    failures: credential?.failedLoginAttempts ?? 0,
    /** An administrator shut the account: nothing is allowed. */
    isLocked: credential?.lockedBy != null,
  }
}

/** One answer at a door: whose it would be, what is known of them, and whether it may be looked at. */
export type Attempt = Awaited<ReturnType<typeof standingOf>> & { account: Account | undefined; guess: Guess }

/** Counts the answer before it is looked at. The same statements for somebody and nobody. */
export async function attempt(
  db: Db,
  { account, typed, client, now }: At & { account: Account | undefined; typed: string },
): Promise<Attempt> {
  const known = await standingOf(db, account?.id ?? nobody, client)
  const guess = await countGuess(db, { account: account?.id ?? typed.toLowerCase(), deviceId: known.device?.id, now })
  return { ...known, account, guess: known.isLocked ? { ...guess, allowed: false, locks: false } : guess }
}

/** Somebody who guesses nothing, because another proves them. */
export async function unguessed(
  db: Db,
  { account, typed, client }: { account: Account | undefined; typed: string; client: Client },
): Promise<Attempt> {
  const [known, hash] = await Promise.all([standingOf(db, account?.id ?? nobody, client), blindIndex(db, 'guess', account?.id ?? typed)])
  const guess = { allowed: true, locks: false, account: hash, takeBack: async () => {} }
  return { ...known, account, guess, hash: null, failures: 0, mustChange: false }
}

type Method = Insert<'auth.login_history'>['method'] & string
type Outcome = Insert<'auth.login_history'>['outcome']
type Noted = At & { outcome: Outcome; method?: Method | undefined; reason?: string }
type Tried = { account: { id: string } | undefined; guess: Pick<Guess, 'account'> }
export const noteAttempt = (db: Db, { account, guess }: Tried, { outcome, method, reason, client, now }: Noted) =>
  append(db, 'auth.login_history', {
    userId: account?.id ?? null,
    identifierHash: guess.account,
    outcome,
    ...(method ? { method } : {}),
    reason: reason ?? null,
    ipAddress: client.ip,
    userAgent: client.userAgent,
    createdAt: now.toString(),
  })

/** Somebody came in by another door than the password's: in their history, and as their last sign-in. */
export async function noteComing(db: Db, tried: Tried & { account: { id: string } }, at: Omit<Noted, 'outcome'>): Promise<void> {
  await noteAttempt(db, tried, { ...at, outcome: 'success' })
  await noteSeen(db, { userId: tried.account.id, now: at.now, signsIn: true })
}

/** A wrong answer, or one that was not looked at. `wrong` says what was wrong with it where nothing else was. */
export async function noteFailure(db: Db, tried: Attempt, { wrong, client, now, method }: At & { wrong: string; method?: Method }) {
  const { account, guess, device, isLocked } = tried
  const outcome = isLocked ? 'locked' : guess.allowed ? 'failure' : 'throttled'
  const reason = !account
    ? 'unknown'
    : isLocked
      ? 'locked'
      : !guess.allowed
        ? 'too many attempts'
        : account.status !== 'active'
          ? account.status
          : wrong
  await noteAttempt(db, tried, { outcome, reason, client, now, method })
  // Not a change that somebody made: the sign-in history is its record.
  await db
    .updateTable('auth.credentials')
    .set((eb) => ({
      failedLoginAttempts: eb('failedLoginAttempts', '+', 1),
      ...(guess.locks && !device ? { lockedAt: now.toString() } : {}),
    }))
    .where('userId', '=', account?.id ?? nobody)
    .execute()
}

/** Everything asked for was right: the device is known from now on, and what was counted is forgotten. Answers the device. */
export async function noteEntry(db: Db, tried: Attempt, { client, now, method }: At & { method?: Method }): Promise<string> {
  const { id: userId } = tried.account as Account
  const deviceId = await rememberDevice(db, { userId, deviceId: tried.device?.id, client, now })
  if (tried.failures > 0) await changeAll(db, 'auth.credentials', { userId }, { failedLoginAttempts: 0, lockedAt: null })
  await noteAttempt(db, tried, { outcome: 'success', client, now, method })
  await noteSeen(db, { userId, now, signsIn: true })
  return deviceId
}

type Page = { userId: string; at: string; id: string; limit: number }
/** When somebody signed in as this person or tried to, newest first, before `at` and `id`. */
export const signInsOf = compiled<Page, SignIn>('auth.sign_ins', (db, { userId, at, id, limit }) =>
  db
    .selectFrom('auth.login_history')
    .select(['id', 'createdAt as at', 'outcome', 'reason', 'method', 'userAgent', 'ipAddress'])
    .where('userId', '=', userId)
    .where((eb) => eb(eb.refTuple('createdAt', 'id'), '<', eb.tuple(at, id)))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit),
)
type SignIn = Pick<Row<'auth.login_history'>, 'id' | 'outcome' | 'reason' | 'method' | 'userAgent' | 'ipAddress'> & { at: string }
