import { spawn, spawnSync } from 'node:child_process'
import { Agent, request } from 'node:http'
import autocannon from 'autocannon'
import pg from 'pg'

export type Statement = { text: string; values: unknown[] }

export const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
export const percentile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] as number

const hasWrk = spawnSync('wrk', ['--version']).error === undefined

/** Requests a second that one URL answers with 2xx. wrk where it is installed, as it takes least of the machine; else autocannon. */
export async function requestsPerSecond(
  url: string,
  cookie: string,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<number> {
  if (!hasWrk) {
    const result = await autocannon({ url, connections, duration: seconds, headers: { cookie } })
    if (result.non2xx) throw new Error(`${url} answered ${result.non2xx} times with an error`)
    return result.requests.total / result.duration
  }
  const output = await new Promise<string>((resolve, reject) => {
    const wrk = spawn('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '-H', `cookie: ${cookie}`, url])
    let text = ''
    wrk.stdout.on('data', (chunk) => (text += chunk))
    wrk.on('error', reject).on('close', () => resolve(text))
  })
  if (/Non-2xx/.test(output)) throw new Error(`${url} answered with errors:\n${output}`)
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1])
}

/** How often a second bare clients run these statements one after the other, prepared, as the superuser. */
export async function bareRunsPerSecond(
  databaseUrl: string,
  statements: readonly Statement[],
  { connections, seconds }: { connections: number; seconds: number },
): Promise<number> {
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({ connectionString: databaseUrl })
      await client.connect()
      return client
    }),
  )
  const named = statements.map((statement, i) => ({ name: `bare_${i}`, ...statement }))
  let runs = 0
  const start = performance.now()
  const until = start + seconds * 1000
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < until) {
        for (const statement of named) await client.query(statement)
        runs++
      }
    }),
  )
  const took = (performance.now() - start) / 1000
  await Promise.all(clients.map((client) => client.end()))
  return runs / took
}

/** Milliseconds of each of `count` requests sent one after the other by each of `clients`. */
export async function latencies(
  send: (client: number, turn: number) => Promise<unknown>,
  { clients, count }: { clients: number; count: number },
): Promise<number[]> {
  const taken: number[] = []
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let turn = 0; turn < count; turn++) {
        const start = performance.now()
        await send(client, turn)
        taken.push(performance.now() - start)
      }
    }),
  )
  return taken
}

/** Records the data statements that work sends: all but the transaction's own and the tenant's. */
export async function recordStatements(work: () => Promise<unknown>): Promise<Statement[]> {
  const recorded: Statement[] = []
  const original = pg.Client.prototype.query
  // biome-ignore lint/suspicious/noExplicitAny: the client's query has many signatures; only object queries are ours
  pg.Client.prototype.query = function (this: pg.Client, ...input: any[]) {
    const [query] = input
    const text: string = query?.text ?? ''
    if (text && !/^(begin|commit|rollback)|platform\.set_tenant|auth.*sessions/.test(text))
      recorded.push({ text, values: query.values ?? [] })
    return (original as (...all: unknown[]) => unknown).apply(this, input)
  } as never
  try {
    await work()
  } finally {
    pg.Client.prototype.query = original
  }
  return recorded
}

const agent = new Agent({ keepAlive: true, maxSockets: 400 })
export type Answer = { status: number; text: string }

/** One request over a kept connection: cheaper than fetch, so that the machine is left to what is measured. */
export function send(url: string, cookie: string, { method = 'GET', body }: { method?: string; body?: unknown } = {}): Promise<Answer> {
  const payload = body === undefined ? undefined : JSON.stringify(body)
  const headers = { cookie, ...(payload ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) } : {}) }
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, method, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk) => {
        text += chunk
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
    })
    asked.on('error', reject)
    asked.end(payload)
  })
}
