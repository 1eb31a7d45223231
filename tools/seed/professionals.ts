import type { Db } from '#platform/db.ts'
import { bulk } from './bulk.ts'
import type { Chance } from './chance.ts'
import type { Worker } from './workers.ts'

export const zone = 'Europe/London'
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
type Week = Partial<Record<(typeof weekdays)[number], [string, string][]>>

const full: [string, string][] = [
  ['09:00', '12:30'],
  ['13:15', '17:00'],
]
const weeks: { title: string; hours: Week }[] = [
  { title: 'Occupational health nurse', hours: { monday: full, tuesday: full, wednesday: full, thursday: full, friday: full } },
  {
    title: 'Occupational physician',
    hours: {
      tuesday: [
        ['08:30', '12:00'],
        ['12:45', '16:30'],
      ],
      thursday: full,
    },
  },
  {
    title: 'Occupational health nurse',
    hours: {
      monday: [
        ['12:00', '16:00'],
        ['16:30', '20:00'],
      ],
      wednesday: [['12:00', '20:00']],
      friday: full,
    },
  },
  {
    title: 'Occupational health technician',
    hours: { monday: full, tuesday: full, wednesday: [['09:00', '12:30']], thursday: full, friday: [['08:00', '13:00']] },
  },
  {
    title: 'Physiotherapist',
    hours: {
      wednesday: full,
      thursday: [
        ['10:00', '14:00'],
        ['14:30', '18:00'],
      ],
      saturday: [['09:00', '12:00']],
    },
  },
  {
    title: 'Counsellor',
    hours: {
      monday: [
        ['10:00', '13:00'],
        ['14:00', '18:30'],
      ],
      friday: [['10:00', '13:00']],
    },
  },
]
const services = [
  { appointmentType: 'consultation', durationMinutes: 30, modes: ['in_person', 'virtual', 'phone'] },
  { appointmentType: 'health_check', durationMinutes: 45, modes: ['in_person'] },
  { appointmentType: 'follow_up', durationMinutes: 20, modes: ['in_person', 'virtual', 'phone'] },
  { appointmentType: 'emergency', durationMinutes: 30, modes: ['in_person', 'phone'] },
] as const

export type Professional = { id: string; userId: string; name: string; hours: Week; durations: Map<string, number> }

/** Professionals with differing hours; the workers given become them. */
export async function seedProfessionals(
  db: Db,
  { workers, random, now }: { workers: readonly Worker[]; random: Chance; now: Temporal.Instant },
): Promise<Professional[]> {
  const professionals = workers.map(({ userId, name }, i) => {
    const { title, hours } = weeks[i % weeks.length] as (typeof weeks)[number]
    return {
      id: random.id(),
      userId,
      name,
      title,
      hours,
      durations: new Map(services.map((of) => [of.appointmentType, of.durationMinutes])),
    }
  })
  await bulk(
    db,
    'appointments.professionals',
    professionals.map(({ id, userId, title, hours }, i) => ({
      id,
      userId,
      registrationNumber: `DEMO-${String(1001 + i)}`,
      specialization: title,
      workingHours: hours,
      timeZone: zone,
      location: 'Health suite, Tarnbrook Works',
      isAvailable: true,
    })),
  )
  await bulk(
    db,
    'appointments.professional_services',
    professionals.flatMap(({ id }) =>
      services.map((of) => ({
        professionalId: id,
        appointmentType: of.appointmentType,
        durationMinutes: of.durationMinutes,
        modes: [...of.modes],
      })),
    ),
  )
  const today = now.toZonedDateTimeISO(zone).toPlainDate()
  await bulk(
    db,
    'appointments.working_exceptions',
    professionals.slice(0, 3).map(({ id }, i) => ({
      professionalId: id,
      date: today.add({ days: 9 + i * 5 }).toString(),
      spans: [],
      reason: i === 0 ? 'Annual leave' : 'Training day',
    })),
  )
  return professionals
}
