import { type ExpressionBuilder, sql } from 'kysely'
import { change, changeAll, compiled, type Db, insert, insertMany, remove } from '#platform/db.ts'
import { forbidden, notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Context, Session } from '#platform/module.ts'
import type { DB, Insert } from '#platform/rows.gen.ts'
import type { putException, putSchedule } from './contract.ts'
import { nameOf } from './queries.ts'
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
        .where('p.id', sort === 'id' ? '>' : '<', q.cursor)
        .where((eb) => eb.or([sql<boolean>`${q.type}::text is null`, eb.exists(offering(eb, q.type))]))
        .select(['p.id', 'p.userId', 'p.specialization', 'p.location', 'p.timeZone', 'p.isAvailable'])
        .select((eb) => [nameOf(eb, 'p.userId').as('name'), servicesOf(eb).as('services')])
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
        .where(`p.${by}`, '=', q.key)
        .select(['p.id', 'p.userId', 'p.specialization', 'p.location', 'p.timeZone', 'p.isAvailable'])
        .select(['p.registrationNumber', 'p.workingHours', 'p.version'])
        .select((eb) => [
          nameOf(eb, 'p.userId').as('name'),
          servicesOf(eb).as('services'),
          comingExceptions(eb, q.today).as('exceptions'),
        ]) as never,
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

/** A person who can be booked from now on, with hours and services where they are known already. */
export async function makeProfessional(
  db: Db,
  { services = [], ...given }: Insert<'appointments.professionals'> & { services?: readonly Service[] },
): Promise<string> {
  const { id } = await insert(db, 'appointments.professionals', given)
  await insertMany(db, 'appointments.professional_services', services.map(serviceRow(id)))
  return id
}
const serviceRow =
  (professionalId: string) =>
  ({ type, ...service }: Service) => ({ professionalId, appointmentType: type, ...service })

/** Hours and services of oneself, or with `appointments:manage` of anybody. Throws 404, 403. */
export async function ownSchedule(db: Db, { id, who, from }: { id: string; who: Session; from: string }): Promise<ScheduleRow> {
  const [row] = await scheduleOf.professional(db, { key: id, today: from })
  if (!row) throw notFound()
  if (row.userId !== who.userId && !who.permissions.has('appointments:manage')) throw forbidden()
  return row
}

/** One's own hours and services; null for people who are no professional. */
export async function myOwnSchedule(db: Db, who: Session, from: string): Promise<ScheduleRow | null> {
  const [row] = await scheduleOf.user(db, { key: who.userId, today: from })
  return row ?? null
}

type Edit = { row: ScheduleRow; version: number | undefined }

/** Sets hours and services. What is booked stays, also outside the new hours. Throws 412. */
export async function setSchedule(db: Db, { row, version, body }: Edit & { body: Context<typeof putSchedule>['body'] }): Promise<void> {
  const { services, ...values } = body
  await change(db, 'appointments.professionals', { id: row.id, version: version ?? row.version }, values)
  const known = new Map(row.services.map((service) => [service.type, service]))
  const wanted = new Set(services.map((service) => service.type))
  for (const type of known.keys())
    if (!wanted.has(type)) await remove(db, 'appointments.professional_services', { professionalId: row.id, appointmentType: type })
  for (const { type, durationMinutes, modes } of services)
    if (known.has(type))
      await change(db, 'appointments.professional_services', { professionalId: row.id, appointmentType: type }, { durationMinutes, modes })
  const added = services.filter((service) => !known.has(service.type))
  await insertMany(db, 'appointments.professional_services', added.map(serviceRow(row.id)))
  await tell(db, row)
}

/** Other hours on one day. */
export async function setException(
  db: Db,
  { row, date, body }: { row: ScheduleRow; date: string; body: Context<typeof putException>['body'] },
): Promise<void> {
  const key = { professionalId: row.id, date }
  const [changed] = await changeAll(db, 'appointments.working_exceptions', key, body)
  if (!changed) await insert(db, 'appointments.working_exceptions', { ...key, ...body })
  await tell(db, row)
}

/** The weekday's hours again. Throws 404 where there was no exception. */
export async function dropException(db: Db, { row, date }: { row: ScheduleRow; date: string }): Promise<void> {
  await remove(db, 'appointments.working_exceptions', { professionalId: row.id, date })
  await tell(db, row)
}

const tell = (db: Db, row: ScheduleRow) => emit(db, 'appointments.schedule_changed', { professionalId: row.id, userIds: [row.userId] })
