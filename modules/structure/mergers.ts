import type { Db } from '#platform/db.ts'
import type * as api from './contract.ts'
import { departmentOf } from './moves.ts'

export { departmentOf }

const mergers = (db: Db) =>
  db
    .selectFrom('structure.mergers as m')
    .leftJoin('directory.people as p', 'p.id', 'm.mergedBy')
    .select([
      'm.id',
      'm.fromId',
      'm.fromName',
      'm.intoId',
      'm.intoName',
      'm.people',
      'm.children',
      'm.mergedAt',
      'm.undoneAt',
      'p.name as by',
    ])
    .orderBy('m.mergedAt', 'desc')
    .orderBy('m.id', 'desc')
type Row = Awaited<ReturnType<ReturnType<typeof mergers>['executeTakeFirstOrThrow']>>
const item = ({ fromId, fromName, intoId, intoName, by, children, ...row }: Row, mayWrite: boolean): api.Merger => ({
  ...row,
  ...{ from: { id: fromId, name: fromName }, into: { id: intoId, name: intoName }, children: children.length, mergedBy: by ?? '' },
  may: { undo: mayWrite && row.undoneAt === null },
})
/** One merger, as whoever made or undid it sees it. */
export const shown = async (db: Db, id: string) => item(await mergers(db).where('m.id', '=', id).executeTakeFirstOrThrow(), true)

/** What was merged into a department, and what it was merged into. Throws 404. */
export async function mergersOf(db: Db, id: string, mayWrite: boolean) {
  await departmentOf(db, id)
  const rows = await mergers(db)
    .where((eb) => eb.or([eb('m.fromId', '=', id), eb('m.intoId', '=', id)]))
    .limit(100)
    .execute()
  return { items: rows.map((row) => item(row, mayWrite)), next: null }
}
