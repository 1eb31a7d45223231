import { aboveYou, isAbove, rightsOf } from '#modules/access/index.ts'
import { endSessions, lasts, noteAttempt, openSession, reopenSession } from '#modules/auth/index.ts'
import { change, type Db } from '#platform/db.ts'
import { type Context, handle, type Session, type Tools } from '#platform/module.ts'
import { consentBy } from './codes.ts'
import * as api from './contract.ts'
import { tellOfBegin } from './notices.ts'
import { browserOnly, lentTo, notSupporting, ownCode } from './policy.ts'

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
  const { consent, person } = await consentBy(db, who, { code: body.code, now })
  const { id, userId } = consent
  if (userId === who.userId) throw ownCode()
  if (await isAbove(db, { userId, by: who.userId, now })) throw aboveYou()
  const { only, ends } = await rightsFor(db, { userId, who, tools, ip: client.ip, now })
  const lent = { as: 'support' as const, actingId: who.userId, until: ends, only }
  const { token, sessionId } = await openSession(db, { userId, now, client, lent })
  const used = {
    usedAt: now.toString(),
    supporterId: who.userId,
    supporterSessionId: who.id,
    sessionId,
    endsAt: ends.toString(),
    permissions: only,
  }
  await change(db, 'support.consents', { id }, used)
  await noteAttempt(db, { account: person, guess: { account: consent.codeHash } }, { client, now, method: 'support', outcome: 'success' })
  await tellOfBegin(db, { person, supporter: { id: who.userId, name: who.name }, ends })
  // The same cookie opens their own session again after it, so it does not end with it.
  client.setSession(token)
}

async function end({ db, who, now, client }: Context<typeof api.endSupport>) {
  const actingId = who.lent?.actingId
  if (!actingId) throw notSupporting()
  const consent = await db.selectFrom('support.consents').select('supporterSessionId').where('sessionId', '=', who.id).executeTakeFirst()
  await endSessions(db, { ids: [who.id], userId: who.userId, reason: 'signed_out', by: actingId, now })
  const own = consent?.supporterSessionId && (await reopenSession(db, { id: consent.supporterSessionId, userId: actingId, now }))
  client.setSession(own ? own.token : null, own ? own.expiresAt : undefined)
}

export const sessionRoutes = [handle(api.beginSupport, begin), handle(api.endSupport, end)]
