import ical, { ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { type Calendar, cancel, notify, recipientAddress, reschedule } from '#modules/notifications/index.ts'
import type { Db } from '#platform/db.ts'
import type { Reaction, Tools } from '#platform/module.ts'

/** What people read of an appointment outside Salus: date, place and this neutral name, nothing else. */
const service = 'Occupational health appointment'
const ahead = { hours: 24 }

type About = { db: Db; payload: { appointmentId: string }; now: Temporal.Instant; tools: Tools }

/** The appointment as it stands, held until this transaction ends: an act that comes meanwhile is told after this one. */
const locked = ({ db, payload }: About) =>
  db
    .selectFrom('appointments.appointments as a')
    .innerJoin('appointments.professionals as p', 'p.id', 'a.professionalId')
    .innerJoin('employees.roster as e', 'e.employeeId', 'a.employeeId')
    .where('a.id', '=', payload.appointmentId)
    .select(['a.id', 'a.startsAt', 'a.endsAt', 'a.timeZone', 'a.location', 'a.status', 'a.version', 'a.appointmentMode as mode'])
    .select(['e.userId as employeeUserId', 'p.userId as professionalUserId'])
    .forNoKeyUpdate('a')
    .executeTakeFirstOrThrow()
type Appointment = Awaited<ReturnType<typeof locked>>

/** `Tuesday 16 June 2026 at 10:00 BST`, in the zone it was booked in. */
export const whenInWords = ({ startsAt, timeZone }: Pick<Appointment, 'startsAt' | 'timeZone'>) =>
  Temporal.Instant.from(startsAt)
    .toZonedDateTimeISO(timeZone)
    .toLocaleString('en-GB', {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'short',
    })
    .replace(',', '')

const placeInWords = ({ mode, location }: Pick<Appointment, 'mode' | 'location'>) =>
  ({ in_person: location ?? 'The place will be told', virtual: 'By video call', phone: 'By phone' })[mode]

/** The calendar file: one event for the appointment's whole life, each change with a higher sequence. */
export function calendarFile(appointment: Appointment, { now, tools }: Pick<About, 'now' | 'tools'>): Calendar {
  const cancelled = appointment.status === 'cancelled'
  const sender = /<([^>]+)>/.exec(tools.config.MAIL_FROM)?.[1] ?? tools.config.MAIL_FROM
  const calendar = ical({
    prodId: { company: 'Salus', product: 'Salus', language: 'EN' },
    method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST,
  })
  calendar.createEvent({
    id: `${appointment.id}@salus`,
    sequence: appointment.version,
    stamp: new Date(now.epochMilliseconds),
    start: new Date(appointment.startsAt),
    end: new Date(appointment.endsAt),
    summary: service,
    location: placeInWords(appointment),
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: 'Occupational health', email: sender },
    attendees: [{ email: recipientAddress, status: ICalAttendeeStatus.ACCEPTED, rsvp: false }],
  })
  return { method: cancelled ? 'CANCEL' : 'REQUEST', content: calendar.toString() }
}

const reminderOf = (id: string) => `appointment:${id}:reminder`
const subjectOf = (id: string) => ({ type: 'appointments.appointments', id })

const titles = { booked: 'is booked', moved: 'was moved', cancelled: 'was cancelled', confirmed: 'is confirmed' }

/** Tells both; the employee also by e-mail with the calendar file. Told once for each state of the appointment. */
async function tellBoth(about: About, appointment: Appointment, act: keyof typeof titles, email = true): Promise<void> {
  const { id, version, employeeUserId, professionalUserId } = appointment
  const note = {
    type: 'appointment_update' as const,
    message: `${service}\n${whenInWords(appointment)}\n${placeInWords(appointment)}`,
    link: `/appointments/${id}`,
    subject: subjectOf(id),
  }
  await notify(about.db, {
    ...note,
    title: `Your appointment ${titles[act]}`,
    userIds: [employeeUserId],
    dedupeKey: `appointment:${id}:${version}:employee`,
    ...(email ? { calendar: calendarFile(appointment, about) } : { channels: ['in_app'] as const }),
  })
  await notify(about.db, {
    ...note,
    title: `An appointment in your calendar ${titles[act]}`,
    userIds: [professionalUserId],
    dedupeKey: `appointment:${id}:${version}:professional`,
    channels: ['in_app'],
  })
}

/** Reminds the employee a day before; an appointment nearer than that has just been confirmed, which is reminder enough. */
async function remind({ db, now }: About, appointment: Appointment): Promise<void> {
  const { id, startsAt, employeeUserId } = appointment
  const key = reminderOf(id)
  const at = Temporal.Instant.from(startsAt).subtract(ahead)
  if (Temporal.Instant.compare(at, now) <= 0) return cancel(db, key)
  const words = {
    title: 'Reminder of your appointment',
    message: `${service}\n${whenInWords(appointment)}\n${placeInWords(appointment)}`,
    at,
  }
  if (await reschedule(db, key, words)) return
  const link = `/appointments/${id}`
  await notify(db, { ...words, userIds: [employeeUserId], type: 'appointment_reminder', link, dedupeKey: key, subject: subjectOf(id) })
}

const holds = ({ status }: Appointment) => status === 'scheduled' || status === 'confirmed'

async function booked(about: About): Promise<void> {
  const appointment = await locked(about)
  if (!holds(appointment)) return
  await tellBoth(about, appointment, 'booked')
  await remind(about, appointment)
}

async function moved(about: About & { payload: { userIds: string[] } }): Promise<void> {
  const appointment = await locked(about)
  if (!holds(appointment)) return
  await tellBoth(about, appointment, 'moved')
  await remind(about, appointment)
  const { id, version, employeeUserId, professionalUserId } = appointment
  const former = about.payload.userIds.filter((one) => one !== employeeUserId && one !== professionalUserId)
  if (former.length)
    await notify(about.db, {
      userIds: former,
      type: 'appointment_update',
      title: 'An appointment was given to a colleague',
      message: `${service}: it is no longer in your calendar.`,
      link: '/calendar',
      channels: ['in_app'],
      dedupeKey: `appointment:${id}:${version}:former`,
    })
}

async function cancelled(about: About): Promise<void> {
  const appointment = await locked(about)
  await cancel(about.db, reminderOf(appointment.id))
  await tellBoth(about, appointment, 'cancelled')
}

async function confirmed(about: About): Promise<void> {
  const appointment = await locked(about)
  if (appointment.status === 'confirmed') await tellBoth(about, appointment, 'confirmed', false)
}

export const reminders: readonly Reaction[] = [
  { on: 'appointments.booked', name: 'tell_booked', after: booked },
  { on: 'appointments.moved', name: 'tell_moved', after: moved },
  { on: 'appointments.cancelled', name: 'tell_cancelled', after: cancelled },
  { on: 'appointments.confirmed', name: 'tell_confirmed', after: confirmed },
]
