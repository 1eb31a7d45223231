import { needsStepUp, stepUpNeeded } from '#modules/factors/index.ts'
import { type Db, insert } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { later } from '#platform/events.ts'
import type { FileAnswer, Session } from '#platform/module.ts'
import type { DataExport } from './contract.ts'
import { notReady } from './policy.ts'

const shown = ['id', 'status', 'requestedAt', 'readyAt', 'expiresAt', 'fileSize'] as const
type Asking = { db: Db; who: Session; now: Temporal.Instant }

/** A person's copies, newest first. */
export const copiesOf = (db: Db, userId: string): Promise<DataExport[]> =>
  db.selectFrom('account.data_exports').select(shown).where('userId', '=', userId).orderBy('requestedAt', 'desc').limit(20).execute()

/** Begins a copy. Throws 403 where a second factor must be shown first, 409 while one is being made. */
export async function askCopy({ db, who, now }: Asking): Promise<DataExport> {
  if (await needsStepUp(db, who, now)) throw stepUpNeeded()
  const row = await insert(db, 'account.data_exports', { userId: who.userId, requestedAt: now.toString() })
  later(db, 'account.copy', { id: row.id }, { key: `account.copy:${row.id}` })
  return row
}

/** The archive. Throws 404 for another's, 409 before it is ready or after its seven days, 403 where a second factor must be shown first. */
export async function copyFile({ db, who, now }: Asking, id: string): Promise<FileAnswer> {
  const row = await db
    .selectFrom('account.data_exports')
    .selectAll()
    .where('id', '=', id)
    .where('userId', '=', who.userId)
    .executeTakeFirst()
  if (!row) throw notFound()
  if (await needsStepUp(db, who, now)) throw stepUpNeeded()
  const isThere = row.status === 'ready' && row.expiresAt && Temporal.Instant.compare(Temporal.Instant.from(row.expiresAt), now) > 0
  if (!isThere || !row.fileKey || !row.fileSize) throw notReady()
  return {
    stored: { key: row.fileKey, size: row.fileSize },
    mimeType: 'application/zip',
    fileName: `my-data-${row.requestedAt.slice(0, 10)}.zip`,
  }
}
