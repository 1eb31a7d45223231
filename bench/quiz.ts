import { randomUUIDv7 } from 'node:crypto'
import pg from 'pg'
import { ports } from '#app/modules.ts'
import { importAssessment } from '#modules/assessments/index.ts'
import { importCourse, publishDraft } from '#modules/courses/index.ts'
import { createServer } from '#platform/server.ts'
import { bareRunsPerSecond, median, recordStatements, type Statement, send } from './measure.ts'
import { cookieOf, type Place } from './place.ts'
import type { Row } from './run.ts'
import type { Subjects } from './subjects.ts'

type Ask = (method: string, path: string, body?: unknown) => Promise<unknown>
type Shown = { id: string; questions: { id: string; options: { id: string; text: string }[] }[] }
const clients = 8
const seconds = 4

/** Start → ten answers saved → submit → certificate. Throws unless the attempt was passed. */
async function attempt(ask: Ask, assessmentId: string): Promise<void> {
  const shown = (await ask('POST', `/assessments/${assessmentId}/attempts`)) as Shown
  for (const question of shown.questions) {
    const right = question.options.find(({ text }) => text.startsWith('Right')) as { id: string }
    await ask('PUT', `/attempts/${shown.id}/answers/${question.id}`, { answer: { options: [right.id] }, sequence: 1 })
  }
  const result = (await ask('POST', `/attempts/${shown.id}/submission`)) as { passed?: boolean; attempt?: { passed?: boolean } }
  if (!(result.passed ?? result.attempt?.passed)) throw new Error(`not passed: ${JSON.stringify(result).slice(0, 300)}`)
}

/** A course that is one quiz of ten questions. */
async function quizCourse(
  { tools }: Place,
  tenantId: string,
  userId: string,
): Promise<{ courseId: string; revisionId: string; assessmentId: string }> {
  const now = tools.clock()
  const code = `QUIZ-${now.epochMilliseconds}`
  return tools.inTenant({ tenantId, userId, now }, async (db) => {
    const questions = Array.from({ length: 10 }, (_, n) => ({
      type: 'single_choice',
      text: `Question ${n + 1}`,
      points: 1,
      explanation: 'Because.',
      options: ['Right', 'Wrong', 'Not this', 'Nor this'].map((text, i) => ({ text: `${text} ${n}`, isCorrect: i === 0 })),
    }))
    const quiz = { title: 'Quiz', passingScore: 80, durationMins: 15, maxAttempts: 3, questions }
    const modules = [{ title: 'One', units: [{ title: 'Quiz', type: 'assessment', contents: [], assessment: quiz }] }]
    const course = {
      code,
      title: 'A quiz',
      description: 'For measurement',
      category: 'Measurement',
      difficultyLevel: 'beginner',
      validityMonths: 12,
      selfEnrol: true,
      modules,
    }
    const { courseId, revisionId, quizzes } = await importCourse(db, course, { by: userId, now })
    for (const { unitId, assessment } of quizzes) await importAssessment(db, unitId, assessment)
    await publishDraft(db, { courseId, revisionId, by: userId, now })
    const { id } = await db
      .selectFrom('assessments.assessments')
      .select('id')
      .where('unitId', '=', quizzes[0]?.unitId as string)
      .executeTakeFirstOrThrow()
    return { courseId, revisionId, assessmentId: id }
  })
}

const rowsOfAttempt = [
  'assessments.question_responses',
  'enrollments.evidence',
  'certificates.certificates',
  'assessments.assessment_attempts',
]

/** Whole attempts a second over HTTP ÷ the same statements bare, and ÷ a short indexed read. */
export async function quizRows(place: Place, owner: pg.Pool, origin: string, of: Subjects, rounds: number): Promise<Row[]> {
  const { tenantId } = of
  const { courseId, revisionId, assessmentId } = await quizCourse(place, tenantId, of.employee)
  const { rows: people } = await owner.query<{ id: string }>(
    `select user_id as id from employees.employees where tenant_id = $1 and employment_status = 'active'`,
    [tenantId],
  )
  const enrol = async (userId: string) =>
    owner.query(
      `insert into enrollments.enrollments (tenant_id, id, user_id, course_id, revision_id, status, source, enrolled_at) values ($1, $2, $3, $4, $5, 'active', 'self', now())`,
      [tenantId, randomUUIDv7(), userId, courseId, revisionId],
    )
  const cookies = new Map<string, string>()
  for (const { id } of people) cookies.set(id, await cookieOf(place, tenantId, id))

  // What one attempt sends, for as many people as there are clients; then undone, so that it can be sent again.
  const server = await createServer({ tools: place.tools, ports })
  const recordings: Statement[][] = []
  for (const { id } of people.slice(0, clients)) {
    await enrol(id)
    const inject: Ask = async (method, path, body) => {
      const answer = await server.inject({
        method: method as 'POST',
        url: `/api${path}`,
        headers: { cookie: cookies.get(id) as string },
        ...(body ? { payload: body } : {}),
      })
      if (answer.statusCode >= 400) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${answer.body}`)
      return answer.json()
    }
    recordings.push(await recordStatements(() => attempt(inject, assessmentId)))
    await owner.query(
      `delete from assessments.question_responses r using assessments.assessment_attempts a where a.tenant_id = r.tenant_id and a.id = r.attempt_id and a.user_id = $1 and a.assessment_id = $2`,
      [id, assessmentId],
    )
    for (const table of rowsOfAttempt.slice(1))
      await owner.query(`delete from ${table} where user_id = $1 and ${table.startsWith('assess') ? 'assessment_id' : 'course_id'} = $2`, [
        id,
        table.startsWith('assess') ? assessmentId : courseId,
      ])
  }
  await server.close()

  const overHttp = async () => {
    const until = performance.now() + seconds * 1000
    let done = 0
    let next = clients
    await Promise.all(
      Array.from({ length: clients }, async () => {
        while (performance.now() < until) {
          const { id } = people[next++ % people.length] as { id: string }
          await owner.query(
            `update enrollments.enrollments set status = 'withdrawn', completion_date = null where tenant_id = $1 and user_id = $2 and course_id = $3 and status <> 'withdrawn'`,
            [tenantId, id, courseId],
          )
          await enrol(id)
          await attempt((method, path, body) => overWire(origin, cookies.get(id) as string, { method, path, body }), assessmentId)
          done++
        }
      }),
    )
    return done / seconds
  }
  const bare = async () => {
    const until = performance.now() + seconds * 1000
    let done = 0
    await Promise.all(
      recordings.map(async (statements) => {
        const client = new pg.Client({ connectionString: place.url })
        await client.connect()
        while (performance.now() < until) {
          await client.query('begin')
          for (const [i, statement] of statements.entries()) await client.query({ name: `bare_${i}`, ...statement })
          await client.query('rollback')
          done++
        }
        await client.end()
      }),
    )
    return done / seconds
  }
  const short: Statement = {
    text: 'select id, first_name, last_name, email, status from directory.users where tenant_id = $1 order by id limit 20',
    values: [tenantId],
  }
  const ratios: [number, number][] = []
  for (let round = 0; round < rounds; round++) {
    const http = await overHttp()
    ratios.push([http / (await bare()), http / (await bareRunsPerSecond(place.url, [short], { connections: clients, seconds: 2 }))])
  }
  return [
    {
      claim: `quiz: whole attempts (${recordings[0]?.length} statements) ÷ the same statements bare`,
      reached: median(ratios.map(([one]) => one)),
      target: 0.3,
      better: 'more',
    },
    { claim: 'quiz: whole attempts ÷ a short indexed read', reached: median(ratios.map(([, two]) => two)), target: 1 / 60, better: 'more' },
  ]
}

async function overWire(
  origin: string,
  cookie: string,
  { method, path, body }: { method: string; path: string; body: unknown },
): Promise<unknown> {
  const { status, text } = await send(`${origin}/api${path}`, cookie, { method, body })
  if (status >= 400) throw new Error(`${method} ${path} answered ${status}: ${text}`)
  return JSON.parse(text)
}
