import { lockEmployee } from '#modules/employees/index.ts'
import { change, type Db, insert } from '#platform/db.ts'
import { notFound, stale } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Session } from '#platform/module.ts'
import { offeredAt } from './offer.ts'
import { canBecome, type May, mayDo, notNow, tooEarly } from './policy.ts'
import { type AppointmentRow, lockProfessionals, timeOf, visibleAppointment } from './queries.ts'

/** What every act on an appointment starts from. `version`: the one the person saw, if they said so. */
type Act = { id: string; who: Session; now: Temporal.Instant; version: number | undefined }

/** An appointment this person may know of: they take part in it, or manage all. Throws 404. */
export async function seen(db: Db, id: string, who: Session): Promise<AppointmentRow> {
  const [row] = await visibleAppointment(db, { id, userId: who.userId, all: who.permissions.has('appointments:manage') })
  if (!row) throw notFound()
  return row
}

/** Any appointment, for whoever has just acted on it. */
export async function asItStands(db: Db, id: string): Promise<AppointmentRow> {
  const [row] = await visibleAppointment(db, { id, userId: id, all: true })
  if (!row) throw notFound()
  return row
}

async function seenForAct(db: Db, { id, who, now, version }: Act): Promise<{ row: AppointmentRow; may: May }> {
  const row = await seen(db, id, who)
  if (version !== undefined && version !== row.version) throw stale()
  return { row, may: mayDo(row, who, now) }
}

const steps = {
  confirm: { to: 'confirmed', event: 'appointments.confirmed' },
  start: { to: 'in_progress', event: 'appointments.status_changed' },
  complete: { to: 'completed', event: 'appointments.status_changed' },
  markNoShow: { to: 'no_show', event: 'appointments.status_changed' },
  cancel: { to: 'cancelled', event: 'appointments.cancelled' },
} as const satisfies Partial<Record<keyof May, { to: AppointmentRow['status']; event: string }>>

/** Takes one step of the appointment's life. Throws 409 where it does not follow from where it stands, 412 where somebody was faster. */
export async function step(db: Db, verb: keyof typeof steps, act: Act & { reason?: string }): Promise<void> {
  const { row, may } = await seenForAct(db, act)
  const { to, event } = steps[verb]
  if (!may[verb]) throw refusal(row, to, act)
  const { reason } = act
  await change(
    db,
    'appointments.appointments',
    { id: row.id, version: row.version },
    { status: to, ...(reason ? { cancelledReason: reason, cancelledBy: act.who.userId } : {}) },
  )
  await insert(db, 'appointments.status_changes', {
    appointmentId: row.id,
    fromStatus: row.status,
    toStatus: to,
    changedAt: act.now.toString(),
    changedBy: act.who.userId,
    reason: reason ?? null,
  })
  await emit(db, event, { appointmentId: row.id, userIds: [row.employeeUserId, row.professionalUserId] })
}

/** Moves an appointment to another free time, or to another professional; it stays the same appointment. */
export async function move(
  db: Db,
  { to, ...act }: Act & { to: { startsAt: string; professionalId?: string | undefined; mode?: AppointmentRow['mode'] | undefined } },
): Promise<void> {
  const { row, may } = await seenForAct(db, act)
  if (!may.move) throw notNow()
  const startsAt = Temporal.Instant.from(to.startsAt)
  const mode = to.mode ?? row.mode
  const professionalId = to.professionalId ?? row.professionalId
  const offer = await offeredAt(db, { type: row.type, mode, professionalId, startsAt, now: act.now, except: row.id })
  await Promise.all([lockProfessionals(db, { ids: [row.professionalId, offer.id] }), lockEmployee(db, row.employeeId)])
  await change(db, 'appointments.appointments', { id: row.id, version: row.version }, timeOf(offer, startsAt, mode))
  const userIds = [...new Set([row.employeeUserId, offer.userId, row.professionalUserId])]
  await emit(db, 'appointments.moved', { appointmentId: row.id, userIds })
}

const refusal = (row: AppointmentRow, to: AppointmentRow['status'], { now }: Act) =>
  canBecome(row.status, to) && Temporal.Instant.compare(now, Temporal.Instant.from(row.startsAt)) < 0 ? tooEarly() : notNow()
