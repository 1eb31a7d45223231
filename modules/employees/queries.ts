import { headsAbove, placeOf, reached, type Whose, whose } from '#modules/directory/index.ts'
import { compiled, type Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import type { Session } from '#platform/module.ts'
import type { Row } from '#platform/rows.gen.ts'

export type Viewer = Pick<Session, 'userId' | 'permissions' | 'narrowed'>

type Look = { userId: string; who: Viewer; by: 'employees:read' | 'fitness:read_all' }

/**
 * A person's record as the viewer may know it, null where they have none: of those whom `by` reaches, else only of those in
 * departments they head. Throws 404 for everybody else.
 */
export async function known(db: Db, { userId, who, by }: Look): Promise<Record | null> {
  const [employee = null, reach] = await Promise.all([recordOf(db, userId), whose(db, who, by)])
  const { departmentId } = employee ?? (await placeOf(db, userId))
  if (reach === null || (await isReached(db, userId, reach))) return employee
  const heads = departmentId ? await headsAbove(db, departmentId) : []
  if (!heads.includes(who.userId)) throw notFound()
  return employee
}

/** Whose records this viewer may read, as a condition on people under `p`. */
export const readable = async (db: Db, who: Viewer) => reached('p', await whose(db, who, 'employees:read'))

const isReached = async (db: Db, userId: string, reach: Whose): Promise<boolean> =>
  (await db.selectFrom('directory.people as p').select('p.id').where('p.id', '=', userId).where(reached('p', reach)).execute()).length > 0

/** The record of somebody whom `by` itself reaches: what is personal is not for their head as such. Throws 404. */
export async function seen(db: Db, { userId, who, by }: Look): Promise<Record> {
  const [employee, reach] = await Promise.all([recordOf(db, userId), whose(db, who, by)])
  if (!employee || !(await isReached(db, userId, reach))) throw notFound()
  return employee
}

export async function recordOf(db: Db, userId: string) {
  return await db
    .selectFrom('employees.employees as e')
    .innerJoin('directory.people as p', 'p.id', 'e.userId')
    .leftJoin('directory.department_list as d', 'd.id', 'e.departmentId')
    .where('e.userId', '=', userId)
    .selectAll('e')
    .select(['p.name', 'd.name as departmentName'])
    .$narrowType<{ name: string }>()
    .executeTakeFirst()
}
export type Record = NonNullable<Awaited<ReturnType<typeof recordOf>>>

export async function departmentName(db: Db, id: string | null): Promise<string | null> {
  if (id === null) return null
  const row = await db.selectFrom('directory.department_list').select('name').where('id', '=', id).executeTakeFirst()
  return row?.name ?? null
}

const first = ['infinity', 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'] as const
export type LogKey = readonly [effectiveAt: string, recordedAt: string, id: string]
type LogPage = { employeeId: string; after: LogKey | undefined; limit: number }

/** Assignments, latest first. */
export function assignmentsOf(db: Db, { employeeId, after = first, limit }: LogPage) {
  return db
    .selectFrom('employees.assignments as a')
    .leftJoin('directory.department_list as d', 'd.id', 'a.departmentId')
    .where('a.employeeId', '=', employeeId)
    .where((eb) => eb(eb.refTuple('a.effectiveAt', 'a.recordedAt', 'a.id'), '<', eb.tuple(...after)))
    .select(['a.id', 'a.departmentId', 'd.name as departmentName', 'a.jobTitle', 'a.effectiveAt', 'a.recordedAt', 'a.ended'])
    .orderBy('a.effectiveAt', 'desc')
    .orderBy('a.recordedAt', 'desc')
    .orderBy('a.id', 'desc')
    .limit(limit)
    .execute()
}

const outcomeLog = compiled<{ employeeId: string; at: string; known: string; id: string; limit: number }, OutcomeRow>(
  'employees.outcomes',
  (db, { employeeId, at, known, id, limit }) =>
    db
      .selectFrom('employees.fitness_outcomes as o')
      .leftJoin('employees.fitness_withdrawals as w', 'w.outcomeId', 'o.id')
      .where('o.employeeId', '=', employeeId)
      .where((eb) => eb(eb.refTuple('o.effectiveAt', 'o.issuedAt', 'o.id'), '<', eb.tuple(at, known, id)))
      .select(['o.id', 'o.outcome', 'o.restrictions', 'o.effectiveAt', 'o.issuedAt', 'o.reviewDate', 'o.issuedByName'])
      .select(['w.withdrawnAt', 'w.reason as withdrawalReason'])
      .orderBy('o.effectiveAt', 'desc')
      .orderBy('o.issuedAt', 'desc')
      .orderBy('o.id', 'desc')
      .limit(limit),
)
export type OutcomeRow = Pick<
  Row<'employees.fitness_outcomes'>,
  'id' | 'outcome' | 'restrictions' | 'effectiveAt' | 'issuedAt' | 'reviewDate' | 'issuedByName'
> & { withdrawnAt: string | null; withdrawalReason: string | null }

/** Fitness outcomes, latest first. */
export function outcomesOf(db: Db, { employeeId, after = first, limit }: LogPage): Promise<OutcomeRow[]> {
  const [at, known, id] = after
  return outcomeLog(db, { employeeId, at, known, id, limit })
}

/** The outcome that decides at `now`: the latest in effect that was not withdrawn. */
export async function decidingOutcome(db: Db, employeeId: string, now: Temporal.Instant): Promise<string | undefined> {
  const row = await db
    .selectFrom('employees.fitness_facts')
    .select('id')
    .where('employeeId', '=', employeeId)
    .where('effectiveAt', '<=', now.toString())
    .where((eb) => eb.or([eb('withdrawalEffectiveAt', 'is', null), eb('withdrawalEffectiveAt', '>', now.toString())]))
    .orderBy('effectiveAt', 'desc')
    .orderBy('issuedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? undefined
}
