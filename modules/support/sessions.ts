import { aboveYou, isAbove, rightsOf } from '#modules/access/index.ts'
import { countGuess, endSessions, lasts, noteAttempt, openSession, reopenSession } from '#modules/auth/index.ts'
import { accountOf } from '#modules/directory/index.ts'
import { changeAll, type Db } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { type Context, handle, type Session, type Tools } from '#platform/module.ts'
import type { Row } from '#platform/rows.gen.ts'
import { hashOf } from './consents.ts'
import * as api from './contract.ts'
import { tellOfBegin, tellOfEnd } from './notices.ts'
import { browserOnly, lentTo, notSupporting, ownCode, wrongCode } from './policy.ts'

type Given = Pick<Context, 'db' | 'now' | 'client'>
/** Whose code this is: counted before it is looked at, as every secret that is typed. Throws 422. */
async function consentBy(who: Session, code: string, { db, now }: Given): Promise<Row<'support.consents'>> {
  const guess = await countGuess(db, { account: `support\0${who.userId}`, deviceId: undefined, now })
  const found = guess.allowed
    ? await db
        .selectFrom('support.consents')
        .selectAll()
        .where('codeHash', '=', await hashOf(db, code))
        .where('usedAt', 'is', null)
        .where('endedAt', 'is', null)
        .where('expiresAt', '>', now.toString())
        .executeTakeFirst()
    : undefined
  if (!found) throw wrongCode()
  await guess.takeBack(db)
  return found
}

/** Rights of both as they are without a second factor: the lent session has none to show. */
async function rightsFor(
  db: Db,
  { userId, who, tools, ip, now }: { userId: string; who: Session; tools: Tools; ip: string; now: Temporal.Instant },
) {
  const theirs = await rightsOf(db, userId, now, { ip })
  const { until } = await rightsOf(db, who.userId, now, { ip })
  const latest = now.add(lasts.support)
  const ends = until === null ? latest : Temporal.Instant.fromEpochMilliseconds(Math.min(until, latest.epochMilliseconds))
  return { only: lentTo(who, theirs, tools.registry.permissions), ends }
}

async function begin({ db, who, body, client, now, tools }: Context<typeof api.beginSupport>) {
  if (who.kind !== 'browser') throw browserOnly()
  const consent = await consentBy(who, body.code, { db, now, client })
  const { id, userId } = consent
  if (userId === who.userId) throw ownCode()
  if (await isAbove(db, { userId, by: who.userId, now })) throw aboveYou()
  const person = await accountOf(db, userId)
  if (person?.status !== 'active') throw wrongCode()
  const { only, ends } = await rightsFor(db, { userId, who, tools, ip: client.ip, now })
  const lent = { as: 'support' as const, actingId: who.userId, until: ends, only }
  const { token, sessionId, expiresAt } = await openSession(db, { userId, now, client, lent })
  const used = {
    usedAt: now.toString(),
    supporterId: who.userId,
    supporterSessionId: who.id,
    sessionId,
    endsAt: ends.toString(),
    permissions: only,
  }
  const [mine] = await changeAll(db, 'support.consents', { id, usedAt: null, endedAt: null }, used)
  if (!mine) throw wrongCode()
  await noteAttempt(db, { account: person, guess: { account: consent.codeHash } }, { client, now, method: 'support', outcome: 'success' })
  await tellOfBegin(db, { person, supporter: { id: who.userId, name: who.name }, ends })
  await emit(db, 'support.changed', { userIds: [userId] })
  client.setSession(token, expiresAt)
}

async function end({ db, who, now, client }: Context<typeof api.endSupport>) {
  const actingId = who.lent?.actingId
  if (!actingId) throw notSupporting()
  const consent = await db.selectFrom('support.consents').select('supporterSessionId').where('sessionId', '=', who.id).executeTakeFirst()
  await endSessions(db, { ids: [who.id], userId: who.userId, reason: 'signed_out', by: actingId, now })
  const own = consent?.supporterSessionId && (await reopenSession(db, { id: consent.supporterSessionId, userId: actingId, now }))
  client.setSession(own ? own.token : null, own ? own.expiresAt : undefined)
}

/** Consents whose session is going on now. */
const running = (db: Db, now: Temporal.Instant) =>
  db.selectFrom('support.consents').selectAll().where('endedAt', 'is', null).where('endsAt', '>', now.toString())

type Ended = { db: Db; payload: never; now: Temporal.Instant }
/** A session ended: a lent one closes its consent, a supporter's own takes along what was lent to them there. */
export async function closeWith({ db, payload, now }: Ended): Promise<void> {
  const { sessionIds } = payload as { sessionIds: string[] }
  const closed = await changeAll(db, 'support.consents', { sessionId: sessionIds, endedAt: null }, { endedAt: now.toString() })
  for (const consent of closed) {
    await tellOfEnd(db, consent)
    await emit(db, 'support.changed', { userIds: [consent.userId] })
  }
  const lent = await running(db, now)
    .where((eb) => eb('supporterSessionId', '=', eb.fn.any(eb.val(sessionIds))))
    .execute()
  for (const consent of lent) await stop(db, consent, now)
}

/** Rights or people changed: what is lent to somebody who may no longer do all of it ends. */
export async function recheck({ db, now }: Ended): Promise<void> {
  for (const consent of await running(db, now).execute()) {
    const supporter = await accountOf(db, consent.supporterId as string)
    const rights = await rightsOf(db, consent.supporterId as string, now)
    const holds = (code: string) => rights.permissions.has(code) && !rights.narrowed.has(code)
    if (supporter?.status !== 'active' || !holds('support:act') || !(consent.permissions as string[]).every(holds))
      await stop(db, consent, now)
  }
}
const stop = (db: Db, { sessionId, userId }: Row<'support.consents'>, now: Temporal.Instant) =>
  endSessions(db, { ids: [sessionId as string], userId, reason: 'revoked', by: null, now })

export const sessionRoutes = [handle(api.beginSupport, begin), handle(api.endSupport, end)]
