import { type Decider, deciderOf, rightsOf } from '#modules/access/index.ts'
import { noteSeen } from '#modules/directory/index.ts'
import { configOf, suspended, suspensionOf } from '#modules/tenancy/index.ts'
import { hashToken } from '#platform/crypto.ts'
import { memory } from '#platform/memory.ts'
import type { Asking, Client, Context, Lent, Session, Tools } from '#platform/module.ts'
import { passwordUse, type SignInPolicy, signInPolicy } from './contract.ts'
import { asksForFactor, endsBy, foreignNetwork, idleMinutes, isPendingAt, mayUsePassword, type Standing, saidTo, within } from './policy.ts'

/** Activity is written at most this often. */
const activityGap = { minutes: 1 }
/** Even if nothing is heard of it, it is looked up again after this long. */
const trustedFor = { minutes: 10 }

type Known = Session & {
  /** Asked again at every request where rights depend on the hour, the place or the second factor; null where they do not. */
  decide: Decider | null
  only: readonly string[] | null
  /** It must be looked up again from then on: it ends, or a role or permission begins or ends. */
  goodUntil: Temporal.Instant
  idleMinutes: number | undefined
  /** Is the address in one of the organisation's networks? */
  allows: (ip: string) => boolean
  lastActiveAt: Temporal.Instant
  writtenAt: Temporal.Instant
}
/** Sessions and API keys that this process has seen, by the hash of their token. */
const seen = memory<Known>(20_000)

const isPast = (instant: Temporal.Instant, now: Temporal.Instant) => Temporal.Instant.compare(instant, now) <= 0
const idle = (session: Known, now: Temporal.Instant) =>
  session.idleMinutes !== undefined && isPast(session.lastActiveAt.add({ minutes: session.idleMinutes }), now)

type Held = { only: readonly string[] | null; secondFactorAt: Temporal.Instant | null }
/** What the session allows a request from this address at this moment. */
function rightsNow(decide: Decider, { only, secondFactorAt }: Held, client: Pick<Client, 'ip'>, now: Temporal.Instant) {
  const rights = decide({ at: now.epochMilliseconds, ip: client.ip, secondFactorAt: secondFactorAt?.epochMilliseconds ?? null })
  const permissions = only ? new Set(only.filter((permission) => rights.permissions.has(permission))) : rights.permissions
  return { ...rights, permissions }
}

/**
 * Who a session token or API key belongs to: null for none, ended, expired, idle too long, a person not active or locked, a tenant
 * closed, or the key of one suspended; and unless `evenPending` for a session whose second factor is still to be shown. Who is signed in to a
 * suspended one is told so.
 */
export async function identify(
  client: Pick<Client, 'ip' | 'token'>,
  now: Temporal.Instant,
  tools: Tools,
  how: Asking = {},
): Promise<Session | null> {
  if (!client.token) return null
  const hash = hashToken(client.token)
  const key = hash.toString('base64')
  let session = seen(tools).recall(key) ?? null
  // Idle here may be active on another process: what is written decides.
  if (!session || isPast(session.goodUntil, now) || idle(session, now)) {
    const load = client.token.startsWith('salus_') ? loadKey : loadSession
    session = await seen(tools).learn(key, async () => {
      const found = await load(hash, now, tools, client)
      return found && idle(found, now) ? null : found
    })
    if (!session) return null
  }
  if ((session.isPending && !how.evenPending) || !session.allows(client.ip)) return null
  if (!how.quietly) session.lastActiveAt = now
  if (!how.quietly && isPast(session.writtenAt.add(activityGap), now)) {
    session.writtenAt = now
    await noteActivity(session, now, tools)
  }
  return session.decide ? { ...session, ...rightsNow(session.decide, session, client, now) } : session
}

async function loadSession(hash: Buffer, now: Temporal.Instant, tools: Tools, client: Pick<Client, 'ip'>): Promise<Known | null> {
  const row = await tools.system
    .selectFrom('auth.sessions as s')
    .leftJoin('auth.credentials as c', (join) => join.onRef('c.tenantId', '=', 's.tenantId').onRef('c.userId', '=', 's.userId'))
    .leftJoin('auth.devices as d', (join) => join.onRef('d.tenantId', '=', 's.tenantId').onRef('d.id', '=', 's.deviceId'))
    .select(['s.id', 's.tenantId', 's.userId', 's.expiresAt', 's.lastActiveAt', 's.permissions', 's.refreshTokenHash'])
    .select(['s.lentAs', 's.actingUserId', 's.refreshTokenExpiresAt', 's.secondFactorAt', 'c.hasSecondFactor', 'd.trustedUntil'])
    .select(['s.metadata', 'c.mustChange'])
    .where('s.tokenHash', '=', hash)
    .where('s.revokedAt', 'is', null)
    .where('s.expiresAt', '>', now.toString())
    .executeTakeFirst()
  if (!row) return null
  const expiresAt = Temporal.Instant.from(row.expiresAt)
  return load(tools, now, client, {
    ...row,
    kind: row.refreshTokenHash ? 'token' : 'browser',
    expiresAt,
    // A lent one ends sooner than any organisation asks for.
    openUntil: row.lentAs ? null : row.refreshTokenExpiresAt ? Temporal.Instant.from(row.refreshTokenExpiresAt) : expiresAt,
    lent: row.lentAs && { as: row.lentAs, actingId: row.actingUserId, until: expiresAt },
    only: row.permissions as string[] | null,
    lastActiveAt: Temporal.Instant.from(row.lastActiveAt),
    // Only who came in by a password must change it.
    mustChange: row.mustChange === true && (row.metadata as { method?: string }).method === 'password',
    hasSecondFactor: row.hasSecondFactor ?? false,
    shownAt: row.secondFactorAt,
  })
}

async function loadKey(hash: Buffer, now: Temporal.Instant, tools: Tools, client: Pick<Client, 'ip'>): Promise<Known | null> {
  const row = await tools.system
    .selectFrom('auth.api_keys as k')
    .select(['k.id', 'k.tenantId', 'k.createdBy as userId', 'k.expiresAt', 'k.lastUsedAt', 'k.permissions'])
    .where('k.keyHash', '=', hash)
    .where('k.revokedAt', 'is', null)
    .where((eb) => eb.or([eb('k.expiresAt', 'is', null), eb('k.expiresAt', '>', now.toString())]))
    .executeTakeFirst()
  if (!row) return null
  return load(tools, now, client, {
    ...row,
    kind: 'key',
    expiresAt: row.expiresAt ? Temporal.Instant.from(row.expiresAt) : null,
    only: row.permissions,
    lastActiveAt: Temporal.Instant.from(row.lastUsedAt ?? '1970-01-01T00:00:00Z'),
    openUntil: null,
    lent: null,
    ...{ hasSecondFactor: false, shownAt: null, trustedUntil: null, mustChange: false },
  })
}

type Found = {
  id: string
  tenantId: string
  userId: string
  kind: Session['kind']
  expiresAt: Temporal.Instant | null
  /** How long it may be renewed where the organisation allows as much as the house. */
  openUntil: Temporal.Instant | null
  /** At most these permissions; null does not narrow. */
  only: readonly string[] | null
  lastActiveAt: Temporal.Instant
  lent: Lent | null
  /** Somebody else chose the password. */
  mustChange: boolean
} & Standing

async function load(tools: Tools, now: Temporal.Instant, client: Pick<Client, 'ip'>, found: Found): Promise<Known | null> {
  const person = await tools.system
    .selectFrom('directory.people as u')
    .innerJoin('tenancy.tenant_list as t', 't.tenantId', 'u.tenantId')
    .leftJoin('auth.credentials as c', (join) => join.onRef('c.tenantId', '=', 'u.tenantId').onRef('c.userId', '=', 'u.id'))
    .where('u.tenantId', '=', found.tenantId)
    .where('u.id', '=', found.userId)
    .where('u.status', '=', 'active')
    .where('t.status', '!=', 'closed')
    .where('c.lockedBy', 'is', null)
    .select(['u.name', 'u.userType', 't.status', 't.trialEndsAt', 't.suspendedReason'])
    .executeTakeFirst()
  if (!person) return null
  const why = suspensionOf(person, now)
  if (why && found.kind === 'key') return null
  const actor = { tenantId: found.tenantId, userId: found.userId, now }
  const [decide, policy] = await tools.inTenant(actor, (db) => Promise.all([deciderOf(db, found.userId), configOf(db, signInPolicy)]))
  const openUntil = found.openUntil && endsBy(found.openUntil, policy)
  if (openUntil && isPast(openUntil, now)) return null
  const secondFactorAt = found.shownAt ? Temporal.Instant.from(found.shownAt) : null
  const { permissions, narrowed, roles, until, varies } = rightsNow(decide, { ...found, secondFactorAt }, client, now)
  const trialEnds = person.status === 'trial' && person.trialEndsAt && !why ? Temporal.Instant.from(person.trialEndsAt) : null
  const trustEnds = found.trustedUntil ? Temporal.Instant.from(found.trustedUntil) : null
  const stillTrusted = trustEnds && !isPast(trustEnds, now) ? trustEnds : null
  const changes = until === null ? null : Temporal.Instant.fromEpochMilliseconds(until)
  const ends = [now.add(trustedFor), found.expiresAt, openUntil, changes, trialEnds, stillTrusted].filter((instant) => instant !== null)
  // What stands for the second factor at a kiosk is the kiosk, and in a lent session the person's own.
  const owesFactor = !found.lent && isPendingAt(found, found.kind !== 'key' && asksForFactor(policy, roles), now)
  const isPending = owesFactor || found.mustChange
  return {
    id: found.id,
    tenantId: found.tenantId,
    userId: found.userId,
    name: person.name ?? '',
    userType: person.userType ?? '',
    kind: found.kind,
    permissions: isPending ? new Set() : permissions,
    narrowed,
    decide: varies && !isPending ? decide : null,
    only: found.only,
    lent: found.lent,
    isPending,
    mustChange: found.mustChange && !owesFactor,
    secondFactorAt,
    suspended:
      why === null ? null : { mayEnter: entersSuspended(permissions), refusal: saidTo(suspended(why), entersSuspended(permissions)) },
    goodUntil: ends.sort(Temporal.Instant.compare)[0] as Temporal.Instant,
    idleMinutes: found.kind === 'key' ? undefined : idleMinutes(permissions, policy, found.lent),
    allows: within(policy.networks),
    lastActiveAt: found.lastActiveAt,
    writtenAt: found.lastActiveAt,
  }
}

/** Who can pay and export comes in when the tenant is suspended. */
const entersSuspended = (permissions: ReadonlySet<string>) => permissions.has('tenants:write')
/** May this person come in by a password? */
export async function usesPassword(db: Context['db'], { id, authProvider }: { id: string; authProvider: string }, now: Temporal.Instant) {
  const [use, { roles }] = await Promise.all([configOf(db, passwordUse), rightsOf(db, id, now)])
  return mayUsePassword({ authProvider }, roles, use)
}

/** A suspended tenant lets in only who can pay and export; the others are told why. Throws 403. */
export async function refuseSuspended(
  db: Context['db'],
  { userId, why, now }: { userId: string; why: string | null; now: Temporal.Instant },
) {
  if (why !== null && !entersSuspended((await rightsOf(db, userId, now)).permissions)) throw suspended(why)
}
/** Only the organisation's own networks are let in, where it names some. Answers what else it asks. Throws 403. */
export async function refuseForeign(db: Context['db'], { ip }: Pick<Client, 'ip'>): Promise<SignInPolicy> {
  const policy = await configOf(db, signInPolicy)
  if (!within(policy.networks)(ip)) throw foreignNetwork()
  return policy
}

async function noteActivity({ kind, tenantId, userId, id, lent }: Known, now: Temporal.Instant, { system, inTenant }: Tools) {
  const at = now.toString()
  if (kind === 'key')
    await system.updateTable('auth.api_keys').set({ lastUsedAt: at }).where('tenantId', '=', tenantId).where('id', '=', id).execute()
  else await system.updateTable('auth.sessions').set({ lastActiveAt: at }).where('tenantId', '=', tenantId).where('id', '=', id).execute()
  // Whoever helps in somebody's account is not that person.
  if (kind !== 'key' && !lent?.actingId) await inTenant({ tenantId, userId, now }, (db) => noteSeen(db, { userId, now, signsIn: false }))
}
