import type { Db } from '#platform/db.ts'
import { asOf } from './policy.ts'

const tables = {
  parents: { name: 'structure.department_moves', at: 'movedAt', from: 'fromParentId', to: 'toParentId' },
  heads: { name: 'structure.head_changes', at: 'changedAt', from: 'fromUserId', to: 'toUserId' },
  counts: { name: 'structure.count_changes', at: 'changedAt', from: 'fromCount', to: 'toCount' },
} as const

/** Of each department the last change until an instant and the first one since: no more is needed to know what was. */
async function around<Value>(db: Db, of: keyof typeof tables, at: string) {
  const { name, ...columns } = tables[of]
  // biome-ignore lint/suspicious/noExplicitAny: the table is a value here
  const all = (db as any)
    .selectFrom(name)
    .distinctOn('departmentId')
    .select(['departmentId', `${columns.from} as from`, `${columns.to} as to`, `${columns.at} as at`])
    .orderBy('departmentId')
  const [until, since] = await Promise.all([
    all.where(columns.at, '<=', at).orderBy(columns.at, 'desc').orderBy('id', 'desc').execute(),
    all.where(columns.at, '>', at).orderBy(columns.at).orderBy('id').execute(),
  ])
  return [...until, ...since] as { departmentId: string; from: Value; to: Value; at: string }[]
}

type Department = { id: string; parentId: string | null; headUserId: string | null; employeeCount: number }
/** The departments as they stood at an instant: what they were part of, who headed them, how many people they had; merged ones are gone. */
export async function standingAt<Row extends Department>(db: Db, rows: readonly Row[], at: Temporal.Instant): Promise<Row[]> {
  const instant = at.toString()
  const now = <Value>(of: (row: Row) => Value) => new Map(rows.map((row) => [row.id, of(row)]))
  const [moves, changes, counted, mergers] = await Promise.all([
    around<string | null>(db, 'parents', instant),
    around<string | null>(db, 'heads', instant),
    around<number>(db, 'counts', instant),
    db
      .selectFrom('structure.mergers')
      .select('fromId')
      .where('mergedAt', '<=', instant)
      .where((eb) => eb.or([eb('undoneAt', 'is', null), eb('undoneAt', '>', instant)]))
      .execute(),
  ])
  const parents = asOf(
    now((row) => row.parentId),
    moves,
    at,
  )
  const heads = asOf(
    now((row) => row.headUserId),
    changes,
    at,
  )
  const counts = asOf(
    now((row) => row.employeeCount),
    counted,
    at,
  )
  const gone = new Set(mergers.map(({ fromId }) => fromId))
  return rows
    .filter(({ id }) => !gone.has(id))
    .map((row) => ({
      ...row,
      parentId: parents.get(row.id) ?? null,
      headUserId: heads.get(row.id) ?? null,
      employeeCount: counts.get(row.id) ?? 0,
    }))
}
