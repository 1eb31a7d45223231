import type { Db } from '#platform/db.ts'
import { invalid } from '#platform/errors.ts'
import type { Context, Session } from '#platform/module.ts'
import type { Appointment, getCalendar, listProfessionals, myAppointments } from './contract.ts'
import { mayDo } from './policy.ts'
import { type AppointmentRow, calendarEntries, mineBy } from './queries.ts'
import { professionalList, type ScheduleRow } from './schedule.ts'
import { workingTime, zonedDays } from './slots.ts'

/** An appointment as this person may see it, with what they may do. */
export function shown(row: AppointmentRow, who: Session, now: Temporal.Instant): Appointment {
  const { employeeId, employeeUserId, employeeName, professionalId, professionalUserId, professionalName, ...appointment } = row
  return {
    ...appointment,
    employee: { id: employeeId, userId: employeeUserId, name: employeeName },
    professional: { id: professionalId, userId: professionalUserId, name: professionalName },
    may: mayDo(row, who, now),
  }
}

type Reading<Query> = { query: Query; who: Session; now: Temporal.Instant }

/** A person's own appointments: what lies ahead, or everything else. */
export async function listMine(db: Db, { query, who, now }: Reading<Context<typeof myAppointments>['query']>) {
  const direction = query.sort.startsWith('-') ? 'desc' : 'asc'
  const [startsAt, id] = query.cursor ? readCursor(query.cursor) : direction === 'asc' ? ['-infinity', zero] : ['infinity', highest]
  const rows = await mineBy[query.when][direction](db, {
    userId: who.userId,
    now: now.toString(),
    startsAt,
    id,
    limit: query.limit + 1,
  })
  const items = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? items.at(-1) : undefined
  return {
    items: items.map((row) => shown(row, who, now)),
    next: last ? Buffer.from(`${last.startsAt} ${last.id}`).toString('base64url') : null,
  }
}
const zero = '00000000-0000-0000-0000-000000000000'
const highest = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
function readCursor(cursor: string): [string, string] {
  const [, startsAt, id] = /^(\d{4}-[\d-]+T[\d:.]+Z) ([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (!startsAt || !id) throw invalid('cursor', 'This is not a place in the list.')
  return [startsAt, id]
}

/** Who can be booked. */
export async function listProfessionalsOf(db: Db, query: Context<typeof listProfessionals>['query']) {
  const cursor = query.cursor ?? (query.sort === 'id' ? zero : highest)
  const rows = await professionalList[query.sort](db, { cursor, type: query.type ?? null, limit: query.limit + 1 })
  const items = rows.slice(0, query.limit)
  return { items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null }
}

/** A professional's days: working time and what is booked. */
export async function calendarOf(db: Db, row: ScheduleRow, { from, to }: Context<typeof getCalendar>['query']) {
  const exceptions = new Map(row.exceptions.map(({ date, spans }) => [date, spans]))
  const days = zonedDays(row.timeZone, from, to)
  const working = days.flatMap((day) => {
    const times = workingTime(day, exceptions.get(day.day) ?? row.workingHours[day.weekday] ?? [])
    return times.flatMap((at, i) => (i % 2 ? [] : [{ startsAt: iso(at), endsAt: iso(times[i + 1] as number) }]))
  })
  const [first, last] = [from, to].map((day) => Temporal.PlainDate.from(day)) as [Temporal.PlainDate, Temporal.PlainDate]
  const since = first.toZonedDateTime(row.timeZone).toInstant()
  const until = last.add({ days: 1 }).toZonedDateTime(row.timeZone).toInstant()
  const items = await calendarEntries(db, {
    professionalId: row.id,
    longBefore: since.subtract({ hours: 8 }).toString(),
    since: since.toString(),
    until: until.toString(),
  })
  return { professional: { id: row.id, userId: row.userId, name: row.name }, timeZone: row.timeZone, working, items }
}
const iso = (at: number) => new Date(at).toISOString()
