import { type ExpressionBuilder, sql } from 'kysely'
import { compiled, type Db } from '#platform/db.ts'
import type { DB } from '#platform/rows.gen.ts'
import { holding } from './queries.ts'
import type { AppointmentMode, AppointmentType } from './shapes.ts'
import type { Rules } from './slots.ts'

type Professionals = ExpressionBuilder<DB & { p: DB['appointments.professionals'] }, 'p'>

export type SlotRow = Rules & {
  id: string
  userId: string
  name: string
  specialization: string | null
  location: string | null
  durationMinutes: number
}
export type SlotQuery = {
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
      .innerJoin('directory.people as n', 'n.id', 'p.userId')
      .where('p.isAvailable', '=', true)
      .where('s.appointmentType', '=', q.type)
      .where((eb) => eb(sql<AppointmentMode>`${q.mode}`, '=', eb.fn.any('s.modes') as never))
      .select(['p.id', 'p.userId', 'n.name', 'p.specialization', 'p.location', 'p.timeZone', 'p.workingHours', 's.durationMinutes'])
      .select((eb) => [exceptionsOf(eb, q).as('exceptions'), busyOf(eb, q).as('busy')])
      .orderBy('p.id')
      .limit(q.limit)
    return (one ? query.where('p.id', '=', q.professionalId) : query.where('p.id', '>', q.cursor)) as never
  })
const rulesOfAll = slotRules(false)
const rulesOfOne = slotRules(true)

/** Everything free times follow from, in one statement. */
export const slotRulesOf = (db: Db, query: SlotQuery) => (query.professionalId ? rulesOfOne : rulesOfAll)(db, query)

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
