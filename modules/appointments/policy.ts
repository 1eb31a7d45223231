import { AppError, conflict, invalid } from '#platform/errors.ts'
import type { AppointmentStatus } from './shapes.ts'

/** scheduled → confirmed → in_progress → completed; scheduled or confirmed → cancelled or no_show. */
const moves: Record<AppointmentStatus, readonly AppointmentStatus[]> = {
  scheduled: ['confirmed', 'cancelled', 'no_show'],
  confirmed: ['in_progress', 'cancelled', 'no_show'],
  in_progress: ['completed'],
  completed: [],
  cancelled: [],
  no_show: [],
}
export const canBecome = (from: AppointmentStatus, to: AppointmentStatus) => moves[from].includes(to)

/** These hold their time; `appointments_no_overlap` says the same. */
export const holdsTime = (status: AppointmentStatus) => status === 'scheduled' || status === 'confirmed' || status === 'in_progress'

export type Case = { status: AppointmentStatus; startsAt: string; employeeUserId: string; professionalUserId: string }
/** Somebody looking at an appointment. */
export type Actor = { userId: string; permissions: ReadonlySet<string> }

/** An encounter may begin this long before its time, when both are there. */
const earliest = 60 * 60_000

/**
 * What this person may do with this appointment now. The employee until it begins; the professional what their work needs; whoever
 * manages appointments moves and cancels for others but conducts nothing and reads no reason.
 */
export function mayDo(of: Case, { userId, permissions }: Actor, now: Temporal.Instant) {
  const startsAt = Date.parse(of.startsAt)
  const before = (at: number) => now.epochMilliseconds < at
  const employee = of.employeeUserId === userId
  const professional = of.professionalUserId === userId && permissions.has('appointments:conduct')
  const open = of.status === 'scheduled' || of.status === 'confirmed'
  const party = (employee || professional || permissions.has('appointments:manage')) && permissions.has('appointments:book')
  return {
    confirm: professional && canBecome(of.status, 'confirmed'),
    start: professional && canBecome(of.status, 'in_progress') && !before(startsAt - earliest),
    complete: professional && canBecome(of.status, 'completed'),
    markNoShow: professional && canBecome(of.status, 'no_show') && !before(startsAt),
    cancel: party && open && (!employee || before(startsAt)),
    move: party && open && before(startsAt),
    readReason: employee || professional,
    prepare: professional && (open || of.status === 'in_progress'),
  }
}
export type May = ReturnType<typeof mayDo>

export const slotTaken = () =>
  new AppError(409, 'appointments.slot_taken', 'Somebody else has just taken this time. Please choose another.')
export const youAreBusy = () => new AppError(409, 'appointments.you_are_busy', 'There is another appointment at this time.')
export const notOffered = () =>
  new AppError(422, 'appointments.not_offered', 'This time is not offered. Please choose one of the free times.')
export const notBookable = () =>
  new AppError(422, 'appointments.not_bookable', 'This professional does not offer this kind of appointment.')
export const notEmployed = () =>
  new AppError(
    422,
    'appointments.not_employed',
    'Appointments are for people with an active employment record. Ask your administrator to add one.',
  )
export const withYourself = () =>
  new AppError(422, 'appointments.with_yourself', 'Nobody can be their own professional. Please choose somebody else.')
export const unknownEmployee = (field: string) => invalid(field, 'This person has no employment record here.')
export const notNow = () =>
  new AppError(
    409,
    'appointments.not_now',
    'The appointment has moved on since, or it is not the time for this. Reload to see where it stands.',
  )
export const tooEarly = () => new AppError(409, 'appointments.too_early', 'It is too early for this: the appointment has not begun.')
export const alreadyProfessional = () => new AppError(409, 'appointments.already_professional', 'This person can be booked already.')
export const registrationTaken = () =>
  new AppError(409, 'appointments.registration_taken', 'Another professional has this registration number.')
export const unknownPerson = () => invalid('userId', 'There is no such person here.')
export const sameMoment = conflict
