import { rightsOf } from '#modules/access/index.ts'
import { type Account, accountOf, findAccount, noteSignIn } from '#modules/directory/index.ts'
import { resolveTenant, suspended } from '#modules/tenancy/index.ts'
import { append, changeAll, type Db } from '#platform/db.ts'
import { type Client, handleOpen, type Session, type Tools } from '#platform/module.ts'
import { signIn, signInForTokens } from './contract.ts'
import { countGuess, type Guess, knownDevice, rememberDevice } from './devices.ts'
import { entersSuspended } from './identify.ts'
import { describeMe } from './me.ts'
import { checkPassword, hashPassword, isOutdated } from './password.ts'
import { tenantNeeded, wrongDetails } from './policy.ts'
import { endSessions, openSession, openTokenSession } from './sessions.ts'

const nobody = '00000000-0000-0000-0000-000000000000'

type Try = { tools: Tools; client: Client; now: Temporal.Instant }
type Proven = { tenantId: string; userId: string; deviceId: string; db: Db }

/**
 * Checks a name and password and runs `then` in the transaction that records the success. An unknown name, a wrong password
 * and a locked account get one answer after the same work. Throws 401, or 422 where the tenant cannot be told.
 */
async function signInWith<T>(
  { tools, client, now }: Try,
  given: { tenant?: string | undefined; identifier: string; password: string },
  then: (proven: Proven) => Promise<T>,
): Promise<T> {
  const tenant = await resolveTenant(tools.system, { host: client.host, code: given.tenant, now })
  if (!tenant) {
    if (!given.tenant) throw tenantNeeded()
    await checkPassword(null, given.password)
    throw wrongDetails()
  }
  const inTenant = <R>(userId: string | null, work: (db: Db) => Promise<R>) =>
    tools.inTenant({ tenantId: tenant.id, userId, ip: client.ip, now }, work)
  const attempt = await inTenant(null, async (db) => {
    const account = await findAccount(db, given.identifier)
    return prepare(db, { account, typed: given.identifier, client, now })
  })
  const isRight = await checkPassword(attempt.hash, given.password)
  const { account } = attempt
  if (!isRight || !attempt.guess.allowed || account?.status !== 'active') {
    await inTenant(null, (db) => noteFailure(db, attempt, { client, now }))
    throw wrongDetails()
  }
  const rehashed = attempt.hash && isOutdated(attempt.hash) ? await hashPassword(given.password) : undefined
  return inTenant(account.id, async (db) => {
    await attempt.guess.takeBack(db)
    if (tenant.suspension) await letInSuspended(db, { userId: account.id, why: tenant.suspension, now })
    const deviceId = await noteSuccess(db, { account, attempt, rehashed, client, now })
    return then({ tenantId: tenant.id, userId: account.id, deviceId, db })
  })
}

/** A suspended tenant lets in only who can pay and export; the others are told why. Throws 403. */
async function letInSuspended(db: Db, { userId, why, now }: { userId: string; why: string; now: Temporal.Instant }): Promise<void> {
  const { permissions } = await rightsOf(db, userId, now)
  if (!entersSuspended(permissions)) throw suspended(why)
}

type Attempt = {
  account: Account | undefined
  hash: string | null | undefined
  failures: number
  deviceId: string | undefined
  guess: Guess
}

async function prepare(
  db: Db,
  { account, typed, client, now }: { account: Account | undefined; typed: string; client: Client; now: Temporal.Instant },
): Promise<Attempt> {
  const userId = account?.id ?? nobody
  const [credential, deviceId] = await Promise.all([
    db.selectFrom('auth.credentials').select(['passwordHash', 'failedLoginAttempts']).where('userId', '=', userId).executeTakeFirst(),
    knownDevice(db, { userId, token: client.device }),
  ])
  const guess = await countGuess(db, { account: account?.id ?? typed.toLowerCase(), deviceId, now })
  return { account, hash: credential?.passwordHash, failures: credential?.failedLoginAttempts ?? 0, deviceId, guess }
}

async function noteFailure(db: Db, { account, guess, deviceId }: Attempt, { client, now }: { client: Client; now: Temporal.Instant }) {
  const at = now.toString()
  await append(db, 'auth.login_history', {
    userId: account?.id ?? null,
    identifierHash: guess.account,
    outcome: guess.allowed ? 'failure' : 'throttled',
    reason: !account ? 'unknown' : !guess.allowed ? 'too many attempts' : account.status !== 'active' ? account.status : 'wrong password',
    ipAddress: client.ip,
    userAgent: client.userAgent,
    createdAt: at,
  })
  // Not a change that somebody made: the sign-in history is its record.
  await db
    .updateTable('auth.credentials')
    .set((eb) => ({
      failedLoginAttempts: eb('failedLoginAttempts', '+', 1),
      ...(guess.locks && !deviceId ? { lockedAt: at } : {}),
    }))
    .where('userId', '=', account?.id ?? nobody)
    .execute()
}

type Success = { account: Account; attempt: Attempt; rehashed: string | undefined; client: Client; now: Temporal.Instant }
async function noteSuccess(db: Db, { account, attempt, rehashed, client, now }: Success): Promise<string> {
  const deviceId = await rememberDevice(db, { userId: account.id, deviceId: attempt.deviceId, client, now })
  if (attempt.failures > 0 || rehashed)
    await changeAll(
      db,
      'auth.credentials',
      { userId: account.id },
      { failedLoginAttempts: 0, lockedAt: null, ...(rehashed ? { passwordHash: rehashed } : {}) },
    )
  await append(db, 'auth.login_history', {
    userId: account.id,
    identifierHash: attempt.guess.account,
    outcome: 'success',
    ipAddress: client.ip,
    userAgent: client.userAgent,
    createdAt: now.toString(),
  })
  await noteSignIn(db, { userId: account.id, now })
  return deviceId
}

/**
 * Does the signed-in person know their password? Counts with all other doors. Runs outside a transaction, because hashing
 * takes a tenth of a second. Answers their account, or undefined.
 */
export async function provePassword({ tools, client, now }: Try, who: Session, password: string): Promise<Account | undefined> {
  const inTenant = <R>(work: (db: Db) => Promise<R>) =>
    tools.inTenant({ tenantId: who.tenantId, userId: who.userId, ip: client.ip, now }, work)
  const attempt = await inTenant(async (db) => prepare(db, { account: await accountOf(db, who.userId), typed: who.userId, client, now }))
  const isRight = await checkPassword(attempt.hash, password)
  if (isRight && attempt.guess.allowed && attempt.account) {
    await inTenant((db) => attempt.guess.takeBack(db))
    return attempt.account
  }
  await inTenant((db) => noteFailure(db, attempt, { client, now }))
  return undefined
}

export const signInRoutes = [
  handleOpen(signIn, async ({ tools, client, now, body, who }) => {
    const answer = await signInWith({ tools, client, now }, body, async ({ db, userId, deviceId }) => {
      const { token, expiresAt } = await openSession(db, { userId, deviceId, now, client })
      client.setSession(token, expiresAt)
      return { me: await describeMe(db, { userId, now }) }
    })
    // The cookie is replaced: what it held before ends, whoever it was.
    if (who?.kind === 'browser')
      await tools.inTenant({ tenantId: who.tenantId, userId: who.userId, ip: client.ip, now }, (db) =>
        endSessions(db, { ids: [who.id], userId: who.userId, reason: 'replaced', by: who.userId, now }),
      )
    return answer
  }),
  handleOpen(signInForTokens, ({ tools, client, now, body }) =>
    signInWith({ tools, client, now }, body, ({ db, userId, deviceId }) => openTokenSession(db, { userId, deviceId, now, client })),
  ),
]
