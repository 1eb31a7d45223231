import { headsAbove } from '#modules/directory/index.ts'
import { notify } from '#modules/notifications/index.ts'
import { type Db, insert } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Row } from '#platform/rows.gen.ts'
import { checkOutcome, dayOf, type FitnessClass } from './policy.ts'

export type NewOutcome = {
  employeeId: string
  /** The encounter it came from, if any. */
  appointmentId: string | null
  outcome: FitnessClass
  /** Functional words the employer may read, never a cause. */
  restrictions: readonly string[]
  /** The last day on which it counts (YYYY-MM-DD), or null. */
  reviewDate: string | null
  issuedBy: string
  issuedByName: string
  now: Temporal.Instant
}

/** Issues what the employer may know of an encounter. It cannot be edited afterwards, only withdrawn. Throws 404, 422. */
export async function issueFitnessOutcome(db: Db, given: NewOutcome): Promise<Row<'employees.fitness_outcomes'>> {
  checkOutcome(given, dayOf(given.now))
  const userIds = await whoFollows(db, given.employeeId)
  const row = await insert(db, 'employees.fitness_outcomes', {
    employeeId: given.employeeId,
    appointmentId: given.appointmentId,
    outcome: given.outcome,
    restrictions: [...given.restrictions],
    issuedAt: given.now.toString(),
    effectiveAt: given.now.toString(),
    reviewDate: given.reviewDate,
    issuedBy: given.issuedBy,
    issuedByName: given.issuedByName,
  })
  await tell(db, userIds[0] as string, { id: row.id, title: 'You have a new fitness outcome' })
  await emit(db, 'employees.fitness_issued', { employeeId: given.employeeId, userIds })
  return row
}

export type Withdrawal = { outcomeId: string; reason: string; by: string; now: Temporal.Instant }

/** Withdraws an outcome from `now` on, with a neutral reason. Throws 404, and 409 when it was withdrawn before. */
export async function withdrawFitnessOutcome(db: Db, given: Withdrawal): Promise<Row<'employees.fitness_withdrawals'>> {
  const outcome = await db
    .selectFrom('employees.fitness_outcomes')
    .select('employeeId')
    .where('id', '=', given.outcomeId)
    .executeTakeFirst()
  if (!outcome) throw notFound()
  const userIds = await whoFollows(db, outcome.employeeId)
  const row = await insert(db, 'employees.fitness_withdrawals', {
    outcomeId: given.outcomeId,
    reason: given.reason,
    withdrawnAt: given.now.toString(),
    effectiveAt: given.now.toString(),
    withdrawnBy: given.by,
  })
  await tell(db, userIds[0] as string, { id: row.id, title: 'A fitness outcome of yours was withdrawn' })
  await emit(db, 'employees.fitness_withdrawn', { employeeId: outcome.employeeId, userIds })
  return row
}

/** The person is told that there is something to read, never what it says. */
async function tell(db: Db, userId: string, { id, title }: { id: string; title: string }): Promise<void> {
  const message = 'Sign in to read it under My fitness outcomes.'
  await notify(db, { userIds: [userId], type: 'fitness_update', title, message, link: '/my/fitness', dedupeKey: `fitness:${id}` })
}

/** The person, and the heads above them: whose screens change. */
async function whoFollows(db: Db, employeeId: string): Promise<string[]> {
  const employee = await db
    .selectFrom('employees.roster')
    .select(['userId', 'departmentId'])
    .where('employeeId', '=', employeeId)
    .executeTakeFirst()
  if (!employee) throw notFound()
  const heads = employee.departmentId ? await headsAbove(db, employee.departmentId) : []
  return [...new Set([employee.userId, ...heads])]
}
