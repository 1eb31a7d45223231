import type { Db } from '#platform/db.ts'
import { notBookable, notOffered, slotTaken } from './policy.ts'
import { type SlotRow, slotRulesOf } from './rules.ts'
import type { AppointmentMode, AppointmentType } from './shapes.ts'
import { freeStarts, type ZonedDay, zonedDays } from './slots.ts'

const nobody = '00000000-0000-0000-0000-000000000000'
/** No wall clock is further from UTC, and no appointment longer. */
const widest = { hours: 15 }
const longest = { hours: 8 }

type Wanted = { type: AppointmentType; mode: AppointmentMode; now: Temporal.Instant }

/** Free times of the days `from` to `to`, professional by professional in the order of their ids. */
export async function findFreeTimes(
  db: Db,
  wanted: Wanted & { from: string; to: string; professionalId?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ professional: SlotRow; starts: number[] }[]> {
  const [first, last] = [wanted.from, wanted.to].map((day) => Temporal.Instant.from(`${day}T00:00Z`)) as [
    Temporal.Instant,
    Temporal.Instant,
  ]
  const since = first.subtract(widest)
  const rows = await slotRulesOf(db, {
    ...wanted,
    professionalId: wanted.professionalId ?? null,
    cursor: wanted.cursor ?? nobody,
    longBefore: since.subtract(longest).toString(),
    since: since.toString(),
    until: last.add({ hours: 24 }).add(widest).toString(),
    except: nobody,
  })
  const zones = new Map<string, ZonedDay[]>()
  const now = wanted.now.epochMilliseconds
  return rows.map((professional) => {
    const days = zones.get(professional.timeZone) ?? zonedDays(professional.timeZone, wanted.from, wanted.to)
    zones.set(professional.timeZone, days)
    return { professional, starts: freeStarts(professional, days, professional.durationMinutes, now) }
  })
}

/**
 * The professional and service behind a time somebody wants. Throws 422 where it is not among the times of their rules, and
 * 409 where it was one and is taken. `except` names an appointment that would move there.
 */
export async function offeredAt(
  db: Db,
  wanted: Wanted & { professionalId: string; startsAt: Temporal.Instant; except?: string },
): Promise<SlotRow> {
  const { startsAt, now } = wanted
  const utcDay = startsAt.toZonedDateTimeISO('UTC').toPlainDate()
  const [row] = await slotRulesOf(db, {
    type: wanted.type,
    mode: wanted.mode,
    professionalId: wanted.professionalId,
    cursor: nobody,
    limit: 1,
    from: utcDay.subtract({ days: 1 }).toString(),
    to: utcDay.add({ days: 1 }).toString(),
    longBefore: startsAt.subtract(longest).toString(),
    since: startsAt.toString(),
    until: startsAt.add(longest).toString(),
    except: wanted.except ?? nobody,
  })
  if (!row) throw notBookable()
  const day = startsAt.toZonedDateTimeISO(row.timeZone).toPlainDate().toString()
  const days = zonedDays(row.timeZone, day, day)
  const starts = (rules: SlotRow) => freeStarts(rules, days, row.durationMinutes, now.epochMilliseconds)
  if (starts(row).includes(startsAt.epochMilliseconds)) return row
  throw starts({ ...row, busy: [] }).includes(startsAt.epochMilliseconds) ? slotTaken() : notOffered()
}
