import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { z } from 'zod'
import { assemble } from '#app/assemble.ts'
import { ports } from '#app/modules.ts'
import { assignRole } from '#modules/access/index.ts'
import { createEmptyTenant, openSession } from '#modules/auth/index.ts'
import { addPerson } from '#modules/directory/index.ts'
import { sessionCookie } from '#platform/client.ts'
import { readConfig } from '#platform/config.ts'
import type { Endpoint, Input, Output, Problem } from '#platform/contract.ts'
import type { Db } from '#platform/db.ts'
import type { SeededRole, Tools } from '#platform/module.ts'
import { createServer } from '#platform/server.ts'
import { recorder } from './coverage.ts'
import { testClock, testDatabase, testSecret } from './database.ts'

export type Person = { id: string; token: string; call: Call; refused: Refused }
type Call = <E extends Endpoint>(endpoint: E, input: Input<E>, headers?: Record<string, string>) => Promise<Output<E>>
type Refused = <E extends Endpoint>(endpoint: E, input: unknown, headers?: Record<string, string>) => Promise<Problem>

export type World = {
  tools: Tools
  server: FastifyInstance
  clock: ReturnType<typeof testClock>
  owner: Awaited<ReturnType<typeof testDatabase>>['owner']
  url: string
  tenantId: string
  administrator: Person
  /** Adds a person with these roles and signs them in. */
  person: (firstName: string, roles: readonly SeededRole[], more?: Partial<Parameters<typeof addPerson>[1]>) => Promise<Person>
  /** Signs somebody in again: sessions end when time passes. */
  signIn: (person: { id: string }) => Promise<Person>
  /** Runs work in a transaction of this tenant, as nobody. */
  inTenant: <T>(work: (db: Db) => Promise<T>) => Promise<T>
  /** Runs the jobs that are due, until none is left. Throws what a job throws. */
  runJobs: () => Promise<number>
  /** A second process of the system on the same database, to be closed by whoever asks for it. */
  another: () => ReturnType<typeof assemble>
  /** A second tenant in the same database. */
  tenant: () => Promise<Omit<World, 'tenant'>>
  /** Somebody who is not signed in. */
  stranger: Pick<Person, 'call' | 'refused'>
}

/** A running system on a fresh database with one empty tenant: what a story needs. `settings` are those of a real mail server or store. */
export async function world(start?: string, settings: Record<string, string> = {}): Promise<World> {
  const { url, owner } = await testDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'salus-'))
  const clock = testClock(start)
  const config = readConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
    DATA_DIR: folder,
    RATE_LIMIT_PER_MINUTE: '1000000',
    SIGN_IN_LIMIT_PER_MINUTE: '1000000',
    POOL_SIZE: '8',
    DNS_SERVER: '127.0.0.1:1', // nobody: a story asks no server outside
    ...settings,
  })
  const another = () => assemble({ config, databaseUrl: url, secret: testSecret, clock: clock.now })
  const { tools, close } = await another()
  const server = await createServer({ tools, ports })
  after(async () => {
    await server.close()
    await close()
    rmSync(folder, { recursive: true, force: true })
  })
  const shared = { tools, server, clock, owner, url, another }
  const first = await tenantIn(shared)
  return { ...first, tenant: () => tenantIn(shared) }
}

async function tenantIn(shared: Pick<World, 'tools' | 'server' | 'clock' | 'owner' | 'url' | 'another'>): Promise<Omit<World, 'tenant'>> {
  const { tools, server, clock } = shared
  const seen = recorder(shared.owner)
  const code = `t-${randomBytes(5).toString('hex')}`
  const administrator = { email: `admin@${code}.example`, firstName: 'Avery', lastName: 'Admin', password: 'correct horse battery staple' }
  const { tenantId, administratorId } = await createEmptyTenant(tools, { code, name: `Tenant ${code}`, administrator })
  const inTenant = <T>(work: (db: Db) => Promise<T>) => tools.inTenant({ tenantId, userId: null, now: clock.now() }, work)
  const signIn = async (userId: string): Promise<Person> => {
    const { token } = await inTenant((db) => openSession(db, { userId, now: clock.now(), client: { ip: '127.0.0.1', userAgent: 'story' } }))
    return { id: userId, token, ...callers(server, seen, token) }
  }
  return {
    ...shared,
    tenantId,
    inTenant,
    administrator: await signIn(administratorId),
    signIn: ({ id }) => signIn(id),
    stranger: callers(server, seen),
    runJobs: () => runJobs(shared),
    person: async (firstName, roles, more = {}) => {
      const id = await inTenant(async (db) => {
        const email = `${firstName.toLowerCase()}-${randomBytes(3).toString('hex')}@${code}.example`
        const person = await addPerson(db, { email, firstName, lastName: 'Example', status: 'active', ...more })
        for (const role of roles) await assignRole(db, { userId: person.id, role, now: clock.now() })
        return person.id
      })
      return signIn(id)
    },
  }
}

function callers(server: FastifyInstance, seen: ReturnType<typeof recorder>, token?: string): Pick<Person, 'call' | 'refused'> {
  const send = async (
    endpoint: Endpoint,
    input: { params?: object; query?: object; body?: unknown },
    headers: Record<string, string> = {},
  ) => {
    const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
      encodeURIComponent(String((input.params as Record<string, unknown>)?.[name])),
    )
    const query = Object.entries(input.query ?? {})
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, String(value)])
    const request: InjectOptions = {
      method: endpoint.method,
      url: `/api${path}${query.length ? `?${new URLSearchParams(query)}` : ''}`,
      headers: { ...(input.body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      cookies: token ? { [sessionCookie]: token } : {},
      ...(input.body === undefined ? {} : { payload: JSON.stringify(input.body) }),
    }
    const answer = await seen({ method: endpoint.method, path }, () => server.inject(request))
    return { status: answer.statusCode, body: answer.headers['content-type']?.includes('json') ? answer.json() : answer.rawPayload }
  }
  return {
    call: async (endpoint, input, headers) => {
      const { status, body } = await send(endpoint, input as never, headers)
      if (status >= 400) throw new Error(`${endpoint.method} ${endpoint.path} answered ${status}: ${JSON.stringify(body)}`)
      return body
    },
    refused: async (endpoint, input, headers) => {
      const { status, body } = await send(endpoint, input as never, headers)
      if (status < 400) throw new Error(`${endpoint.method} ${endpoint.path} was expected to refuse but answered ${status}`)
      return body
    },
  }
}

const Due = z.array(z.object({ id: z.string(), task: z.string(), payload: z.record(z.string(), z.unknown()) }))

/** Takes jobs that are due by the story's clock, or were due at once, and runs them here: no worker and no waiting. */
async function runJobs({ owner, tools, clock }: Pick<World, 'owner' | 'tools' | 'clock'>): Promise<number> {
  for (let ran = 0; ; ran++) {
    const { rows } = await owner.query(
      `select j.id::text, t.identifier as task, j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where j.run_at <= $1::timestamptz or j.run_at in (j.created_at, j.updated_at) order by j.run_at, j.id limit 1`,
      [clock.now().toString()],
    )
    const [due] = Due.parse(rows)
    if (!due) return ran
    const { tenantId = '', ...payload } = due.payload as { tenantId?: string }
    await tools.registry.tasks.get(due.task)?.({
      payload: payload as never,
      tenantId,
      now: clock.now(),
      tools,
      key: `${due.task}:${due.id}`,
    })
    await owner.query('delete from graphile_worker._private_jobs where id = $1', [due.id])
  }
}
