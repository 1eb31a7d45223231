import { hashToken, newToken } from '#platform/crypto.ts'
import { append, changeAll, type Db } from '#platform/db.ts'
import { unauthenticated } from '#platform/errors.ts'
import { emit, later } from '#platform/events.ts'
import type { Client, Tools } from '#platform/module.ts'
import { identify } from './identify.ts'
import { lasts, linkSpent } from './policy.ts'
import { endSessions, succeed, successorOf, type Tokens } from './sessions.ts'

type Asked = { tools: Tools; client: Client; now: Temporal.Instant; refreshToken: string }

/**
 * Exchanges a refresh token for the next pair. One that was spent within the last ten seconds gets the same pair again (its
 * answer was lost); one spent earlier was stolen by somebody: all tokens of that sign-in end and the person is told. Throws 401.
 */
export async function refresh({ tools, client, now, refreshToken }: Asked): Promise<Tokens> {
  const hash = hashToken(refreshToken)
  const old = await tools.system
    .selectFrom('auth.sessions')
    .select(['id', 'tenantId', 'userId'])
    .where('refreshTokenHash', '=', hash)
    .where('refreshTokenExpiresAt', '>', now.toString())
    .executeTakeFirst()
  if (!old) throw unauthenticated()
  const key = tools.keys.derive('refresh-tokens')
  const actor = { tenantId: old.tenantId, userId: old.userId, ip: client.ip, now }
  const result = await tools.inTenant(actor, async (db) => {
    const [spent] = await changeAll(
      db,
      'auth.sessions',
      { id: old.id, revokedAt: null },
      { revokedAt: now.toString(), revokedReason: 'replaced', refreshRotatedAt: now.toString() },
    )
    if (spent) {
      await emit(db, 'auth.session_ended', { sessionIds: [spent.id], userIds: [spent.userId] })
      return succeed(db, { old: spent, spent: refreshToken, key, now, client })
    }
    const before = await db
      .selectFrom('auth.sessions')
      .select(['familyId', 'refreshRotatedAt'])
      .where('id', '=', old.id)
      .executeTakeFirstOrThrow()
    // Signed out, or ended from elsewhere: nothing was stolen.
    if (!before.refreshRotatedAt) return undefined
    const next = await db
      .selectFrom('auth.sessions')
      .select(['revokedAt', 'expiresAt'])
      .where('previousRefreshHash', '=', hash)
      .executeTakeFirst()
    const graceEnds = Temporal.Instant.from(before.refreshRotatedAt).add(lasts.refreshGrace)
    if (next && !next.revokedAt && Temporal.Instant.compare(now, graceEnds) <= 0)
      return { ...successorOf(refreshToken, key), expiresAt: next.expiresAt }
    const family = await db
      .selectFrom('auth.sessions')
      .select('id')
      .where('familyId', '=', before.familyId)
      .where('revokedAt', 'is', null)
      .execute()
    const ids = family.map((session) => session.id)
    await endSessions(db, { ids, userId: old.userId, reason: 'refresh_reused', by: null, now })
    if (ids.length) later(db, 'auth.tell_of_reuse', { userId: old.userId })
    return undefined
  })
  // Renewing opens nothing that is shut: idle too long, out of its networks, past what the organisation allows.
  if (!result || !(await identify({ ip: client.ip, token: result.accessToken }, now, tools, { evenPending: true, quietly: true })))
    throw unauthenticated()
  return result
}

type Purpose = 'invite' | 'reset' | 'verify_email'
/** A new one-time token; those of the same purpose made before no longer work. Only its hash is kept. */
export async function makeToken(db: Db, made: { userId: string; purpose: Purpose; email: string; now: Temporal.Instant }): Promise<string> {
  const { userId, purpose, email, now } = made
  const token = newToken()
  await changeAll(db, 'auth.one_time_tokens', { userId, purpose, usedAt: null }, { usedAt: now.toString() })
  await append(db, 'auth.one_time_tokens', {
    userId,
    purpose,
    tokenHash: hashToken(token),
    email,
    expiresAt: now.add(purpose === 'invite' ? lasts.invitation : lasts.reset).toString(),
    createdAt: now.toString(),
  })
  return token
}

/** Whose link this is. Throws 410 where it was spent, is too old, or never was. */
export async function findToken({ system }: Tools, of: { token: string; purpose: Purpose; now: Temporal.Instant }) {
  const found = await system
    .selectFrom('auth.one_time_tokens')
    .select(['id', 'tenantId', 'userId', 'email'])
    .where('tokenHash', '=', hashToken(of.token))
    .where('purpose', '=', of.purpose)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', of.now.toString())
    .executeTakeFirst()
  if (!found) throw linkSpent()
  return found
}

/** Spends a link: once, also when two try at the same moment. Throws 410. */
export async function spendToken(db: Db, { id, now }: { id: string; now: Temporal.Instant }): Promise<void> {
  const [mine] = await changeAll(db, 'auth.one_time_tokens', { id, usedAt: null }, { usedAt: now.toString() })
  if (!mine) throw linkSpent()
}

/** No link that a person was sent before works any more. */
export const voidTokens = (db: Db, { userId, now }: { userId: string; now: Temporal.Instant }) =>
  changeAll(db, 'auth.one_time_tokens', { userId, usedAt: null }, { usedAt: now.toString() })

/** Forgets what ended long ago: sessions and links after 30 days, counted guesses after one. The sign-in history stays. Runs daily. */
export async function tidy(system: Db, now: Temporal.Instant): Promise<void> {
  const daysAgo = (days: number) => now.subtract({ hours: days * 24 }).toString()
  await system
    .deleteFrom('auth.sessions')
    .where('expiresAt', '<', daysAgo(30))
    .where((eb) => eb.or([eb('refreshTokenExpiresAt', 'is', null), eb('refreshTokenExpiresAt', '<', daysAgo(30))]))
    .execute()
  await system.deleteFrom('auth.one_time_tokens').where('expiresAt', '<', daysAgo(30)).execute()
  await system.deleteFrom('auth.guess_counters').where('windowStart', '<', daysAgo(1)).execute()
}
