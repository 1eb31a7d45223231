import { createHmac, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { hashToken, newToken } from '#platform/crypto.ts'
import { append, change, changeAll, type Db, record, remove } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import type { Client, Lent, Session } from '#platform/module.ts'
import type { Row } from '#platform/rows.gen.ts'
import { deviceName, lasts } from './policy.ts'

/** What the sessions and keys of this person may has changed: every process and their browsers look again. */
export const sessionsChanged = (db: Db, userId: string) => emit(db, 'auth.session_changed', { userIds: [userId] })

type Opened = { token: string; sessionId: string; expiresAt: Temporal.Instant }
type Opening = {
  userId: string
  now: Temporal.Instant
  client: Pick<Client, 'ip' | 'userAgent'>
  deviceId?: string | undefined
  method?: 'password' | 'one_time_token' | 'oidc' | undefined
  /** When a second factor was asked for, if it was. */
  shownAt?: Temporal.Instant | undefined
  /** Less than its person has: how, who really acts, at most these permissions, and until when. */
  lent?: Lent & { only: readonly string[] }
}

/** A new browser session of a person; the token is shown once and only its hash is kept. */
export async function openSession(db: Db, opening: Opening): Promise<Opened> {
  const token = newToken()
  const expiresAt = opening.lent?.until ?? opening.now.add(lasts.session)
  const secondFactorAt = opening.shownAt?.toString() ?? null
  const sessionId = await keep(db, opening, { tokenHash: hashToken(token), secondFactorAt, expiresAt: expiresAt.toString() })
  // Every open page of whoever acts in it is another person's now.
  if (opening.lent?.actingId) await sessionsChanged(db, opening.lent.actingId)
  return { token, sessionId, expiresAt }
}

export type Tokens = { accessToken: string; refreshToken: string; expiresAt: string }

/** A new session of a program: a short access token, and a refresh token that is exchanged for the next pair. */
export async function openTokenSession(db: Db, opening: Opening): Promise<Tokens> {
  const refreshToken = newToken()
  const accessToken = newToken()
  const expiresAt = opening.now.add(lasts.accessToken).toString()
  await keep(db, opening, {
    tokenHash: hashToken(accessToken),
    refreshTokenHash: hashToken(refreshToken),
    refreshTokenExpiresAt: opening.now.add(lasts.session).toString(),
    expiresAt,
  })
  return { accessToken, refreshToken, expiresAt }
}

type Kept = {
  secondFactorAt?: string | null
  tokenHash: Buffer
  refreshTokenHash?: Buffer
  refreshTokenExpiresAt?: string
  previousRefreshHash?: Buffer
  familyId?: string
  lastActiveAt?: string
  expiresAt: string
}
async function keep(db: Db, { userId, now, client, deviceId, method, lent }: Opening, hashes: Kept): Promise<string> {
  const id = randomUUIDv7()
  await append(db, 'auth.sessions', {
    id,
    userId,
    deviceId: deviceId ?? null,
    lastActiveAt: now.toString(),
    ...hashes,
    ipAddress: client.ip,
    userAgent: client.userAgent,
    deviceInfo: deviceName(client.userAgent),
    metadata: { method: method ?? lent?.as ?? 'password' },
    ...(lent ? { lentAs: lent.as, actingUserId: lent.actingId, permissions: lent.only } : {}),
    createdAt: now.toString(),
  })
  const isRefresh = hashes.previousRefreshHash !== undefined
  await append(db, 'auth.session_activities', {
    sessionId: id,
    activityType: isRefresh ? 'refreshed' : 'signed_in',
    ipAddress: client.ip,
    createdAt: now.toString(),
  })
  if (!isRefresh) record(db, { service: 'auth', entity: 'sessions', entityId: id, action: 'login' })
  return id
}

type Old = Pick<
  Row<'auth.sessions'>,
  'id' | 'userId' | 'deviceId' | 'familyId' | 'refreshTokenExpiresAt' | 'secondFactorAt' | 'lastActiveAt'
>

/**
 * The next pair of tokens after `old`, derived from the refresh token that is spent: whoever lost the answer and asks again
 * gets the same pair, although only hashes are kept. `key` is from the root secret.
 */
export async function succeed(
  db: Db,
  next: { old: Old; spent: string; key: Buffer; now: Temporal.Instant; client: Pick<Client, 'ip' | 'userAgent'> },
): Promise<Tokens> {
  const { old, spent, key, now, client } = next
  const ends = Temporal.Instant.from(old.refreshTokenExpiresAt ?? now.toString())
  const soon = now.add(lasts.accessToken)
  const expiresAt = (Temporal.Instant.compare(soon, ends) < 0 ? soon : ends).toString()
  const { accessToken, refreshToken } = successorOf(spent, key)
  await keep(
    db,
    { userId: old.userId, deviceId: old.deviceId ?? undefined, now, client },
    {
      tokenHash: hashToken(accessToken),
      refreshTokenHash: hashToken(refreshToken),
      previousRefreshHash: hashToken(spent),
      refreshTokenExpiresAt: ends.toString(),
      familyId: old.familyId,
      secondFactorAt: old.secondFactorAt,
      // A program renews by itself: nobody did anything.
      lastActiveAt: old.lastActiveAt,
      expiresAt,
    },
  )
  return { accessToken, refreshToken, expiresAt }
}

/** The pair that follows a refresh token, always the same. */
export function successorOf(spent: string, key: Buffer): { accessToken: string; refreshToken: string } {
  const derive = (kind: string) => createHmac('sha256', key).update(`${kind}\0${spent}`).digest('base64url')
  return { accessToken: derive('access'), refreshToken: derive('refresh') }
}

export type Ending = 'signed_out' | 'revoked' | 'password_changed' | 'refresh_reused' | 'user_deactivated' | 'replaced'

type Ended = { reason: Ending; by: string | null; now: Temporal.Instant }
/** Ends these sessions, if they are still open; every process and the browsers concerned are told with the commit. */
export async function endSessions(db: Db, ending: Ended & { ids: readonly string[]; userId: string | readonly string[] }): Promise<void> {
  const { ids, userId, reason, by, now } = ending
  if (ids.length === 0) return
  const ended = await changeAll(
    db,
    'auth.sessions',
    { id: ids, userId, revokedAt: null },
    { revokedAt: now.toString(), revokedReason: reason, revokedBy: by },
  )
  if (ended.length === 0) return
  const activityType = reason === 'signed_out' ? 'signed_out' : reason === 'refresh_reused' ? 'refused' : 'revoked'
  const noted = { activityType, activityData: { reason }, createdAt: now.toString() } as const
  await Promise.all(ended.map(({ id }) => append(db, 'auth.session_activities', { sessionId: id, ...noted })))
  if (reason === 'signed_out')
    for (const { id } of ended) record(db, { service: 'auth', entity: 'sessions', entityId: id, action: 'logout' })
  await emit(db, 'auth.session_ended', { sessionIds: ended.map((row) => row.id), userIds: [...new Set(ended.map((row) => row.userId))] })
}

/** Another token for a browser session that is still open, for somebody who comes back to it; undefined where it is over. */
export async function reopenSession(db: Db, { id, userId, now }: { id: string; userId: string; now: Temporal.Instant }) {
  const token = newToken()
  const [session] = await changeAll(db, 'auth.sessions', { id, userId, revokedAt: null, lentAs: null }, { tokenHash: hashToken(token) })
  const expiresAt = session && Temporal.Instant.from(session.expiresAt)
  if (!expiresAt || Temporal.Instant.compare(expiresAt, now) <= 0) return undefined
  await sessionsChanged(db, userId)
  return { token, expiresAt }
}

/**
 * The token of a lent session that is over opens its supporter's own again, as far as that is still open: their browser has no
 * other. What they did in the lent one was activity of theirs.
 */
export async function handBack(db: Db, { lentId, ownId, userId }: { lentId: string; ownId: string; userId: string }) {
  const lent = await db.selectFrom('auth.sessions').select(['tokenHash', 'lastActiveAt']).where('id', '=', lentId).executeTakeFirstOrThrow()
  await changeAll(db, 'auth.sessions', { id: lentId }, { tokenHash: hashToken(newToken()) })
  const open = { id: ownId, userId, revokedAt: null, lentAs: null }
  await changeAll(db, 'auth.sessions', open, { tokenHash: lent.tokenHash, lastActiveAt: lent.lastActiveAt })
  await sessionsChanged(db, userId)
}

/** The second factor was shown in this session: it goes on under another cookie. Programs keep their token. */
export async function markSecondFactor(
  db: Db,
  { who, deviceId, client, now }: { who: Session; deviceId: string | undefined; client: Client; now: Temporal.Instant },
): Promise<void> {
  const token = who.kind === 'browser' ? newToken() : undefined
  const { expiresAt } = await change(
    db,
    'auth.sessions',
    { id: who.id, revokedAt: null },
    { secondFactorAt: now.toString(), ...(deviceId ? { deviceId } : {}), ...(token ? { tokenHash: hashToken(token) } : {}) },
  )
  if (token) client.setSession(token, Temporal.Instant.from(expiresAt))
  await append(db, 'auth.session_activities', {
    sessionId: who.id,
    activityType: 'stepped_up',
    ipAddress: client.ip,
    createdAt: now.toString(),
  })
  await sessionsChanged(db, who.userId)
}

/** The sessions of a person that are still open, newest first. */
export const openSessionsOf = (db: Db, userId: string, now: Temporal.Instant) =>
  db
    .selectFrom('auth.sessions')
    .select(['id', 'deviceInfo', 'ipAddress', 'createdAt', 'lastActiveAt', 'familyId'])
    .where('userId', '=', userId)
    .where('revokedAt', 'is', null)
    .where((eb) => eb.or([eb('expiresAt', '>', now.toString()), eb('refreshTokenExpiresAt', '>', now.toString())]))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')

/** Ends every open session of a person but `except`. */
export async function endAllSessions(db: Db, ending: Ended & { userId: string; except?: string }): Promise<void> {
  const open = await openSessionsOf(db, ending.userId, ending.now).execute()
  const ids = open.map((row) => row.id).filter((id) => id !== ending.except)
  if (ids.length === 0) return
  await endSessions(db, { ...ending, ids })
  // One that was being renewed at this moment has a successor now.
  await endAllSessions(db, ending)
}

/** The devices on which a person has signed in, last seen first. */
export const devicesOf = (db: Db, userId: string) =>
  db
    .selectFrom('auth.devices')
    .select(['id', 'deviceName', 'tokenHash', 'ipAddress', 'lastSeenAt', 'trustedUntil'])
    .where('userId', '=', userId)
    .orderBy('lastSeenAt', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute()

/** Forgets a device of a person: its sessions end, and it is neither known nor trusted. Throws 404. */
export async function forgetDevice(db: Db, { id, userId, now }: { id: string; userId: string; now: Temporal.Instant }): Promise<void> {
  const held = await db.selectFrom('auth.sessions').select('id').where('deviceId', '=', id).where('userId', '=', userId).execute()
  await endSessions(db, { ids: held.map((one) => one.id), userId, reason: 'revoked', by: userId, now })
  if (held.length) await changeAll(db, 'auth.sessions', { deviceId: id, userId }, { deviceId: null })
  await remove(db, 'auth.devices', { id, userId })
}

type Began = { userIds: readonly string[]; except: string; by: string; now: Temporal.Instant }
/** Ends the open sessions of these people that began through single sign-on, but `except`. */
export async function endOidcSessions(db: Db, { userIds, except, by, now }: Began): Promise<void> {
  const open = await db
    .selectFrom('auth.sessions')
    .select('id')
    .where((eb) => eb('userId', '=', eb.fn.any(eb.val(userIds))).and('id', '<>', except))
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', now.toString())
    .where(sql<boolean>`metadata->>'method' = 'oidc'`)
    .execute()
  await endSessions(db, { ids: open.map(({ id }) => id), userId: userIds, reason: 'revoked', by, now })
}
