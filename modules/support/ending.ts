import { rightsOf } from '#modules/access/index.ts'
import { endSessions, handBack } from '#modules/auth/index.ts'
import { accountOf } from '#modules/directory/index.ts'
import { changeAll, type Db } from '#platform/db.ts'
import type { Row } from '#platform/rows.gen.ts'
import { tellOfEnd } from './notices.ts'

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
    const { sessionId: lentId, supporterSessionId: ownId, supporterId: userId } = consent
    if (lentId && ownId && userId) await handBack(db, { lentId, ownId, userId })
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
