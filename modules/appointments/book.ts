import { randomUUIDv7 } from 'node:crypto'
import { type Employee, employeeOfUser, lockEmployee } from '#modules/employees/index.ts'
import { encrypt } from '#platform/crypto.ts'
import { type Db, insert } from '#platform/db.ts'
import { forbidden } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Context, Session } from '#platform/module.ts'
import type { bookAppointment } from './contract.ts'
import { offeredAt } from './offer.ts'
import { notEmployed, unknownEmployee, withYourself } from './policy.ts'
import { asItStands } from './progress.ts'
import { type AppointmentRow, lockProfessionals, timeOf } from './queries.ts'

type Wish = Context<typeof bookAppointment>['body']

/**
 * Books a free time. The rules are read first, so that a crowd is refused without queueing; who passes waits for professional and
 * employee, always in this order, and the constraints have the last word: all of it is sent at once.
 */
export async function book(db: Db, { wish, who, now }: { wish: Wish; who: Session; now: Temporal.Instant }): Promise<AppointmentRow> {
  const startsAt = Temporal.Instant.from(wish.startsAt)
  const offered = offeredAt(db, { ...wish, startsAt, now })
  offered.catch(() => {}) // who may not book hears that first
  const employee = await subjectOf(db, wish, who)
  const offer = await offered
  if (offer.userId === employee.userId) throw withYourself()
  const id = randomUUIDv7()
  const place = { table: 'appointments.appointments', column: 'reason', row: id }
  const reason = wish.reason ? await encrypt(db, employee.userId, place, wish.reason) : null
  const [, , , , row] = await Promise.all([
    lockProfessionals(db, { ids: [offer.id] }),
    lockEmployee(db, employee.employeeId),
    insert(db, 'appointments.appointments', {
      id,
      employeeId: employee.employeeId,
      appointmentType: wish.type,
      ...timeOf(offer, startsAt, wish.mode),
      reason,
      bookedBy: who.userId,
    }),
    insert(db, 'appointments.status_changes', {
      appointmentId: id,
      toStatus: 'scheduled',
      changedAt: now.toString(),
      changedBy: who.userId,
    }),
    asItStands(db, id),
  ])
  await emit(db, 'appointments.booked', { appointmentId: id, userIds: [employee.userId, offer.userId] })
  return row
}

/** The person the appointment is for: oneself, or by permission somebody else. */
async function subjectOf(db: Db, { employeeId, userId }: Wish, who: Session): Promise<Employee> {
  const own = await employeeOfUser(db, who.userId)
  const another = (employeeId !== undefined && employeeId !== own?.employeeId) || (userId !== undefined && userId !== who.userId)
  if (another && !who.permissions.has('appointments:book_for_others')) throw forbidden()
  const employee = !another ? own : userId ? await employeeOfUser(db, userId) : await employeeById(db, employeeId)
  if (!employee && another) throw unknownEmployee(userId ? 'userId' : 'employeeId')
  if (employee?.employmentStatus !== 'active') throw notEmployed()
  return employee
}
const employeeById = (db: Db, employeeId = '') =>
  db.selectFrom('employees.roster').selectAll().where('employeeId', '=', employeeId).executeTakeFirst()
