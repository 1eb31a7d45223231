import { hashToken } from '#platform/crypto.ts'
import { changeAll } from '#platform/db.ts'
import { unauthenticated } from '#platform/errors.ts'
import { emit, later } from '#platform/events.ts'
import { type Client, handleOpen, type Tools } from '#platform/module.ts'
import { refreshSession } from './contract.ts'
import { lasts } from './policy.ts'
import { endSessions, succeed, successorOf, type Tokens } from './sessions.ts'

type Asked = { tools: Tools; client: Client; now: Temporal.Instant; refreshToken: string }

/**
 * Exchanges a refresh token for the next pair. One that was spent within the last ten seconds gets the same pair again (its
 * answer was lost); one spent earlier was stolen by somebody: all tokens of that sign-in end and the person is told. Throws 401.
 */
async function refresh({ tools, client, now, refreshToken }: Asked): Promise<Tokens> {
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
  if (!result) throw unauthenticated()
  return result
}

export const refreshRoute = handleOpen(refreshSession, ({ tools, client, now, body }) =>
  refresh({ tools, client, now, refreshToken: body.refreshToken }),
)
