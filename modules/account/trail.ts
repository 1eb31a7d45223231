import type { Db } from '#platform/db.ts'
import type { Held } from './gather.ts'

const table = 'platform.audit_logs'
const most = 100_000

/**
 * What the audit trail holds about somebody: all they did, and all that was done with a row of theirs (`held`: what the copy holds
 * besides). Who else did it is not told, nor what others' rows held: that is about them.
 */
export async function trailOf(db: Db, userId: string, held: readonly Held[]): Promise<Held[]> {
  const ids = [...new Set([userId, ...held.flatMap(({ rows }) => rows.map((row) => String(row.id ?? '')).filter(Boolean))])]
  const kinds = await db.selectFrom(table).select('entityType').distinct().execute()
  const entries = (by: 'deeds' | 'rows') =>
    db
      .selectFrom(table)
      .select(['id', 'createdAt', 'userId', 'serviceName', 'entityType', 'entityId', 'action', 'oldValues', 'newValues', 'ipAddress'])
      .$if(by === 'deeds', (query) => query.where('userId', '=', userId))
      .$if(by === 'rows', (query) =>
        query
          .where((eb) => eb('entityType', '=', eb.fn.any(eb.val(kinds.map((one) => one.entityType)))))
          .where((eb) => eb('entityId', '=', eb.fn.any(eb.val(ids)))),
      )
      .orderBy('createdAt')
      .limit(most)
      .execute()
  const about = new Set(ids)
  const found = new Map([...(await entries('deeds')), ...(await entries('rows'))].map((row) => [row.id, row]))
  const rows = [...found.values()].map(({ userId: who, ipAddress, oldValues, newValues, ...row }) => ({
    ...row,
    byMyself: who === userId,
    ...(about.has(row.entityId ?? '') ? { oldValues, newValues } : {}),
    ...(who === userId ? { ipAddress } : {}),
  }))
  return rows.length > 0 ? [{ table, rows, files: [] }] : []
}
