import { rightsOf } from '#modules/access/index.ts'
import { type Account, accountOf, findAccount, plain } from '#modules/directory/index.ts'
import { configOf, resolveTenant, type Tenant } from '#modules/tenancy/index.ts'
import { changeAll, type Db, insertMany, remove } from '#platform/db.ts'
import { unauthenticated } from '#platform/errors.ts'
import { type Client, handleOpen, type Session, type Tools } from '#platform/module.ts'
import { type Attempt, attempt, noteAttempt, noteEntry, noteFailure, unguessed } from './attempt.ts'
import { passwordUse, type SecurityQuestion, type SignInPolicy, signIn, signInForTokens, signInPolicy } from './contract.ts'
import { identify, refuseForeign, refuseSuspended } from './identify.ts'
import { describeMe } from './me.ts'
import { checkPassword, hashPassword, isOutdated } from './password.ts'
import {
  answersNeeded,
  asksForFactor,
  isPendingAt,
  lasts,
  locked,
  mayUsePassword,
  noPassword,
  tenantNeeded,
  wrongAnswers,
  wrongDetails,
} from './policy.ts'
import { endSessions, markSecondFactor, openSession, openTokenSession } from './sessions.ts'

type Try = { tools: Tools; client: Client; now: Temporal.Instant }
/** `isPending`: something is still owed: a second factor (until then a device is not known by this sign-in), or another password. */
type Proven = Awaited<ReturnType<typeof admit>> & { userId: string; db: Db }

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
  const { policy, tried } = await inTenant(null, async (db) => ({
    policy: await refuseForeign(db, client),
    tried: await attempt(db, { account: await findAccount(db, given.identifier), typed: given.identifier, client, now }),
  }))
  const isRight = await checkPassword(tried.hash, given.password)
  const { account } = tried
  if (!isRight || !tried.guess.allowed || account?.status !== 'active') {
    await inTenant(null, (db) => noteFailure(db, tried, { wrong: 'wrong password', client, now }))
    throw wrongDetails()
  }
  const rehashed = tried.hash && isOutdated(tried.hash) ? await hashPassword(given.password) : undefined
  return inTenant(account.id, async (db) => {
    await tried.guess.takeBack(db)
    await holdHash(db, account.id, tried.hash)
    await refuseSuspended(db, { userId: account.id, why: tenant.suspension, now })
    if (rehashed) await changeAll(db, 'auth.credentials', { userId: account.id }, { passwordHash: rehashed })
    return then({ userId: account.id, db, ...(await admit(db, tried, { account, policy, client, now })) })
  })
}

/** The password that was right is still the one: who changed it meanwhile ended every session, and this is none of them. Throws 401. */
async function holdHash(db: Db, userId: string, hash: Attempt['hash']): Promise<void> {
  const same = db
    .selectFrom('auth.credentials')
    .select('id')
    .where('userId', '=', userId)
    .where('passwordHash', '=', hash as string)
  if (!(await same.forNoKeyUpdate().executeTakeFirst())) throw wrongDetails()
}

type Admitted = Omit<Try, 'tools'> & { account: Account; policy: SignInPolicy; method?: 'oidc'; shownAt?: Temporal.Instant | undefined }
/** Who it is was proven, by a password or elsewhere: is that enough? `shownAt`: when a second factor was asked for, if it was. */
async function admit(db: Db, tried: Attempt, { account, policy, client, now, method, shownAt }: Admitted) {
  const { hasSecondFactor, device } = tried
  const [use, rights] = await Promise.all([configOf(db, passwordUse), rightsOf(db, account.id, now)])
  const { roles } = rights
  const at = { client, now, method }
  if (!method && !mayUsePassword(account, roles, use)) {
    await noteAttempt(db, tried, { outcome: 'failure', reason: 'password not allowed', ...at })
    throw noPassword()
  }
  const standing = { hasSecondFactor, shownAt: shownAt?.toString() ?? null, trustedUntil: device?.trustedUntil ?? null }
  const isPending = isPendingAt(standing, asksForFactor(policy, roles), now)
  // Whoever must choose another password is here, and waits for nothing else.
  if (!isPending) return { account, rights, isPending: tried.mustChange, deviceId: await noteEntry(db, tried, at) }
  await noteAttempt(db, tried, { outcome: 'second_factor_needed', ...at })
  return { account, rights, isPending, deviceId: device?.id }
}

type Elsewhere = { tenant: Tenant; userId: string; shownAt: Temporal.Instant | undefined; stillOpen: (db: Db) => Promise<unknown> }
/**
 * A browser session of whoever was proven elsewhere, by the gates of every other; what the cookie held before ends. `stillOpen` throws
 * where that way in was shut meanwhile, and keeps it open until the session stands. Throws 403.
 */
export async function enterProven({ tools, client, now }: Try, { tenant, userId, shownAt, stillOpen }: Elsewhere) {
  const before = await identify(client, now, tools, { evenPending: true })
  const answer = await tools.inTenant({ tenantId: tenant.id, userId, ip: client.ip, now }, async (db) => {
    await stillOpen(db)
    const policy = await refuseForeign(db, client)
    const account = await accountOf(db, userId)
    if (account?.status !== 'active') throw unauthenticated()
    await refuseSuspended(db, { userId, why: tenant.suspension, now })
    const tried = await unguessed(db, { account, typed: userId, client })
    const at = { client, now, method: 'oidc' as const }
    if (tried.isLocked) {
      await noteAttempt(db, tried, { outcome: 'locked', reason: 'locked', ...at })
      throw locked()
    }
    return open(db, { ...(await admit(db, tried, { account, policy, shownAt, ...at })), userId, shownAt, ...at })
  })
  await endReplaced(before, { tools, client, now })
  return answer
}

type Opening = Omit<Proven, 'db'> & Omit<Try, 'tools'> & Pick<Admitted, 'method' | 'shownAt'>
async function open(db: Db, { isPending, account, rights, ...opening }: Opening) {
  const { client, userId, now } = opening
  const { token, expiresAt } = await openSession(db, opening)
  client.setSession(token, expiresAt)
  return { me: isPending ? null : await describeMe(db, { userId, now, known: { account, rights } }), isPending }
}

/** The cookie is replaced: what it held before ends, whoever it was. */
async function endReplaced(before: Session | null, { tools, client, now }: Try): Promise<void> {
  if (before?.kind !== 'browser') return
  const { id, tenantId, userId } = before
  await tools.inTenant({ tenantId, userId, ip: client.ip, now }, (db) =>
    endSessions(db, { ids: [id], userId, reason: 'replaced', by: userId, now }),
  )
}

/**
 * Does the signed-in person know their password? Counts with all other doors. Runs outside a transaction, because hashing
 * takes a tenth of a second. Answers their account, or undefined.
 */
export async function provePassword({ tools, client, now }: Try, who: Session, password: string): Promise<Account | undefined> {
  const inTenant = <R>(work: (db: Db) => Promise<R>) =>
    tools.inTenant({ tenantId: who.tenantId, userId: who.userId, ip: client.ip, now }, work)
  const tried = await inTenant(async (db) => attempt(db, { account: await accountOf(db, who.userId), typed: who.userId, client, now }))
  const isRight = await checkPassword(tried.hash, password)
  if (isRight && tried.guess.allowed && tried.account) {
    await inTenant((db) => tried.guess.takeBack(db))
    return tried.account
  }
  await inTenant((db) => noteFailure(db, tried, { wrong: 'wrong password', client, now }))
  return undefined
}

type Passing = { who: Session; client: Client; now: Temporal.Instant; method?: 'passkey'; trust?: boolean }
/**
 * The second factor of somebody whose password was right, or of somebody signed in who steps up. `check` looks at it, and only
 * while they may guess: wrong ones count with wrong passwords. Answers whether it was right; what a wrong one wrote must commit.
 */
export async function passSecondFactor(db: Db, { who, client, now, method, trust }: Passing, check: () => Promise<boolean>) {
  const tried = await attempt(db, { account: await accountOf(db, who.userId), typed: who.userId, client, now })
  const at = { client, now, ...(method ? { method } : {}) }
  if (!tried.guess.allowed || !(await check())) {
    await noteFailure(db, tried, { wrong: 'wrong second factor', ...at })
    return false
  }
  await tried.guess.takeBack(db)
  const deviceId = who.isPending ? await noteEntry(db, tried, at) : tried.device?.id
  if (trust && deviceId)
    await changeAll(db, 'auth.devices', { id: deviceId }, { isTrusted: true, trustedUntil: now.add(lasts.trust).toString() })
  await markSecondFactor(db, { who, deviceId, client, now })
  return true
}

/** An answer as it is hashed: without case, accents, punctuation and double spaces. */
export const normalAnswer = (answer: string) =>
  plain(answer)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Does the organisation want security questions? */
export const asksQuestions = async (db: Db): Promise<boolean> => (await configOf(db, signInPolicy)).securityQuestions

/** The questions that a reset of this person asks besides: none where the organisation does not want them, or none are chosen. */
export async function questionsOf(db: Db, userId: string) {
  if (!(await asksQuestions(db))) return []
  const chosen = await db
    .selectFrom('auth.security_questions')
    .select(['id', 'question', 'answerHash'])
    .where('userId', '=', userId)
    .orderBy('sequence')
    .execute()
  return chosen as (Omit<(typeof chosen)[number], 'question'> & { question: SecurityQuestion })[]
}

/** Questions and hashed answers of a person, instead of those before; none of either forgets them. */
export async function keepQuestions(
  db: Db,
  userId: string,
  chosen: readonly { question: SecurityQuestion; answerHash: string }[],
): Promise<void> {
  const [old] = await db.selectFrom('auth.security_questions').select('id').where('userId', '=', userId).limit(1).execute()
  if (old) await remove(db, 'auth.security_questions', { userId })
  await insertMany(
    db,
    'auth.security_questions',
    chosen.map((one, i) => ({ ...one, userId, sequence: i + 1 })),
  )
}

type Asked = { person: Account; answers?: readonly string[] | undefined; client: Client; now: Temporal.Instant }
type InTenant = <T>(work: (db: Db) => Promise<T>) => Promise<T>
/**
 * A further hurdle after the link of a letter, never a door of its own: all answers must be right. Wrong ones count with wrong
 * passwords. Throws 422; the link then still works.
 */
export async function askQuestions(inTenant: InTenant, { person, answers, client, now }: Asked): Promise<void> {
  const asked = await inTenant((db) => questionsOf(db, person.id))
  if (asked.length === 0) return
  if (answers?.length !== asked.length) throw answersNeeded()
  const tried = await inTenant((db) => attempt(db, { account: person, typed: person.id, client, now }))
  const right = await Promise.all(asked.map(({ answerHash }, i) => checkPassword(answerHash, normalAnswer(answers[i] as string))))
  if (!tried.guess.allowed || right.includes(false)) {
    await inTenant((db) => noteFailure(db, tried, { wrong: 'wrong answers', client, now, method: 'one_time_token' }))
    throw wrongAnswers()
  }
  await inTenant(async (db) => {
    await tried.guess.takeBack(db)
    await changeAll(db, 'auth.security_questions', { userId: person.id }, { answeredAt: now.toString() })
  })
}

export const signInRoutes = [
  handleOpen(signIn, async ({ tools, client, now, body }) => {
    const before = await identify(client, now, tools, { evenPending: true })
    const answer = await signInWith({ tools, client, now }, body, ({ db, ...proven }) => open(db, { ...proven, client, now }))
    await endReplaced(before, { tools, client, now })
    return answer
  }),
  handleOpen(signInForTokens, ({ tools, client, now, body }) =>
    signInWith({ tools, client, now }, body, async ({ db, userId, deviceId, isPending }) => ({
      ...(await openTokenSession(db, { userId, deviceId, now, client })),
      isPending,
    })),
  ),
]
