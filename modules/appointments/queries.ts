import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { compiled, type Db } from '#platform/db.ts'
import type { DB } from '#platform/rows.gen.ts'
import type { SlotRow } from './offer.ts'
import type { AppointmentMode, AppointmentStatus, AppointmentType } from './shapes.ts'

/** Appointments that hold their time, written out so that the planner sees the condition of the partial index. */
export const holding = sql<boolean>`${sql.ref('a.status')} in ('scheduled', 'confirmed', 'in_progress')`

/** A person's name, looked up row by row: as a join, the planner may walk through everybody. */
export const nameOf = (eb: unknown, column: string) =>
  (eb as ExpressionBuilder<DB, never>)
    .selectFrom('directory.people as n')
    .whereRef('n.id', '=', column as never)
    .select('n.name') as unknown as SelectQueryBuilder<DB, never, { name: string }>

export type AppointmentRow = {
  id: string
  employeeId: string
  employeeUserId: string
  employeeName: string
  professionalId: string
  professionalUserId: string
  professionalName: string
  type: AppointmentType
  mode: AppointmentMode
  startsAt: string
  endsAt: string
  durationMinutes: number
  timeZone: string
  location: string | null
  status: AppointmentStatus
  cancelledReason: string | null
  version: number
}

const appointments = (db: Db) =>
  db
    .selectFrom('appointments.appointments as a')
    .innerJoin('appointments.professionals as p', 'p.id', 'a.professionalId')
    .innerJoin('employees.roster as e', 'e.employeeId', 'a.employeeId')
    .select([
      'a.id',
      'a.employeeId',
      'e.userId as employeeUserId',
      'a.professionalId',
      'p.userId as professionalUserId',
      'a.appointmentType as type',
      'a.appointmentMode as mode',
      'a.startsAt',
      'a.endsAt',
      'a.durationMinutes',
      'a.timeZone',
      'a.location',
      'a.status',
      'a.cancelledReason',
      'a.version',
    ])
    .select((eb) => [nameOf(eb, 'e.userId').as('employeeName'), nameOf(eb, 'p.userId').as('professionalName')])

/** Whose appointments a person sees: `all` by permission, otherwise those they take part in. */
export type Sight = { userId: string; all: boolean }

export const visibleAppointment = compiled<{ id: string } & Sight, AppointmentRow>('appointments.visible', (db, q) =>
  appointments(db)
    .where('a.id', '=', q.id)
    .where((eb) =>
      eb.or([eb('e.userId', '=', q.userId), eb('p.userId', '=', q.userId), eb(sql<boolean>`${q.all}::boolean`, '=', sql.lit(true))]),
    ),
)

type Mine = { userId: string; now: string; startsAt: string; id: string; limit: number }
const mine = (when: 'upcoming' | 'past', direction: 'asc' | 'desc') =>
  compiled<Mine, AppointmentRow>(`appointments.mine_${when}_${direction}`, (db, q) =>
    appointments(db)
      .where('e.userId', '=', q.userId)
      .where((eb) => {
        const ahead = eb.and([eb('a.endsAt', '>', q.now), holding])
        return when === 'upcoming' ? ahead : eb.not(ahead)
      })
      .where((eb) => {
        const after = direction === 'asc' ? '>' : '<'
        return eb.or([eb('a.startsAt', after, q.startsAt), eb.and([eb('a.startsAt', '=', q.startsAt), eb('a.id', after, q.id)])])
      })
      .orderBy('a.startsAt', direction)
      .orderBy('a.id', direction)
      .limit(q.limit),
  )
export const mineBy = {
  upcoming: { asc: mine('upcoming', 'asc'), desc: mine('upcoming', 'desc') },
  past: { asc: mine('past', 'asc'), desc: mine('past', 'desc') },
}

export type EntryRow = Pick<AppointmentRow, 'id' | 'employeeName' | 'type' | 'mode' | 'startsAt' | 'endsAt' | 'status'>
/** What stands in a professional's calendar between two instants, but for the cancelled. */
export const calendarEntries = compiled<{ professionalId: string; longBefore: string; since: string; until: string }, EntryRow>(
  'appointments.calendar',
  (db, q) =>
    db
      .selectFrom('appointments.appointments as a')
      .innerJoin('employees.roster as e', 'e.employeeId', 'a.employeeId')
      .where('a.professionalId', '=', q.professionalId)
      .where('a.startsAt', '>', q.longBefore)
      .where('a.startsAt', '<', q.until)
      .where('a.endsAt', '>', q.since)
      .where('a.status', '!=', sql.lit('cancelled'))
      .select(['a.id', 'a.appointmentType as type', 'a.appointmentMode as mode', 'a.startsAt', 'a.endsAt', 'a.status'])
      .select((eb) => nameOf(eb, 'e.userId').as('employeeName'))
      .orderBy('a.startsAt')
      .orderBy('a.id')
      .limit(sql.lit(2000)),
)

/** Queues for these professionals until the transaction ends, in the order of their ids: a crowd waits instead of deadlocking. */
export const lockProfessionals = compiled<{ ids: string[] }, { id: string }>('appointments.lock_professionals', (db, { ids }) =>
  db
    .selectFrom('appointments.professionals')
    .select('id')
    .where((eb) => eb('id', '=', eb.fn.any(sql<string[]>`${ids}::uuid[]`)))
    .orderBy('id')
    .forNoKeyUpdate(),
)

/** The columns that say when, where and with whom. */
export function timeOf(offer: SlotRow, startsAt: Temporal.Instant, mode: AppointmentMode) {
  return {
    professionalId: offer.id,
    appointmentMode: mode,
    startsAt: startsAt.toString(),
    endsAt: startsAt.add({ minutes: offer.durationMinutes }).toString(),
    durationMinutes: offer.durationMinutes,
    timeZone: offer.timeZone,
    localStart: startsAt.toZonedDateTimeISO(offer.timeZone).toPlainDateTime().toString(),
    location: mode === 'in_person' ? offer.location : null,
  }
}
