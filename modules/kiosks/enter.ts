import {
  checkPassword,
  countGuess,
  hashPassword,
  lasts,
  lockOf,
  noteAttempt,
  noteComing,
  openSession,
  refuseForeign,
} from '#modules/auth/index.ts'
import { append, type Db } from '#platform/db.ts'
import { type Client, handleOpen, type PublicContext, type Tools } from '#platform/module.ts'
import * as api from './contract.ts'
import { type Here, kioskOf, leave, noteSeen, refuseSuspended } from './here.ts'
import { holdsCode, type Pinned, personByNumber, secretOf, spendStartCode } from './pins.ts'
import { mayGuessHere, weakPin, whyWeak, wrongPin } from './policy.ts'

type At = Pick<PublicContext, 'tools' | 'client' | 'now'>
type Typed = { number: string; pin: string }
type Guess = Awaited<ReturnType<typeof countGuess>>
type Tried = { person: Pinned | undefined; secret: string; allowed: boolean; isLocked: boolean; guess: Guess; here: Guess }

const inTenantOf =
  ({ tools, client, now }: At, { tenantId }: Here, userId: string | null) =>
  <T>(work: (db: Db) => Promise<T>) =>
    tools.inTenant({ tenantId, userId, ip: client.ip, now }, work)

/**
 * Counts a try before it is looked at, for the person (over all kiosks, apart from every other door: nobody is locked out there)
 * and for the kiosk. The same statements for somebody and nobody.
 */
async function attempt(db: Db, kiosk: Here, { number, pin }: Typed, { client, now }: Pick<At, 'client' | 'now'>): Promise<Tried> {
  await refuseForeign(db, client)
  refuseSuspended(kiosk)
  const person = await personByNumber(db, number)
  const guess = await countGuess(db, { account: `kiosk\0${person?.id ?? number.toLowerCase()}`, deviceId: undefined, now })
  const here = await countGuess(db, { account: `kiosk device\0${kiosk.id}`, deviceId: undefined, now, allows: mayGuessHere })
  await noteSeen(db, { id: kiosk.id, ip: client.ip, now })
  const isLocked = Boolean((await lockOf(db, { userId: person?.id ?? kiosk.id, now }))?.by)
  const secret = await secretOf(db, person?.id, pin)
  return { person, guess, here, secret, isLocked, allowed: guess.allowed && here.allowed && !isLocked }
}

const noteFailure = (db: Db, { person, guess, allowed, isLocked }: Tried, { client, now }: { client: Client; now: Temporal.Instant }) =>
  noteAttempt(
    db,
    { account: person, guess },
    {
      ...{ client, now, method: 'kiosk' },
      outcome: isLocked ? 'locked' : allowed ? 'failure' : 'throttled',
      reason: !person ? 'unknown' : isLocked ? 'locked' : allowed ? 'wrong PIN' : 'too many attempts',
    },
  )

/** What was shown was right: a session with the few rights of a person for themself, for a quarter of an hour at most. */
async function letIn(db: Db, { person, guess, here }: Tried & { person: Pinned }, { kiosk, tools, client, now }: At & { kiosk: Here }) {
  await Promise.all([guess.takeBack(db), here.takeBack(db)])
  const userId = person.id
  const lent = { as: 'kiosk' as const, actingId: null, until: now.add(lasts.kiosk), only: rightsAtKiosk(tools) }
  const { token, sessionId, expiresAt } = await openSession(db, { userId, now, client, lent })
  await append(db, 'kiosks.visits', { kioskId: kiosk.id, userId, sessionId, createdAt: now.toString() })
  await noteComing(db, { account: person, guess }, { client, now, method: 'kiosk' })
  client.setSession(token, expiresAt)
}
const rightsAtKiosk = ({ registry }: Tools) => Object.entries(registry.permissions).flatMap(([code, { kiosk }]) => (kiosk ? [code] : []))

/** Throws 401, the same for an unknown number, a wrong PIN, too many tries and a device that is no kiosk, after the same work. */
async function enter(at: At, typed: Typed): Promise<void> {
  const kiosk = await kioskOf(at.tools, at.client, at.now)
  if (!kiosk) {
    await checkPassword(null, typed.pin)
    throw wrongPin()
  }
  await leave(at.tools, at.client, at.now)
  const tried = await inTenantOf(at, kiosk, null)((db) => attempt(db, kiosk, typed, at))
  const isRight = await checkPassword(tried.person?.pinHash, tried.secret)
  const { person } = tried
  if (!isRight || !tried.allowed || person?.status !== 'active') {
    await inTenantOf(at, kiosk, null)((db) => noteFailure(db, tried, at))
    throw wrongPin()
  }
  await inTenantOf(at, kiosk, person.id)((db) => letIn(db, { ...tried, person }, { ...at, kiosk }))
}

/** The first time: a start code is spent on a PIN, once, also when two try at the same moment. */
async function start(at: At, { code, ...typed }: Typed & { code: string }): Promise<void> {
  const weak = whyWeak(typed.pin, typed.number)
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
    const counted = await attempt(db, kiosk, typed, at)
    const isRight = await holdsCode(db, counted.person, code, now)
    if (!isRight || !counted.allowed) await noteFailure(db, counted, at)
    return { ...counted, isRight }
  })
  const { person } = tried
  if (!person || !tried.isRight || !tried.allowed || person.status === 'inactive') throw wrongPin()
  const pinHash = await hashPassword(tried.secret)
  await inTenantOf(
    at,
    kiosk,
    person.id,
  )(async (db) => {
    if (!(await spendStartCode(db, person, { code, pinHash, now }))) throw wrongPin()
    await letIn(db, { ...tried, person }, { ...at, kiosk })
  })
}

export const enterRoutes = [
  handleOpen(api.enterAtKiosk, ({ body, ...at }) => enter(at, body)),
  handleOpen(api.choosePin, ({ body, ...at }) => start(at, body)),
]
