import { sql } from 'kysely'
import type { z } from 'zod'
import { issueFitnessOutcome, withdrawFitnessOutcome } from '#modules/employees/index.ts'
import { compiled, type Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import type { Session } from '#platform/module.ts'
import type { issueOutcome, Outcome } from './contract.ts'
import type { Encounter } from './encounter.ts'

const ofAppointment = compiled<{ appointmentId: string }, Omit<Outcome, 'may'> & { issuedBy: string }>(
  'clinical.outcomes_of_appointment',
  (db, q) =>
    db
      .selectFrom('employees.fitness_facts')
      .where('appointmentId', '=', q.appointmentId)
      .select(['id', 'outcome', 'restrictions', 'reviewDate', 'issuedAt', 'issuedBy', 'issuedByName', 'withdrawnAt', 'withdrawnReason'])
      .orderBy('issuedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(sql.lit(100)) as never,
)

/** The outcomes issued from an encounter, newest first; who conducts the encounter or issued one may withdraw it. */
export async function outcomesOf(db: Db, on: Encounter, who: Session): Promise<Outcome[]> {
  const rows = await ofAppointment(db, { appointmentId: on.appointmentId })
  return rows.map(({ issuedBy, ...outcome }) => ({
    ...outcome,
    may: {
      withdraw:
        outcome.withdrawnAt === null &&
        who.permissions.has('clinical:issue') &&
        (issuedBy === who.userId || on.professionalUserId === who.userId),
    },
  }))
}

type Act = { on: Encounter; who: Session; now: Temporal.Instant }

/** Issues an outcome from an encounter. Throws 422 where it does not say what it must. */
export async function issue(db: Db, { on, who, now, wish }: Act & { wish: z.output<typeof issueOutcome.body> }): Promise<Outcome> {
  const { id } = await issueFitnessOutcome(db, {
    ...wish,
    employeeId: on.employeeId,
    appointmentId: on.appointmentId,
    issuedBy: who.userId,
    issuedByName: who.name,
    now,
  })
  return oneOf(await outcomesOf(db, on, who), id)
}

/** Withdraws an outcome of this encounter. Throws 404, and 409 when it was withdrawn before. */
export async function withdraw(db: Db, { on, who, now, outcomeId, reason }: Act & { outcomeId: string; reason: string }): Promise<Outcome> {
  oneOf(await outcomesOf(db, on, who), outcomeId)
  await withdrawFitnessOutcome(db, { outcomeId, reason, by: who.userId, now })
  return oneOf(await outcomesOf(db, on, who), outcomeId)
}

function oneOf(outcomes: readonly Outcome[], id: string): Outcome {
  const found = outcomes.find((outcome) => outcome.id === id)
  if (!found) throw notFound()
  return found
}
