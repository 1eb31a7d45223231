import { setStatus } from '#modules/directory/index.ts'
import { eraseProfile } from '#modules/profiles/index.ts'
import { changeAll, type Db } from '#platform/db.ts'
import type { Session } from '#platform/module.ts'
import { item, type Row, requestOf } from './deletions.ts'
import { gather } from './gather.ts'
import { bidFarewell, tellDeclined } from './letters.ts'
import { keptOf, notOpen, notYourOwn } from './policy.ts'

/** What must be kept of the person who asks, and why. */
export const keptFor = async (db: Db, id: string) => keptOf(await gather(db, (await requestOf(db, id)).userId))

type Deciding = { id: string; who: Session; answer: string | null; now: Temporal.Instant }
async function decide(db: Db, { id, who, answer, now }: Deciding, status: 'accepted' | 'declined'): Promise<Row> {
  const row = await requestOf(db, id)
  if (row.userId === who.userId) throw notYourOwn()
  if (row.status !== 'open') throw notOpen()
  const decided = { status, answer, decidedAt: now.toString(), decidedBy: who.userId }
  const [mine] = await changeAll(db, 'account.deletion_requests', { id, status: 'open' }, decided)
  if (!mine) throw notOpen() // decided or withdrawn at this moment
  return row
}

/**
 * Grants a request: the person can no longer sign in, their profile goes, and a letter says what stays and why. Throws 404, 403 for
 * one's own, 409 where it is no longer open.
 */
export async function accept(db: Db, deciding: Deciding) {
  const { id, who, answer, now } = deciding
  const { userId } = await decide(db, deciding, 'accepted')
  await bidFarewell(db, { id, userId, answer, kept: keptOf(await gather(db, userId)) })
  await eraseProfile(db, userId)
  await setStatus(db, { userId, status: 'inactive', by: who.userId, now })
  return item(await requestOf(db, id), who)
}

/** Refuses a request with the reason, which the person is told. Throws as `accept` does. */
export async function decline(db: Db, deciding: Deciding & { answer: string }) {
  const { id, who, answer } = deciding
  const { userId } = await decide(db, deciding, 'declined')
  await tellDeclined(db, { id, userId, answer })
  return item(await requestOf(db, id), who)
}
