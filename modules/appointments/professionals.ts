import { type ExpressionBuilder, sql } from 'kysely'
import { compiled } from '#platform/db.ts'
import type { DB } from '#platform/rows.gen.ts'
import type { Service, Span } from './shapes.ts'
import type { Rules } from './slots.ts'

type Professionals = ExpressionBuilder<DB & { p: DB['appointments.professionals'] }, 'p'>

export type ProfessionalRow = {
  id: string
  userId: string
  name: string
  specialization: string | null
  location: string | null
  timeZone: string
  isAvailable: boolean
  services: Service[]
}
const servicesOf = (eb: unknown) =>
  (eb as Professionals)
    .selectFrom('appointments.professional_services as s')
    .whereRef('s.professionalId', '=', 'p.id')
    .select((s) =>
      sql<
        Service[]
      >`coalesce(jsonb_agg(jsonb_build_object('type', ${s.ref('s.appointmentType')}, 'durationMinutes', ${s.ref('s.durationMinutes')}, 'modes', ${s.ref('s.modes')}) order by ${s.ref('s.appointmentType')}), '[]')`.as(
        'all',
      ),
    )

const list = (sort: 'id' | '-id') =>
  compiled<{ cursor: string; type: string | null; limit: number }, ProfessionalRow>(
    `appointments.professionals_${sort}`,
    (db, q) =>
      db
        .selectFrom('appointments.professionals as p')
        .innerJoin('directory.people as n', 'n.id', 'p.userId')
        .where('p.id', sort === 'id' ? '>' : '<', q.cursor)
        .where((eb) => eb.or([sql<boolean>`${q.type}::text is null`, eb.exists(offering(eb, q.type))]))
        .select(['p.id', 'p.userId', 'n.name', 'p.specialization', 'p.location', 'p.timeZone', 'p.isAvailable'])
        .select((eb) => servicesOf(eb).as('services'))
        .orderBy('p.id', sort === 'id' ? 'asc' : 'desc')
        .limit(q.limit) as never,
  )
const offering = (eb: unknown, type: string | null) =>
  (eb as Professionals)
    .selectFrom('appointments.professional_services as o')
    .whereRef('o.professionalId', '=', 'p.id')
    .where('o.appointmentType', '=', type as never)
    .select('o.id')
export const professionalList = { id: list('id'), '-id': list('-id') }

export type ScheduleRow = ProfessionalRow & {
  registrationNumber: string | null
  workingHours: Rules['workingHours']
  exceptions: { date: string; spans: Span[]; reason: string | null }[]
  version: number
}
const schedule = (by: 'id' | 'userId') =>
  compiled<{ key: string; today: string }, ScheduleRow>(
    `appointments.schedule_by_${by}`,
    (db, q) =>
      db
        .selectFrom('appointments.professionals as p')
        .innerJoin('directory.people as n', 'n.id', 'p.userId')
        .where(`p.${by}`, '=', q.key)
        .select(['p.id', 'p.userId', 'n.name', 'p.specialization', 'p.location', 'p.timeZone', 'p.isAvailable'])
        .select(['p.registrationNumber', 'p.workingHours', 'p.version'])
        .select((eb) => [servicesOf(eb).as('services'), comingExceptions(eb, q.today).as('exceptions')]) as never,
  )
const comingExceptions = (eb: unknown, today: string) =>
  (eb as Professionals)
    .selectFrom((inner) =>
      inner
        .selectFrom('appointments.working_exceptions as x')
        .whereRef('x.professionalId', '=', 'p.id' as never)
        .where('x.date', '>=', today)
        .select(['x.date', 'x.spans', 'x.reason'])
        .orderBy('x.date')
        .limit(sql.lit(400))
        .as('coming'),
    )
    .select(
      sql`coalesce(jsonb_agg(jsonb_build_object('date', coming.date, 'spans', coming.spans, 'reason', coming.reason) order by coming.date), '[]')`.as(
        'all',
      ),
    )
export const scheduleOf = { professional: schedule('id'), user: schedule('userId') }
