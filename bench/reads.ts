import { ports } from '#app/modules.ts'
import { createServer } from '#platform/server.ts'
import { bareRunsPerSecond, latencies, median, percentile, recordStatements, requestsPerSecond, type Statement, send } from './measure.ts'
import type { Place } from './place.ts'
import type { Row } from './run.ts'
import { readsOf, type Subjects } from './subjects.ts'

const load = { connections: 16, seconds: 3 }
type Read = { name: string; path: string; cookie: string }

/** The data statements of one request, as the endpoint itself sends them. */
async function statementsOf(place: Place, { path, cookie }: Read): Promise<Statement[]> {
  const server = await createServer({ tools: place.tools, ports })
  const ask = () => server.inject({ url: path, headers: { cookie } })
  await ask() // the session and the compiled queries are warm
  const statements = await recordStatements(async () => {
    const answer = await ask()
    if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}: ${answer.body}`)
  })
  await server.close()
  return statements
}

/** Requests a second over HTTP ÷ runs a second of the same statements by bare clients, interleaved. */
export async function againstBare(place: Place, origin: string, small: Subjects, rounds: number): Promise<Row[]> {
  const { appointments, calendar, week, outline, team } = readsOf(small, place.tools.clock())
  const rows: Row[] = []
  for (const [read, target] of [
    [appointments, 0.35],
    [calendar, 0.35],
    [week, 0.35],
    [outline, 0.35],
    [team, 0.6],
  ] as const) {
    const statements = await statementsOf(place, read)
    const pairs: [number, number][] = []
    for (let round = 0; round < rounds; round++)
      pairs.push([await requestsPerSecond(origin + read.path, read.cookie, load), await bareRunsPerSecond(place.url, statements, load)])
    const ratio = median(pairs.map(([http, bare]) => http / bare))
    rows.push({
      claim: `${read.name} (${statements.length} statements) ÷ the same statements bare`,
      reached: ratio,
      target,
      better: 'more',
      detail: `${Math.round(median(pairs.map(([http]) => http)))} req/s ÷ ${Math.round(median(pairs.map(([, bare]) => bare)))}/s`,
    })
  }
  return rows
}

/** Requests a second ÷ a short indexed read of 20 rows by bare clients. */
export async function againstShortRead(place: Place, origin: string, small: Subjects, rounds: number): Promise<Row[]> {
  const short: Statement = {
    text: 'select id, first_name, last_name, email, status from directory.users where tenant_id = $1 order by id limit 20',
    values: [small.tenantId],
  }
  const { courses, outline, day } = readsOf(small, place.tools.clock())
  const rows: Row[] = []
  const compare = async (name: string, target: number, run: () => Promise<number>) => {
    const ratios: number[] = []
    for (let round = 0; round < rounds; round++) ratios.push((await run()) / (await bareRunsPerSecond(place.url, [short], load)))
    rows.push({ claim: `${name} ÷ a short indexed read`, reached: median(ratios), target, better: 'more' })
  }
  await compare(courses.name, 1 / 4, () => requestsPerSecond(origin + courses.path, courses.cookie, load))
  await compare(outline.name, 1 / 25, () => requestsPerSecond(origin + outline.path, outline.cookie, load))
  await compare('tick an item complete', 1 / 8, () => ticksPerSecond(origin, small))
  await compare(day.name, 1 / 5, () => requestsPerSecond(origin + day.path, day.cookie, load))
  return rows
}

/** Sixteen people tick off one item after the other, each in their own enrolment. */
async function ticksPerSecond(origin: string, { learners, contentIds }: Subjects): Promise<number> {
  const until = performance.now() + load.seconds * 1000
  let done = 0
  await Promise.all(
    learners.map(async ({ enrollmentId, cookie }) => {
      while (performance.now() < until) {
        const path = `/api/enrollments/${enrollmentId}/contents/${contentIds[done++ % (contentIds.length - 1)]}`
        const answer = await send(origin + path, cookie, { method: 'PUT', body: { status: 'completed', progress: 100, timeSpentMins: 1 } })
        if (answer.status !== 200) throw new Error(`a tick answered ${answer.status}: ${answer.text}`)
      }
    }),
  )
  return done / load.seconds
}

const ask = async (origin: string, { path, cookie }: Read) => {
  const { status } = await send(origin + path, cookie)
  if (status !== 200) throw new Error(`${path} answered ${status}`)
}

/** Latency with one client: of all professionals' slots, and of every read in a large tenant ÷ in a small one. */
export async function latencyRows(
  place: Place,
  origin: string,
  { small, large }: { small: Subjects; large: Subjects },
  rounds: number,
): Promise<Row[]> {
  const now = place.tools.clock()
  const { everybody } = readsOf(large, now)
  await latencies(() => ask(origin, everybody), { clients: 1, count: 20 })
  const slots = percentile(await latencies(() => ask(origin, everybody), { clients: 1, count: 200 }), 0.95)
  const rows: Row[] = [
    { claim: 'free slots of 50 professionals × 7 days among 20,000 bookings, p95', reached: slots, target: 50, better: 'less', unit: 'ms' },
  ]
  const [inSmall, inLarge] = [readsOf(small, now), readsOf(large, now)]
  for (const key of ['appointments', 'calendar', 'week', 'outline', 'team'] as const) {
    const ratios: number[] = []
    for (let round = 0; round < rounds; round++) {
      const p95 = async (read: Read) => percentile(await latencies(() => ask(origin, read), { clients: 1, count: 150 }), 0.95)
      ratios.push((await p95(inLarge[key])) / (await p95(inSmall[key])))
    }
    rows.push({ claim: `${inSmall[key].name}: p95 at 100,000 people ÷ at 240`, reached: median(ratios), target: 1.5, better: 'less' })
  }
  return rows
}
