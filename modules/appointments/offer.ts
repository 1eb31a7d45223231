import { type ExpressionBuilder, sql } from 'kysely'
import { compiled, type Db } from '#platform/db.ts'
import type { DB } from '#platform/rows.gen.ts'
import { notBookable, notOffered, slotTaken } from './policy.ts'
import { holding, nameOf } from './queries.ts'
import type { AppointmentMode, AppointmentType } from './shapes.ts'
import { freeStarts, type Rules, zonedDays } from './slots.ts'

type Professionals = ExpressionBuilder<DB & { p: DB['appointments.professionals'] }, 'p'>

export type SlotRow = Rules & {
  id: string
  userId: string
  name: string
  specialization: string | null
  location: string | null
  durationMinutes: number
}
type SlotQuery = {
  type: AppointmentType
  mode: AppointmentMode
  /** A professional; or all after `cursor`, at most `limit`. */
  professionalId: string | null
  cursor: string
  limit: number
  /** Days whose exceptions count. */
  from: string
  to: string
  /** Instants between which appointments may overlap these days; `longBefore` is `since` less the longest appointment. */
  longBefore: string
  since: string
  until: string
  /** An appointment that is about to move: its own time counts as free. */
  except: string
}

const slotRules = (one: boolean) =>
  compiled<SlotQuery, SlotRow>(one ? 'appointments.slot_rules_of_one' : 'appointments.slot_rules', (db, q) => {
    const query = db
      .selectFrom('appointments.professionals as p')
      .innerJoin('appointments.professional_services as s', 's.professionalId', 'p.id')
      .where('p.isAvailable', '=', true)
      .where('s.appointmentType', '=', q.type)
      .where((eb) => eb(sql<AppointmentMode>`${q.mode}`, '=', eb.fn.any('s.modes') as never))
      .select(['p.id', 'p.userId', 'p.specialization', 'p.location', 'p.timeZone', 'p.workingHours', 's.durationMinutes'])
      .select((eb) => [nameOf(eb, 'p.userId').as('name'), exceptionsOf(eb, q).as('exceptions'), busyOf(eb, q).as('busy')])
      .orderBy('p.id')
      .limit(q.limit)
    return (one ? query.where('p.id', '=', q.professionalId) : query.where('p.id', '>', q.cursor)) as never
  })
const rulesOfAll = slotRules(false)
const rulesOfOne = slotRules(true)

/** Everything free times follow from, in one statement. */
const slotRulesOf = (db: Db, query: SlotQuery) => (query.professionalId ? rulesOfOne : rulesOfAll)(db, query)

const exceptionsOf = (eb: unknown, q: Pick<SlotQuery, 'from' | 'to'>) =>
  (eb as Professionals)
    .selectFrom('appointments.working_exceptions as x')
    .whereRef('x.professionalId', '=', 'p.id')
    .where('x.date', '>=', q.from)
    .where('x.date', '<=', q.to)
    .select((x) => sql`coalesce(jsonb_agg(jsonb_build_array(${x.ref('x.date')}, ${x.ref('x.spans')})), '[]')`.as('all'))

const busyOf = (eb: unknown, q: Pick<SlotQuery, 'longBefore' | 'since' | 'until' | 'except'>) => {
  const [from, to] = ['startsAt', 'endsAt'].map((column) => sql`extract(epoch from ${sql.ref(`a.${column}`)})::int8`)
  return (eb as Professionals)
    .selectFrom('appointments.appointments as a')
    .whereRef('a.professionalId', '=', 'p.id')
    .where(holding)
    .where('a.startsAt', '>', q.longBefore)
    .where('a.startsAt', '<', q.until)
    .where('a.endsAt', '>', q.since)
    .where('a.id', '!=', q.except)
    .select(sql`coalesce(json_agg(json_build_array(${from}, ${to}) order by ${sql.ref('a.startsAt')}), '[]')`.as('all'))
}

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
  const now = wanted.now.epochMilliseconds
  return rows.map((professional) => {
    const days = zonedDays(professional.timeZone, wanted.from, wanted.to)
    return { professional, starts: freeStarts(professional, days, professional.durationMinutes, now) }
  })
}

/** The same as the contract says it, with the cursor of the next professionals. */
export async function listFreeTimes(db: Db, wanted: Parameters<typeof findFreeTimes>[1]) {
  const found = await findFreeTimes(db, { ...wanted, limit: wanted.limit + 1 })
  const page = found.slice(0, wanted.limit)
  return {
    items: page.map(({ professional: { id, busy: _, ...professional }, starts }) => ({
      ...professional,
      professionalId: id,
      starts: starts.map((start) => new Date(start).toISOString()),
    })),
    next: found.length > wanted.limit ? (page.at(-1)?.professional.id ?? null) : null,
  }
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
