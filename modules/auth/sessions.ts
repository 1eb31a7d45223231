import { rightsOf } from '#modules/access/index.ts'
import { hashToken, newToken } from '#platform/crypto.ts'
import type { Db } from '#platform/db.ts'
import type { Client, Session, Tools } from '#platform/module.ts'
import { insert } from '#platform/write.ts'

const idleMinutes = { oh_professional: 15 } as Record<string, number | undefined>
const lifetime = { hours: 8 }
/** Activity is written at most this often. */
const activityGap = { minutes: 1 }

/** A new session of a person; the token is shown once and only its hash is kept. */
export async function openSession(
  db: Db,
  opened: { userId: string; now: Temporal.Instant; client: Pick<Client, 'ip' | 'userAgent'> },
): Promise<{ token: string; sessionId: string; expiresAt: Temporal.Instant }> {
  const token = newToken()
  const expiresAt = opened.now.add(lifetime)
  const session = await insert(db, 'auth.sessions', {
    userId: opened.userId,
    tokenHash: hashToken(token),
    ipAddress: opened.client.ip,
    userAgent: opened.client.userAgent,
    deviceInfo: opened.client.userAgent,
    expiresAt: expiresAt.toString(),
    lastActiveAt: opened.now.toString(),
  })
  return { token, sessionId: session.id, expiresAt }
}

type Known = Session & {
  expiresAt: Temporal.Instant
  idleMinutes: number | undefined
  lastActiveAt: Temporal.Instant
  writtenAt: Temporal.Instant
}

/** Sessions this process has seen, by token hash; dropped when any process says that a session or right changed. */
type Cache = { known: Map<string, Known>; attached: boolean }
const caches = new WeakMap<Tools, Cache>()
function cacheOf(tools: Tools): Map<string, Known> {
  let cache = caches.get(tools)
  if (!cache) {
    const known = new Map<string, Known>()
    tools.live.listen(({ name, tenantId }) => {
      if (!/^(auth\.session_ended|access\.|directory\.person_|tenancy\.)/.test(name)) return
      for (const [hash, session] of known) if (session.tenantId === tenantId) known.delete(hash)
    })
    tools.live.onGap(() => known.clear())
    cache = { known, attached: true }
    caches.set(tools, cache)
  }
  return cache.known
}

/** Who a session token belongs to: null for none, ended, expired, idle too long, or a person or tenant not active. */
export async function identify(client: Client, now: Temporal.Instant, tools: Tools): Promise<Session | null> {
  if (!client.token) return null
  const hash = hashToken(client.token)
  const key = hash.toString('base64')
  const cache = cacheOf(tools)
  const session = (tools.live.connected() && cache.get(key)) || (await load(hash, now, tools))
  if (!session || Temporal.Instant.compare(session.expiresAt, now) <= 0) return null
  if (session.idleMinutes && Temporal.Instant.compare(session.lastActiveAt.add({ minutes: session.idleMinutes }), now) <= 0) return null
  session.lastActiveAt = now
  if (Temporal.Instant.compare(session.writtenAt.add(activityGap), now) <= 0) {
    session.writtenAt = now
    await tools.system
      .updateTable('auth.sessions')
      .set({ lastActiveAt: now.toString() })
      .where('tenantId', '=', session.tenantId)
      .where('id', '=', session.id)
      .execute()
  }
  if (cache.size > 20_000) cache.clear()
  cache.set(key, session)
  return session
}

async function load(hash: Buffer, now: Temporal.Instant, tools: Tools): Promise<Known | null> {
  const row = await tools.system
    .selectFrom('auth.sessions as s')
    .innerJoin('directory.users as u', (join) => join.onRef('u.id', '=', 's.userId').onRef('u.tenantId', '=', 's.tenantId'))
    .innerJoin('tenancy.tenants as t', 't.id', 's.tenantId')
    .where('s.tokenHash', '=', hash)
    .where('s.revokedAt', 'is', null)
    .where('s.expiresAt', '>', now.toString())
    .where('u.status', '=', 'active')
    .where('t.isActive', '=', true)
    .select(['s.id', 's.tenantId', 's.userId', 's.expiresAt', 's.lastActiveAt', 'u.firstName', 'u.lastName', 'u.userType'])
    .executeTakeFirst()
  if (!row) return null
  const { permissions } = await tools.inTenant({ tenantId: row.tenantId, userId: row.userId, now }, (db) => rightsOf(db, row.userId, now))
  return {
    id: row.id,
    tenantId: row.tenantId,
    userId: row.userId,
    name: `${row.firstName} ${row.lastName}`,
    userType: row.userType,
    kind: 'browser',
    permissions,
    expiresAt: Temporal.Instant.from(row.expiresAt),
    idleMinutes: idleMinutes[row.userType],
    lastActiveAt: Temporal.Instant.from(row.lastActiveAt),
    writtenAt: Temporal.Instant.from(row.lastActiveAt),
  }
}
