import { z } from 'zod'
import { changeAll, type Db, insert } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import type { Session } from '#platform/module.ts'
import { pageOf, readCursor } from '#platform/paging.ts'
import type { DeletionRequest, PersonsRequest } from './contract.ts'
import { notOpen } from './policy.ts'

const shown = ['r.id', 'r.status', 'r.reason', 'r.requestedAt', 'r.decidedAt', 'r.answer'] as const

/** A person's own requests, newest first. */
export const requestsOf = (db: Db, userId: string): Promise<DeletionRequest[]> =>
  db
    .selectFrom('account.deletion_requests as r')
    .select(shown)
    .where('r.userId', '=', userId)
    .orderBy('r.requestedAt', 'desc')
    .limit(20)
    .execute()

export const askDeletion = (
  db: Db,
  { who, reason, now }: { who: Session; reason: string; now: Temporal.Instant },
): Promise<DeletionRequest> => insert(db, 'account.deletion_requests', { userId: who.userId, reason, requestedAt: now.toString() })

/** Takes one's own open request back. Throws 404, 409. */
export async function withdraw(db: Db, { id, who, now }: { id: string; who: Session; now: Temporal.Instant }): Promise<DeletionRequest> {
  const row = await requestOf(db, id)
  if (row.userId !== who.userId) throw notFound()
  if (row.status !== 'open') throw notOpen()
  const values = { status: 'withdrawn', decidedAt: now.toString(), decidedBy: who.userId } as const
  const [mine] = await changeAll(db, 'account.deletion_requests', { id, status: 'open' }, values)
  if (!mine) throw notOpen()
  return mine
}

const people = (db: Db) =>
  db
    .selectFrom('account.deletion_requests as r')
    .innerJoin('directory.people as p', 'p.id', 'r.userId')
    .select([...shown, 'r.userId', 'p.name'])
    .$narrowType<{ name: string }>()
export type Row = DeletionRequest & { userId: string; name: string }
/** A request as whoever decides sees it. */
export const item = ({ userId, name, ...row }: Row, who: Session): PersonsRequest => ({
  ...row,
  person: { id: userId, name },
  may: { decide: row.status === 'open' && userId !== who.userId },
})
/** A request with whose it is. Throws 404. */
export async function requestOf(db: Db, id: string): Promise<Row> {
  const row = await people(db).where('r.id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return row
}

const Cursor = z.tuple([z.string(), z.uuid()])
type Query = { status: DeletionRequest['status']; cursor?: string | undefined; limit: number }
export async function listRequests(db: Db, who: Session, { status, cursor, limit }: Query) {
  const [at, id] = readCursor(cursor, Cursor) ?? ['-infinity', '00000000-0000-0000-0000-000000000000']
  const rows = await people(db)
    .where('r.status', '=', status)
    .where((eb) => eb(eb.refTuple('r.requestedAt', 'r.id'), '>', eb.tuple(at, id)))
    .orderBy('r.requestedAt')
    .orderBy('r.id')
    .limit(limit + 1)
    .execute()
  const { items, next } = pageOf(rows, limit, (row) => [row.requestedAt, row.id])
  return { items: items.map((row) => item(row, who)), next }
}
