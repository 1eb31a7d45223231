import { z } from 'zod'
import { Accommodations } from '#modules/profiles/contract.ts'
import { Day, Id, Instant } from '#platform/contract.ts'

export const AppointmentType = z.enum(['consultation', 'health_check', 'follow_up', 'emergency'])
export type AppointmentType = z.infer<typeof AppointmentType>
export const AppointmentMode = z.enum(['in_person', 'virtual', 'phone'])
export type AppointmentMode = z.infer<typeof AppointmentMode>
export const AppointmentStatus = z.enum(['scheduled', 'confirmed', 'in_progress', 'completed', 'cancelled', 'no_show'])
export type AppointmentStatus = z.infer<typeof AppointmentStatus>

/** Wall time, HH:MM; 24:00 is the end of the day. */
const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
/** [from, to): a break is the gap between two spans. */
const Span = z.tuple([TimeOfDay, z.union([TimeOfDay, z.literal('24:00')])]).refine(([from, to]) => from < to, 'It ends before it begins.')
export const Spans = z
  .array(Span)
  .max(12)
  .refine(
    (spans) => spans.every((span, i) => i === 0 || (spans[i - 1] as [string, string])[1] <= span[0]),
    'Times overlap or are out of order.',
  )
export type Span = z.infer<typeof Span>
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof weekdays)[number]
/** A weekday left out, or without spans, is free. */
export const WorkingHours = z.object({
  monday: Spans.default([]),
  tuesday: Spans.default([]),
  wednesday: Spans.default([]),
  thursday: Spans.default([]),
  friday: Spans.default([]),
  saturday: Spans.default([]),
  sunday: Spans.default([]),
})
export type WorkingHours = z.infer<typeof WorkingHours>
export const TimeZone = z
  .string()
  .max(64)
  .refine((zone) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null
    } catch {
      return false
    }
  }, 'This is not a time zone.')

export const Service = z.object({
  type: AppointmentType,
  durationMinutes: z.number().int().min(5).max(480),
  modes: z.array(AppointmentMode).min(1).max(3),
})
export type Service = z.infer<typeof Service>
export const Services = z
  .array(Service)
  .max(4)
  .refine(
    (services) => new Set(services.map((service) => service.type)).size === services.length,
    'Each kind of appointment is listed once.',
  )

/** `from` and `to`: days of the professional's calendar, both included, at most so many. */
export const DayRange = (most: number) =>
  z.object({ from: Day, to: Day }).refine(({ from, to }) => from <= to && Date.parse(to) - Date.parse(from) < most * 86_400_000, {
    message: `Ask for 1 to ${most} days.`,
    path: ['to'],
  })

export const Party = z.object({ id: Id, userId: Id, name: z.string() })
export const Appointment = z.object({
  id: Id,
  employee: Party,
  professional: Party,
  type: AppointmentType,
  mode: AppointmentMode,
  startsAt: Instant,
  endsAt: Instant,
  durationMinutes: z.number(),
  timeZone: z.string(),
  location: z.string().nullable(),
  status: AppointmentStatus,
  cancelledReason: z.string().nullable(),
  version: z.number(),
  may: z.object({
    confirm: z.boolean(),
    start: z.boolean(),
    complete: z.boolean(),
    markNoShow: z.boolean(),
    cancel: z.boolean(),
    move: z.boolean(),
    readReason: z.boolean(),
    prepare: z.boolean(),
  }),
})
export type Appointment = z.infer<typeof Appointment>

/** What the person needs who comes: an interpreter, a room, other things. Never why. */
export const Needs = Accommodations.omit({ extraTimePercent: true })
export type Needs = z.infer<typeof Needs>
