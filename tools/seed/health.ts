import { encrypt } from '#platform/crypto.ts'
import type { Db } from '#platform/db.ts'
import type { Insert } from '#platform/rows.gen.ts'
import { bulk } from './bulk.ts'
import type { Chance } from './chance.ts'
import type { Worker } from './organisation.ts'

const zone = 'Europe/London'
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
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

type Appointment = Insert<'appointments.appointments'> & {
  id: string
  employeeId: string
  startsAt: string
  status: string
  appointmentType: string
}

/** Twelve weeks of appointments around today, busier in the past than ahead. */
export async function seedAppointments(
  db: Db,
  given: { professionals: readonly Professional[]; workers: readonly Worker[]; random: Chance; now: Temporal.Instant; perDay?: number },
): Promise<void> {
  const { professionals, workers, random, now } = given
  const today = now.toZonedDateTimeISO(zone).toPlainDate()
  const busy = new Map<string, Set<string>>()
  const rows: Appointment[] = []
  for (const professional of professionals)
    for (let day = -42; day <= 42; day++) {
      const date = today.add({ days: day })
      const wish = day < 0 ? 0.75 : Math.max(0.12, 0.65 - day * 0.012)
      for (const [from, to] of professional.hours[weekdays[date.dayOfWeek - 1] as (typeof weekdays)[number]] ?? []) {
        const end = date.toZonedDateTime({ timeZone: zone, plainTime: to })
        let at = date.toZonedDateTime({ timeZone: zone, plainTime: from })
        for (;;) {
          const type = random.pick(['consultation', 'consultation', 'health_check', 'follow_up'] as const)
          const minutes = professional.durations.get(type) as number
          const until = at.add({ minutes })
          if (Temporal.ZonedDateTime.compare(until, end) > 0) break
          if (random.happens(wish)) {
            const worker = freeWorker(workers, busy, date.toString(), random, professional.userId)
            rows.push(appointmentRow({ random, now, professional, worker, type, at, until, minutes }))
          }
          at = until.add({ minutes: 0 })
        }
      }
    }
  await bulk(db, 'appointments.appointments', rows)
  await bulk(
    db,
    'appointments.status_changes',
    rows.map(({ id, status, startsAt, cancelledReason }) => ({
      appointmentId: id,
      fromStatus: null,
      toStatus: status as 'scheduled',
      changedAt: Temporal.Instant.from(startsAt).subtract({ hours: 72 }).toString(),
      reason: cancelledReason ?? null,
    })),
  )
}

function freeWorker(workers: readonly Worker[], busy: Map<string, Set<string>>, day: string, random: Chance, except: string): Worker {
  const taken = busy.get(day) ?? new Set()
  busy.set(day, taken)
  for (;;) {
    const worker = random.pick(workers)
    if (worker.leftAt || worker.userId === except || taken.has(worker.employeeId)) continue
    taken.add(worker.employeeId)
    return worker
  }
}

function appointmentRow(of: {
  random: Chance
  now: Temporal.Instant
  professional: Professional
  worker: Worker
  type: 'consultation' | 'health_check' | 'follow_up'
  at: Temporal.ZonedDateTime
  until: Temporal.ZonedDateTime
  minutes: number
}): Appointment {
  const { random, now, professional, worker, type, at, until, minutes } = of
  const past = Temporal.Instant.compare(until.toInstant(), now) < 0
  const draw = random.next()
  const status = past
    ? draw < 0.86
      ? 'completed'
      : draw < 0.93
        ? 'no_show'
        : 'cancelled'
    : draw < 0.55
      ? 'confirmed'
      : draw < 0.95
        ? 'scheduled'
        : 'cancelled'
  const mode = type === 'health_check' ? 'in_person' : random.pick(['in_person', 'in_person', 'phone', 'virtual'] as const)
  return {
    id: random.id(),
    employeeId: worker.employeeId,
    professionalId: professional.id,
    appointmentType: type,
    appointmentMode: mode,
    startsAt: at.toInstant().toString(),
    endsAt: until.toInstant().toString(),
    durationMinutes: minutes,
    timeZone: zone,
    localStart: at.toPlainDateTime().toString(),
    status,
    location: mode === 'in_person' ? 'Health suite, Tarnbrook Works' : null,
    cancelledReason: status === 'cancelled' ? random.pick(['Shift was changed', 'Not needed any more', 'On leave that day']) : null,
    cancelledBy: status === 'cancelled' ? worker.userId : null,
    bookedBy: worker.userId,
  }
}

const restrictions = [
  'No lifting above 10 kg',
  'No work with vibrating tools',
  'Hearing protection in every area above 80 dB(A)',
  'No work at height',
  'A break of ten minutes in every hour of screen work',
  'No night shifts',
]

/** Fitness outcomes of those whose work needs one, spread so that some lapse soon, some lapsed, some were withdrawn. */
export async function seedFitness(
  db: Db,
  given: { workers: readonly Worker[]; professionals: readonly Professional[]; random: Chance; now: Temporal.Instant },
): Promise<void> {
  const { workers, professionals, random, now } = given
  const outcomes: (Insert<'employees.fitness_outcomes'> & { id: string })[] = []
  for (const worker of workers) {
    if (random.happens(0.03)) continue // never seen yet
    const issuer = random.pick(professionals)
    const age = random.between(5, 742)
    const issuedAt =
      Temporal.Instant.compare(worker.startedAt, now.subtract({ hours: 24 * age })) > 0
        ? worker.startedAt.add({ hours: 24 })
        : now.subtract({ hours: 24 * age })
    const draw = random.next()
    const outcome = draw < 0.8 ? 'fit' : draw < 0.95 ? 'fit_with_adjustments' : draw < 0.98 ? 'temporarily_unfit' : 'unfit'
    const months = outcome === 'temporarily_unfit' ? 2 : 24
    outcomes.push({
      id: random.id(),
      employeeId: worker.employeeId,
      outcome,
      restrictions: outcome === 'fit_with_adjustments' ? [random.pick(restrictions)] : [],
      issuedAt: issuedAt.toString(),
      effectiveAt: issuedAt.toString(),
      reviewDate: issuedAt.toZonedDateTimeISO(zone).toPlainDate().add({ months }).toString(),
      issuedBy: issuer.userId,
      issuedByName: issuer.name,
    })
  }
  await bulk(db, 'employees.fitness_outcomes', outcomes)
  const withdrawn = outcomes.filter(() => random.happens(0.02))
  await bulk(
    db,
    'employees.fitness_withdrawals',
    withdrawn.map(({ id, issuedBy, issuedAt }) => {
      const at = Temporal.Instant.from(issuedAt as string)
        .add({ hours: 48 })
        .toString()
      return {
        outcomeId: id,
        reason: 'Issued in error; a new assessment will follow',
        withdrawnAt: at,
        effectiveAt: at,
        withdrawnBy: issuedBy as string,
      }
    }),
  )
}

/** The clinical record of the first people: NHS numbers from the 999 range, which is never given to anybody. */
export async function seedHealthRecords(db: Db, { workers, random }: { workers: readonly Worker[]; random: Chance }): Promise<void> {
  const { blindIndex } = await import('#platform/crypto.ts')
  for (const worker of workers) {
    const id = random.id()
    const nhsNumber = testNhsNumber(random)
    const sealed = (column: string, text: string) =>
      encrypt(db, worker.userId, { table: 'clinical.employee_health_info', column, row: id }, text)
    await db
      .insertInto('clinical.employee_health_info')
      .values({
        id,
        employeeId: worker.employeeId,
        nhsNumber: await sealed('nhs_number', nhsNumber),
        nhsNumberHash: await blindIndex(db, 'nhs_number', nhsNumber),
        gpName: await sealed('gp_name', 'Harbour Road Surgery'),
        bloodGroup: await sealed('blood_group', random.pick(['A+', 'O+', 'B+', 'O-', 'AB+', 'unknown'])),
      } as never)
      .execute()
  }
}

/** Ten digits from 999…, the last one the modulus 11 check digit. */
function testNhsNumber(random: Chance): string {
  for (;;) {
    const nine = `999${String(random.below(1_000_000)).padStart(6, '0')}`
    const sum = [...nine].reduce((total, digit, i) => total + Number(digit) * (10 - i), 0)
    const check = (11 - (sum % 11)) % 11
    if (check < 10) return nine + check
  }
}
