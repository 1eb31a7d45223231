import { compiled, type Db } from '#platform/db.ts'
import { AppError, notFound } from '#platform/errors.ts'
import type { Session } from '#platform/module.ts'

export type Encounter = { appointmentId: string; employeeId: string; employeeUserId: string; professionalUserId: string; status: string }

const byId = compiled<{ id: string; userId: string }, Encounter>(
  'clinical.encounter',
  (db, { id, userId }) =>
    db
      .selectFrom('appointments.bookings')
      .select(['appointmentId', 'employeeId', 'employeeUserId', 'professionalUserId', 'status'])
      .where('appointmentId', '=', id)
      .where((eb) => eb.or([eb('employeeUserId', '=', userId), eb('professionalUserId', '=', userId)])) as never,
)

/** The appointment behind a clinical act, for the two who take part in it. Throws 404 for everybody else. */
export async function encounterOf(db: Db, id: string, who: Session): Promise<Encounter> {
  const [encounter] = await byId(db, { id, userId: who.userId })
  if (!encounter) throw notFound()
  return encounter
}

/** Notes and outcomes come from an encounter that takes place or took place, and from the professional who conducts it. */
export const mayRecord = (of: Encounter, who: Session) =>
  of.professionalUserId === who.userId && (of.status === 'in_progress' || of.status === 'completed')

/** An encounter to record something on. Throws 404, and 409 when it has not begun. */
export async function encounterToRecord(db: Db, id: string, who: Session): Promise<Encounter> {
  const encounter = await encounterOf(db, id, who)
  if (encounter.professionalUserId !== who.userId) throw notFound()
  if (!mayRecord(encounter, who)) throw notBegun()
  return encounter
}

const notBegun = () =>
  new AppError(409, 'clinical.not_begun', 'Notes and outcomes belong to an appointment that has begun. Start the appointment first.')
