import { z } from 'zod'
import { Day, endpoint, exportOf, Id, Instant, listQuery, page } from '#platform/contract.ts'
import {
  Appointment,
  AppointmentMode,
  AppointmentType,
  DayRange,
  Needs,
  Party,
  Service,
  Services,
  Spans,
  TimeZone,
  WorkingHours,
} from './shapes.ts'

const office = ['admin', 'tenant_administrator'] as const
const clinic = ['oh_professional', ...office] as const
const withheld = 'health'
const own = { about: 'oneself', withheld } as const
const ownAtKiosk = { ...own, kiosk: true } as const
/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'appointments:read': {
    says: 'See one’s own appointments, the professionals and what they offer',
    roles: ['employee', ...clinic],
    ...ownAtKiosk,
  },
  'appointments:book': {
    says: 'Find free times, and book, move and cancel one’s own appointments',
    roles: ['employee', ...clinic],
    ...ownAtKiosk,
  },
  'appointments:book_for_others': { says: 'Book appointments for other people', roles: clinic, withheld },
  'appointments:calendar': { says: 'Open one’s own calendar and set one’s working hours and services', roles: clinic, ...own },
  'appointments:conduct': { says: 'Confirm, start and complete one’s own appointments', roles: ['oh_professional'], ...own },
  'appointments:manage': {
    says: 'Add professionals, and keep the hours, services and appointments of all of them',
    roles: office,
    withheld,
  },
} as const

export * from './shapes.ts'

export const Professional = z.object({
  id: Id,
  userId: Id,
  name: z.string(),
  specialization: z.string().nullable(),
  location: z.string().nullable(),
  timeZone: z.string(),
  isAvailable: z.boolean(),
  services: z.array(Service),
})
export const listProfessionals = endpoint('GET /professionals', {
  permission: 'appointments:read',
  query: listQuery({ sort: ['id'], filters: { type: AppointmentType.optional() } }),
  returns: page(Professional),
  summary: 'Who can be booked, and what they offer',
})
export const addProfessional = endpoint('POST /professionals', {
  permission: 'appointments:manage',
  body: z.object({
    userId: Id,
    registrationNumber: z.string().trim().min(1).max(50).nullable().default(null),
    specialization: z.string().trim().min(1).max(200).nullable().default(null),
    location: z.string().trim().min(1).max(500).nullable().default(null),
    timeZone: TimeZone.default('Europe/London'),
  }),
  returns: z.object({ id: Id }),
  status: 201,
  summary: 'Make a person bookable; they get hours and services afterwards',
})

export const Exception = z.object({ date: Day, spans: Spans, reason: z.string().nullable() })
export const Schedule = Professional.extend({
  registrationNumber: z.string().nullable(),
  workingHours: WorkingHours,
  /** From today on, at most 400. */
  exceptions: z.array(Exception),
  version: z.number(),
})
export const mySchedule = endpoint('GET /my/schedule', {
  permission: 'appointments:calendar',
  returns: z.object({ schedule: Schedule.nullable() }),
  summary: 'My own hours and services; null for people who are no professional',
})
export const getSchedule = endpoint('GET /professionals/:id/schedule', { permission: 'appointments:calendar', returns: Schedule })
export const putSchedule = endpoint('PUT /professionals/:id/schedule', {
  permission: 'appointments:calendar',
  body: z.object({
    workingHours: WorkingHours,
    timeZone: TimeZone,
    location: z.string().trim().min(1).max(500).nullable(),
    specialization: z.string().trim().min(1).max(200).nullable(),
    registrationNumber: z.string().trim().min(1).max(50).nullable(),
    isAvailable: z.boolean(),
    services: Services,
  }),
  returns: Schedule,
  summary: 'Set hours and services; what is booked stays',
})
const ofDate = z.object({ id: Id, date: Day })
export const putException = endpoint('PUT /professionals/:id/exceptions/:date', {
  permission: 'appointments:calendar',
  params: ofDate,
  body: z.object({ spans: Spans, reason: z.string().trim().min(1).max(200).nullable().default(null) }),
  returns: Exception,
  summary: 'Other hours on one day; without any, a day off',
})
export const removeException = endpoint('DELETE /professionals/:id/exceptions/:date', {
  permission: 'appointments:calendar',
  params: ofDate,
  summary: 'The weekday’s hours again',
})

export const findSlots = endpoint('GET /slots', {
  permission: 'appointments:book',
  query: DayRange(31).safeExtend({
    type: AppointmentType,
    mode: AppointmentMode,
    professionalId: Id.optional(),
    cursor: Id.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  returns: page(
    z.object({
      professionalId: Id,
      name: z.string(),
      specialization: z.string().nullable(),
      location: z.string().nullable(),
      timeZone: z.string(),
      durationMinutes: z.number(),
      starts: z.array(Instant),
    }),
  ),
  summary: 'Free times, professional by professional',
})

export const bookAppointment = endpoint('POST /appointments', {
  permission: 'appointments:book',
  body: z.object({
    professionalId: Id,
    type: AppointmentType,
    mode: AppointmentMode,
    startsAt: Instant,
    reason: z.string().trim().max(2000).nullable().default(null),
    /** Whom it is for, when not for oneself, by employment record or by person; takes a permission. */
    employeeId: Id.optional(),
    userId: Id.optional(),
  }),
  returns: Appointment,
  status: 201,
  summary: 'Book a free time',
})
export const myAppointments = endpoint('GET /appointments', {
  permission: 'appointments:read',
  query: listQuery({ sort: ['startsAt'], filters: { when: z.enum(['upcoming', 'past']).default('upcoming') } }),
  returns: page(Appointment),
  summary: 'My appointments: what lies ahead, or everything else',
})
export const exportAppointments = exportOf(myAppointments)
export const getAppointment = endpoint('GET /appointments/:id', {
  permission: 'appointments:read',
  returns: Appointment.extend({ needs: Needs }),
})
/** What somebody needs at an appointment: for whoever books it for them. */
export const needsOfPerson = endpoint('GET /people/:id/needs', { permission: 'appointments:book_for_others', returns: Needs })
export const moveAppointment = endpoint('POST /appointments/:id/move', {
  permission: 'appointments:book',
  body: z.object({ startsAt: Instant, professionalId: Id.optional(), mode: AppointmentMode.optional() }),
  returns: Appointment,
  summary: 'Another time, or another professional, for the same appointment',
})
export const cancelAppointment = endpoint('POST /appointments/:id/cancellation', {
  permission: 'appointments:book',
  body: z.object({ reason: z.string().trim().min(1).max(500) }),
  returns: Appointment,
})
export const confirmAppointment = endpoint('POST /appointments/:id/confirmation', {
  permission: 'appointments:conduct',
  returns: Appointment,
})
export const startAppointment = endpoint('POST /appointments/:id/start', { permission: 'appointments:conduct', returns: Appointment })
export const completeAppointment = endpoint('POST /appointments/:id/completion', {
  permission: 'appointments:conduct',
  returns: Appointment,
})
export const markNoShow = endpoint('POST /appointments/:id/no-show', { permission: 'appointments:conduct', returns: Appointment })
export const readReason = endpoint('GET /appointments/:id/reason', {
  permission: 'appointments:read',
  returns: z.object({ reason: z.string().nullable(), preparation: z.string().nullable() }),
  reads: 'appointments.appointments',
  summary: 'Why the employee comes, for them and their professional; preparation for the professional only',
})
export const prepareAppointment = endpoint('PUT /appointments/:id/preparation', {
  permission: 'appointments:conduct',
  body: z.object({ text: z.string().trim().max(5000) }),
  summary: 'The professional’s own preparation',
})

export const CalendarEntry = Appointment.pick({ id: true, type: true, mode: true, startsAt: true, endsAt: true, status: true }).extend({
  employeeName: z.string(),
})
export const getCalendar = endpoint('GET /professionals/:id/calendar', {
  permission: 'appointments:calendar',
  query: DayRange(42),
  returns: z.object({
    professional: Party,
    timeZone: z.string(),
    /** Working time, as instants. */
    working: z.array(z.object({ startsAt: Instant, endsAt: Instant })),
    items: z.array(CalendarEntry),
  }),
  summary: 'Working time and appointments of some days; cancelled ones are left out',
})

/** `userIds`: the employee, the professional, and after a move to another one the professional before. */
const about = { payload: z.object({ appointmentId: Id, userIds: z.array(Id) }), live: 'named' } as const
export const events = {
  'appointments.booked': about,
  'appointments.moved': about,
  'appointments.confirmed': about,
  'appointments.cancelled': about,
  /** Started, completed or not attended. */
  'appointments.status_changed': about,
  'appointments.schedule_changed': { payload: z.object({ professionalId: Id, userIds: z.array(Id) }), live: 'named' },
} as const
