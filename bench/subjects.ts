import { randomUUIDv7 } from 'node:crypto'
import type pg from 'pg'
import { importCourse, publishDraft } from '#modules/courses/index.ts'
import { cookieOf, type Place } from './place.ts'

/** Whom and what the bench asks about in one tenant. */
export type Subjects = {
  tenantId: string
  employee: string
  professional: { id: string; userId: string }
  manager: string
  /** Sixteen people in a course of 300 items, and its items. */
  learners: { userId: string; enrollmentId: string; cookie: string }[]
  contentIds: string[]
  cookies: { employee: string; professional: string; manager: string }
}

const items = 300

/** People with much to show: the busiest professional, a head of about 50 people, somebody in a course of 300 items. */
export async function subjectsOf(place: Place, owner: pg.Pool, code: string): Promise<Subjects> {
  const one = async <T>(text: string, values: unknown[]): Promise<T> => (await owner.query(text, values)).rows[0] as T
  const { id: tenantId } = await one<{ id: string }>('select id from tenancy.tenants where code = $1', [code])
  const employee = await one<{ id: string }>(
    `select e.user_id as id from employees.employees e join appointments.appointments a on a.tenant_id = e.tenant_id and a.employee_id = e.id
      where e.tenant_id = $1 and a.starts_at > now() and a.status in ('scheduled', 'confirmed') group by 1 order by count(*) desc, 1 limit 1`,
    [tenantId],
  )
  const professional = await one<{ id: string; userId: string }>(
    `select p.id, p.user_id as "userId" from appointments.professionals p join appointments.appointments a on a.tenant_id = p.tenant_id and a.professional_id = p.id
      where p.tenant_id = $1 group by 1, 2 order by count(*) desc, 1 limit 1`,
    [tenantId],
  )
  const manager = await one<{ id: string }>(
    `select head_user_id as id from directory.departments where tenant_id = $1 and name = 'Operations'`,
    [tenantId],
  )
  const cookie = (userId: string) => cookieOf(place, tenantId, userId)
  return {
    tenantId,
    employee: employee.id,
    professional,
    manager: manager.id,
    ...(await longCourse(place, owner, tenantId)),
    cookies: {
      employee: await cookie(employee.id),
      professional: await cookie(professional.userId),
      manager: await cookie(manager.id),
    },
  }
}

/** The long course and its learners; made at the first run. */
async function longCourse(place: Place, owner: pg.Pool, tenantId: string): Promise<Pick<Subjects, 'learners' | 'contentIds'>> {
  const { tools } = place
  const code = 'LONG-300'
  const now = tools.clock()
  const { rows: people } = await owner.query<{ id: string }>(
    "select user_id as id from employees.employees where tenant_id = $1 and employment_status = 'active' order by id limit 16",
    [tenantId],
  )
  const author = people[0]?.id as string
  await tools.inTenant({ tenantId, userId: author, now }, async (db) => {
    if (await db.selectFrom('courses.courses').select('id').where('code', '=', code).executeTakeFirst()) return
    const content = (n: number) => ({
      type: 'rich_text',
      title: `Item ${n}`,
      estimatedDuration: 2,
      html: `<p>Item ${n} of a long course.</p>`,
    })
    const modules = Array.from({ length: 10 }, (_, m) => ({
      title: `Module ${m + 1}`,
      units: Array.from({ length: 6 }, (_, u) => ({
        title: `Unit ${u + 1}`,
        type: 'lesson',
        contents: Array.from({ length: items / 60 }, (_, c) => content(m * 30 + u * 5 + c + 1)),
      })),
    }))
    const about = {
      code,
      title: 'A long course',
      description: 'For measurement',
      category: 'Measurement',
      difficultyLevel: 'beginner',
      selfEnrol: true,
    }
    const { courseId, revisionId } = await importCourse(db, { ...about, modules }, { by: author, now })
    await publishDraft(db, { courseId, revisionId, by: author, now })
    const enrollments = people.map(({ id }) => ({
      id: randomUUIDv7(),
      userId: id,
      courseId,
      revisionId,
      source: 'self',
      enrolledAt: now.toString(),
    }))
    await db
      .insertInto('enrollments.enrollments')
      .values(enrollments as never)
      .execute()
  })
  const { rows } = await owner.query<{ userId: string; enrollmentId: string; contentIds: string[] }>(
    `select e.user_id as "userId", e.id as "enrollmentId", array_agg(c.id::text) as "contentIds" from enrollments.enrollments e
       join courses.courses k on k.tenant_id = e.tenant_id and k.id = e.course_id
       join courses.contents c on c.tenant_id = e.tenant_id and c.revision_id = e.revision_id
      where e.tenant_id = $1 and k.code = $2 group by 1, 2`,
    [tenantId, code],
  )
  const learners = rows.map(async ({ userId, enrollmentId }) => ({ userId, enrollmentId, cookie: await cookieOf(place, tenantId, userId) }))
  return { learners: await Promise.all(learners), contentIds: rows[0]?.contentIds ?? [] }
}

/** A day from today on, as the API names it. */
export const day = (now: Temporal.Instant, days: number) => now.toZonedDateTimeISO('Europe/London').toPlainDate().add({ days }).toString()

/** The signed-in reads that are measured, as paths of the API. */
export function readsOf({ professional, learners, cookies }: Subjects, now: Temporal.Instant) {
  const slots = (days: number, who: string) =>
    `/api/slots?type=consultation&mode=in_person&from=${day(now, 7)}&to=${day(now, 6 + days)}${who}`
  const learner = learners[0] as Subjects['learners'][number]
  const one = `&professionalId=${professional.id}`
  return {
    appointments: { name: 'my appointments', path: '/api/appointments', cookie: cookies.employee },
    calendar: {
      name: 'a professional’s day',
      path: `/api/professionals/${professional.id}/calendar?from=${day(now, 1)}&to=${day(now, 1)}`,
      cookie: cookies.professional,
    },
    week: { name: 'free slots of a week', path: slots(7, one), cookie: cookies.employee },
    day: { name: 'free slots of one professional and day', path: slots(1, one), cookie: cookies.employee },
    everybody: { name: 'free slots of all professionals, 7 days', path: slots(7, ''), cookie: cookies.employee },
    courses: { name: 'my courses', path: '/api/enrollments', cookie: learner.cookie },
    outline: {
      name: 'outline of 300 items with my progress',
      path: `/api/enrollments/${learner.enrollmentId}/outline`,
      cookie: learner.cookie,
    },
    team: { name: 'team page, 50 people', path: '/api/team', cookie: cookies.manager },
  }
}
