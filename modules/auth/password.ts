import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { hash, verify } from '@node-rs/argon2'
import { change, changeAll, type Db } from '#platform/db.ts'
import { turns } from '#platform/turns.ts'
import { forgetGuesses } from './attempt.ts'
import { lasts, locked, tooEasy } from './policy.ts'
import { devicesOf, endAllSessions, sessionsChanged } from './sessions.ts'

/** argon2id, 64 MiB, three passes, one lane; the PHC string carries parameters and salt. */
const parameters = { memoryCost: 65_536, timeCost: 3, parallelism: 1 }

/** Four hashes at once, so that a crowd at the door cannot take all memory. */
const inTurn = turns(4, 40)

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, parameters))

// What nobody's password hashes to: an unknown name takes as long as a known one.
const nobody = '$argon2id$v=19$m=65536,t=3,p=1$4Clw21gmj7rg+5Ili0BMzA$jC3saQJnxH2qyhAW8dcu+aWQxx4d1ZbHRfaAsZ8OvM4'

/** Does the password belong to this hash? Without a hash the same work is done, for nothing. */
export const checkPassword = (stored: string | null | undefined, password: string): Promise<boolean> =>
  inTurn(async () => (await verify(stored ?? nobody, password)) && stored != null)

/** Was it hashed with less than today's parameters? */
export const isOutdated = (stored: string): boolean =>
  !stored.includes(`$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$`)

type Chosen = { password: string; least: number; about: readonly (string | null)[]; field?: string }
/**
 * Refuses a new password that is shorter than the organisation's `least`, is among those that leaked, or is easily guessed by
 * somebody who knows the person (`about`: names, address, organisation). No composition rules. Throws 422.
 */
export async function refuseEasyPassword({ password, least, about, field = 'password' }: Chosen): Promise<void> {
  if (password.length < least) throw tooEasy(field, `Your organisation asks for at least ${least} characters.`)
  const words = about
    .flatMap((text) => (text ? [text, ...text.split(/[^\p{L}\p{N}]+/u)] : []))
    .filter((word) => word.length > 2)
    .map((word) => word.toLowerCase())
  const known = [...new Set(['salus', ...words])].sort((a, b) => b.length - a.length)
  const refusal = await judging(() => judged({ password, known }))
  if (refusal) throw tooEasy(field, refusal)
}

const judging = turns(1, 20)
/** Judged in a thread of its own: it takes up to half a second, and its word lists 90 MB that are given back. */
async function judged(given: { password: string; known: string[] }): Promise<string | null> {
  const thread = new Worker(new URL('./judge.ts', import.meta.url), { workerData: given })
  try {
    const [refusal] = (await once(thread, 'message')) as [string | null]
    return refusal
  } finally {
    await thread.terminate()
  }
}

/**
 * What somebody signs in with, theirs alone until the transaction ends: whatever is decided about it (a limit, a first one, a newest
 * one) is decided by one at a time.
 */
export const holdCredentials = (db: Db, userId: string): Promise<{ id: string }> =>
  db
    .insertInto('auth.credentials')
    .values({ userId } as never)
    .onConflict((conflict) =>
      conflict.columns(['tenantId', 'userId']).doUpdateSet((eb) => ({ updatedAt: eb.ref('credentials.updatedAt' as never) as never })),
    )
    .returning('id')
    .executeTakeFirstOrThrow()

/** From now on, or no longer, sessions of this person need a second factor. Without it no device is trusted. */
export async function requireSecondFactor(db: Db, { userId, isWanted }: { userId: string; isWanted: boolean }): Promise<void> {
  const { id } = await holdCredentials(db, userId)
  await change(db, 'auth.credentials', { id }, { hasSecondFactor: isWanted })
  await changeAll(db, 'auth.devices', { userId, isTrusted: true }, { isTrusted: false, trustedUntil: null })
  await sessionsChanged(db, userId)
}

export type Lock = { by: string | null; at: string; until: string | null; reason: string | null }
/** What keeps a person out: an administrator (`by`, until one opens it), or too many wrong answers (`until`); null where nothing does. */
export async function lockOf(db: Db, { userId, now }: { userId: string; now: Temporal.Instant }): Promise<Lock | null> {
  const found = await db
    .selectFrom('auth.credentials')
    .select(['lockedBy', 'lockedAt', 'lockReason'])
    .where('userId', '=', userId)
    .where('isLocked', '=', true)
    .executeTakeFirst()
  if (!found?.lockedAt) return null
  const { lockedBy: by, lockedAt: at, lockReason: reason } = found
  if (by) return { by, at, until: null, reason }
  const until = Temporal.Instant.from(at).add(lasts.lock)
  return Temporal.Instant.compare(until, now) > 0 ? { by, at, until: until.toString(), reason } : null
}

/**
 * Shuts a person's account, whatever they come with, until somebody opens it; their sessions end, and keys made by them rest. Throws
 * 403 where whoever does it was locked a moment ago themselves, 404 where it is locked already.
 */
export async function lockAccount(db: Db, lock: { userId: string; by: string; reason: string; now: Temporal.Instant }): Promise<void> {
  const { userId, by, reason, now } = lock
  // Of two who lock each other the second finds themself locked: somebody is always left.
  for (const id of [userId, by].sort()) await holdCredentials(db, id)
  if ((await lockOf(db, { userId: by, now }))?.by) throw locked()
  await change(db, 'auth.credentials', { userId, lockedBy: null }, { lockedAt: now.toString(), lockedBy: by, lockReason: reason })
  await endAllSessions(db, { userId, reason: 'revoked', by, now })
  await sessionsChanged(db, userId)
}

/** Opens a lock, whoever or whatever put it there; nothing is counted against the person any more, on any device. Throws 404. */
export async function unlockAccount(db: Db, userId: string): Promise<void> {
  const open = { lockedAt: null, lockedBy: null, lockReason: null, failedLoginAttempts: 0 }
  await change(db, 'auth.credentials', { userId, isLocked: true }, open)
  await forgetGuesses(db, userId)
  for (const { id } of await devicesOf(db, userId)) await forgetGuesses(db, `${userId}\0${id}`)
  await sessionsChanged(db, userId)
}

/** Sets a person's password and opens a lock, but for an administrator's: then throws 404. */
export async function setPassword(db: Db, { userId, passwordHash, now }: { userId: string; passwordHash: string; now: Temporal.Instant }) {
  const set = { passwordHash, passwordChangedAt: now.toString(), mustChange: false, lockedAt: null, failedLoginAttempts: 0 }
  const { id } = await holdCredentials(db, userId)
  await change(db, 'auth.credentials', { id, lockedBy: null }, set)
  await forgetGuesses(db, userId)
}
