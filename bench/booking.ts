import type pg from 'pg'
import { latencies, median, percentile, send } from './measure.ts'
import { cookieOf, type Place } from './place.ts'
import type { Row } from './run.ts'
import { day, type Subjects } from './subjects.ts'

type Answer = { status: number; ms: number }
type Wish = { professionalId: string; startsAt: string }

async function book(origin: string, cookie: string, { professionalId, startsAt }: Wish): Promise<Answer> {
  const start = performance.now()
  const body = { professionalId, type: 'consultation', mode: 'in_person', startsAt }
  const { status } = await send(`${origin}/api/appointments`, cookie, { method: 'POST', body })
  return { status, ms: performance.now() - start }
}

/** Free times of one professional, as many as there are in the next weeks. */
async function freeTimes(origin: string, cookie: string, professionalId: string, now: Temporal.Instant): Promise<Wish[]> {
  const spans = [44, 75, 106, 137, 168, 199].map((from) => [day(now, from), day(now, from + 30)])
  const found: Wish[] = []
  for (const [from, to] of spans) {
    const query = `type=consultation&mode=in_person&from=${from}&to=${to}&professionalId=${professionalId}`
    const { items } = JSON.parse((await send(`${origin}/api/slots?${query}`, cookie)).text) as { items: { starts: string[] }[] }
    found.push(...items.flatMap(({ starts }) => starts.map((startsAt) => ({ professionalId, startsAt }))))
  }
  return found
}

/** Free times of every professional in one week, one of each in turn: as people book, not all with the same one. */
async function timesOfAll(origin: string, cookie: string, now: Temporal.Instant): Promise<Wish[]> {
  const query = `type=consultation&mode=in_person&from=${day(now, 50)}&to=${day(now, 56)}&limit=50`
  const { items } = JSON.parse((await send(`${origin}/api/slots?${query}`, cookie)).text) as {
    items: { professionalId: string; starts: string[] }[]
  }
  // Starts lie closer together than appointments are long: no two wishes may overlap.
  return Array.from({ length: 20 }, (_, turn) =>
    items.flatMap(({ professionalId, starts }) => {
      const startsAt = starts[turn * 2]
      return startsAt ? [{ professionalId, startsAt }] : []
    }),
  ).flat()
}

/** p95 of booking with 10 clients, each another time; and crowds that all want one slot. */
export async function bookingRows(
  place: Place,
  owner: pg.Pool,
  origins: string[],
  large: Subjects,
  rounds: { crowd: number; pair: number; spread: number },
): Promise<Row[]> {
  const { rows: people } = await owner.query<{ userId: string }>(
    `select user_id as "userId" from employees.employees where tenant_id = $1 and employment_status = 'active' and user_id <> $2 order by id desc limit 320`,
    [large.tenantId, large.professional.userId],
  )
  const cookies = await Promise.all(people.map(({ userId }) => cookieOf(place, large.tenantId, userId)))
  const origin = origins[0] as string
  const clear = async () => {
    const late = `tenant_id = $1 and starts_at > now() + interval '43 days'`
    await owner.query(
      `delete from appointments.status_changes where tenant_id = $1 and appointment_id in (select id from appointments.appointments where ${late})`,
      [large.tenantId],
    )
    await owner.query(`delete from appointments.appointments where ${late}`, [large.tenantId])
  }
  await clear()
  const many = await timesOfAll(origin, cookies[0] as string, place.tools.clock())
  for (const cookie of cookies) await send(`${origin}/api/appointments`, cookie) // everybody has just looked at a page
  // Nobody can be in two appointments at once: each is another person's.
  const bookAll = async () => {
    await clear()
    let next = 0
    const bookNext = async () => {
      const turn = next++
      const { status } = await book(origin, cookies[turn % cookies.length] as string, many[turn] as Wish)
      if (status !== 201) throw new Error(`a booking answered ${status}`)
    }
    return percentile(await latencies(bookNext, { clients: 10, count: 50 }), 0.95)
  }
  const p95s = [await bookAll(), await bookAll(), await bookAll()]
  const wishes = (await freeTimes(origin, cookies[0] as string, large.professional.id, place.tools.clock())).filter((_, i) => i % 2 === 0)
  const rows: Row[] = [
    {
      claim: 'booking with 10 clients among 50 professionals, p95 (median of 3 rounds of 500)',
      reached: median(p95s),
      target: 25,
      better: 'less',
      unit: 'ms',
    },
  ]
  const crowd = async (name: string, clients: number, count: number, spreadMs: number) => {
    const all: Answer[] = []
    let wrong = 0
    for (let round = 0; round < count; round++) {
      await clear()
      const wish = wishes[round % wishes.length] as Wish
      const answers = await Promise.all(
        cookies.slice(0, clients).map(async (cookie, i) => {
          if (spreadMs) await new Promise((go) => setTimeout(go, (spreadMs * i) / clients))
          return book(origins[i % origins.length] as string, cookie, wish)
        }),
      )
      const won = answers.filter(({ status }) => status === 201).length
      const refused = answers.filter(({ status }) => status === 409).length
      if (won !== 1 || won + refused !== clients) wrong++
      all.push(...answers)
    }
    const failed = all.filter(({ status }) => status >= 500).length
    rows.push({
      claim: `${name}: rounds without exactly one winner and the rest 409`,
      reached: wrong,
      target: 0,
      better: 'less',
      detail: `${all.length} answers, ${failed} of 5xx`,
    })
    rows.push({
      claim: `${name}: p99`,
      reached: percentile(
        all.map(({ ms }) => ms),
        0.99,
      ),
      target: 2000,
      better: 'less',
      unit: 'ms',
    })
  }
  await crowd(`300 clients, 2 processes, one slot, ${rounds.crowd} rounds`, 300, rounds.crowd, 0)
  await crowd(`2 clients, ${rounds.pair} rounds`, 2, rounds.pair, 0)
  await crowd(`300 clients arriving over 1 s, ${rounds.spread} rounds`, 300, rounds.spread, 1000)
  await clear()
  return rows
}
