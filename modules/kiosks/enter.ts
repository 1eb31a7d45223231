import { signInPolicy } from '#modules/auth/contract.ts'
import {
  checkPassword,
  countGuess,
  describeMe,
  foreignNetwork,
  hashPassword,
  lasts,
  noteAttempt,
  openSession,
  within,
} from '#modules/auth/index.ts'
import { activatePerson, noteSignIn } from '#modules/directory/index.ts'
import { configOf, suspended } from '#modules/tenancy/index.ts'
import { append, changeAll, type Db } from '#platform/db.ts'
import { type Client, handleOpen, type PublicContext, type Tools } from '#platform/module.ts'
import * as api from './contract.ts'
import { type Here, kioskOf, leave, noteSeen } from './devices.ts'
import { tell } from './notices.ts'
import { type Pinned, personByNumber, startCodeHash } from './pins.ts'
import { mayGuessHere, weakPin, whyWeak, wrongPin } from './policy.ts'

type At = Pick<PublicContext, 'tools' | 'client' | 'now'>
type Guess = Awaited<ReturnType<typeof countGuess>>
type Tried = { person: Pinned | undefined; allowed: boolean; guess: Guess; here: Guess }

const inTenantOf =
  ({ tools, client, now }: At, { tenantId }: Here, userId: string | null) =>
  <T>(work: (db: Db) => Promise<T>) =>
    tools.inTenant({ tenantId, userId, ip: client.ip, now }, work)

/**
 * Counts a try before it is looked at, for the person (over all kiosks, apart from every other door: nobody is locked out there)
 * and for the kiosk. The same statements for somebody and nobody.
 */
async function attempt(db: Db, kiosk: Here, number: string, { client, now }: Pick<At, 'client' | 'now'>): Promise<Tried> {
  const { networks } = await configOf(db, signInPolicy)
  if (!within(networks)(client.ip)) throw foreignNetwork()
  if (kiosk.suspension) throw suspended(kiosk.suspension)
  const person = await personByNumber(db, number)
  const guess = await countGuess(db, { account: `kiosk\0${person?.id ?? number.toLowerCase()}`, deviceId: undefined, now })
  const here = await countGuess(db, { account: `kiosk device\0${kiosk.id}`, deviceId: undefined, now, allows: mayGuessHere })
  await noteSeen(db, { id: kiosk.id, ip: client.ip, now })
  return { person, guess, here, allowed: guess.allowed && here.allowed }
}

const noteFailure = (db: Db, { person, guess, allowed }: Tried, at: { client: Client; now: Temporal.Instant }) =>
  noteAttempt(
    db,
    { account: person, guess },
    {
      ...at,
      method: 'kiosk',
      outcome: allowed ? 'failure' : 'throttled',
      reason: !person ? 'unknown' : allowed ? 'wrong password' : 'too many attempts',
    },
  )

/** What was shown was right: a session with the few rights of a person for themself, for a quarter of an hour at most. */
async function letIn(db: Db, { person, guess, here }: Tried & { person: Pinned }, { kiosk, tools, client, now }: At & { kiosk: Here }) {
  await Promise.all([guess.takeBack(db), here.takeBack(db)])
  const userId = person.id
  const lent = { as: 'kiosk' as const, actingId: null, until: now.add(lasts.kiosk), only: rightsAtKiosk(tools) }
  const { token, sessionId, expiresAt } = await openSession(db, { userId, now, client, lent })
  await append(db, 'kiosks.visits', { kioskId: kiosk.id, userId, sessionId, createdAt: now.toString() })
  await noteAttempt(db, { account: person, guess }, { client, now, method: 'kiosk', outcome: 'success' })
  await noteSignIn(db, { userId, now })
  client.setSession(token, expiresAt)
  const me = await describeMe(db, { userId, now, lent })
  return { me: { ...me, permissions: me.permissions.filter((code) => lent.only.includes(code)) } }
}
const rightsAtKiosk = ({ registry }: Tools) => Object.entries(registry.permissions).flatMap(([code, { kiosk }]) => (kiosk ? [code] : []))

/** Throws 401, the same for an unknown number, a wrong PIN, too many tries and a device that is no kiosk, after the same work. */
async function enter(at: At, { number, pin }: { number: string; pin: string }) {
  const kiosk = await kioskOf(at.tools, at.client, at.now)
  if (!kiosk) {
    await checkPassword(null, pin)
    throw wrongPin()
  }
  await leave(at.tools, at.client, at.now)
  const tried = await inTenantOf(at, kiosk, null)((db) => attempt(db, kiosk, number, at))
  const isRight = await checkPassword(tried.person?.pinHash, pin)
  const { person } = tried
  if (!isRight || !tried.allowed || person?.status !== 'active') {
    await inTenantOf(at, kiosk, null)((db) => noteFailure(db, tried, at))
    throw wrongPin()
  }
  return inTenantOf(at, kiosk, person.id)((db) => letIn(db, { ...tried, person }, { ...at, kiosk }))
}

/** The first time: a start code is spent on a PIN, once, also when two try at the same moment. */
async function start(at: At, { number, code, pin }: { number: string; code: string; pin: string }) {
  const weak = whyWeak(pin, number)
  if (weak) throw weakPin(weak)
  const kiosk = await kioskOf(at.tools, at.client, at.now)
  if (!kiosk) throw wrongPin()
  await leave(at.tools, at.client, at.now)
  const { now } = at
  const tried = await inTenantOf(
    at,
    kiosk,
    null,
  )(async (db) => {
    const counted = await attempt(db, kiosk, number, at)
    const hash = await startCodeHash(db, counted.person?.id ?? '', code)
    const { startCodeHash: kept, startCodeExpiresAt: until } = counted.person ?? {}
    const isRight = kept?.equals(hash) === true && until != null && Temporal.Instant.compare(until, now) > 0
    if (!isRight || !counted.allowed) await noteFailure(db, counted, at)
    return { ...counted, hash, isRight }
  })
  const { person, hash } = tried
  if (!person || !tried.isRight || !tried.allowed || person.status === 'inactive') throw wrongPin()
  const pinHash = await hashPassword(pin)
  return inTenantOf(
    at,
    kiosk,
    person.id,
  )(async (db) => {
    const spent = { pinHash, setAt: now.toString(), startCodeHash: null, startCodeExpiresAt: null, startCodeBy: null }
    const [mine] = await changeAll(db, 'kiosks.pins', { userId: person.id, startCodeHash: hash }, spent)
    if (!mine) throw wrongPin()
    if (person.status === 'invited') await activatePerson(db, { userId: person.id, verified: null, now })
    await tell(db, person.id, 'set')
    return letIn(db, { ...tried, person }, { ...at, kiosk })
  })
}

export const enterRoutes = [
  handleOpen(api.enterAtKiosk, ({ body, ...at }) => enter(at, body)),
  handleOpen(api.choosePin, ({ body, ...at }) => start(at, body)),
]
