import type { Db } from '#platform/db.ts'
import type { Insert } from '#platform/rows.gen.ts'
import { bulk } from './bulk.ts'
import type { Chance } from './chance.ts'
import { type Professional, weekdays, zone } from './professionals.ts'
import type { Worker } from './workers.ts'

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
