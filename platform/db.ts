import type { Writable } from 'node:stream'
import {
  CamelCasePlugin,
  type CompiledQuery,
  type DatabaseConnection,
  Kysely,
  type KyselyPlugin,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import pg from 'pg'
import type { Tools } from './module.ts'
import type { DB } from './rows.gen.ts'
import { tenantPlugin } from './tenant.ts'

/** A transaction already bound to one tenant and one person. There is no other way to data. */
export type Db = Kysely<DB>

export type AuditRow = {
  service: string
  entity: string
  entityId: string | null
  action: 'create' | 'read' | 'update' | 'delete' | 'login' | 'logout'
  old?: unknown
  new?: unknown
}
export type EventRow = { name: string; payload: Record<string, unknown> }
export type JobRow = { task: string; payload: unknown; key?: string | undefined; runAt?: Temporal.Instant | undefined }

/** What hangs on a transaction beside its handle. */
export type Bound = {
  client: pg.ClientBase
  tenantId: string
  userId: string | null
  ip: string | null
  now: Temporal.Instant
  audits: AuditRow[]
  events: EventRow[]
  jobs: (JobRow | { drop: string })[]
  /** Statements sent so far: a law counts them per list request. */
  statements: number
  /** Something other than a SELECT was sent: the commit must be waited for. */
  wrote: boolean
  /** The first statement's error: what was sent behind it only hears that the transaction is aborted. */
  failure?: unknown
  tools: Tools
}

// Instants and days travel as ISO text, so that a row needs no mapping on its way to JSON.
const types = pg.types
const isoInstant = (text: string) =>
  text === 'infinity' || text === '-infinity'
    ? text
    : `${text
        .replace(' ', 'T')
        .replace(/([+-]\d\d)$/, '$1:00')
        .replace('+00:00', 'Z')}`
types.setTypeParser(1184, isoInstant)
types.setTypeParser(1114, (text) => text.replace(' ', 'T'))
types.setTypeParser(1082, (text) => text)
types.setTypeParser(20, Number)
types.setTypeParser(1700, Number)

/** A pool whose connections send statements without waiting for each answer. `url` names the role. */
export function openPool(url: string, size: number, name: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    pipeline: true,
    application_name: name,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: 30_000,
    options: '-c TimeZone=UTC -c idle_in_transaction_session_timeout=60s',
  } as pg.PoolConfig)
  pool.on('error', () => {}) // an idle connection that broke is replaced at its next use
  return pool
}

const bounds = new WeakMap<Db, Bound>()

/** What hangs on this handle. Throws for a handle that no transaction made. */
export function boundOf(db: Db): Bound {
  const bound = bounds.get(db)
  if (!bound) throw new Error('this handle belongs to no tenant transaction')
  return bound
}

const camelNames = new Map<string, string>()
function camel(name: string): string {
  let known = camelNames.get(name)
  if (known === undefined) {
    known = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    camelNames.set(name, known)
  }
  return known
}

type Sender = Pick<Bound, 'client' | 'statements' | 'wrote' | 'failure'>

const aborted = '25P02'

/** Rows as objects with camelCase keys; names are translated once per result, not per row. */
async function run<R>(bound: Sender, text: string, values: readonly unknown[], name?: string): Promise<QueryResult<R>> {
  bound.statements++
  if (!text.startsWith('select')) bound.wrote = true
  const query = { text, values: values.map(wire), rowMode: 'array' as const, ...(name ? { name } : {}) }
  const result = await bound.client.query<unknown[]>(query).catch((error: { code?: string }) => {
    if (error.code !== aborted) bound.failure ??= error
    throw error.code === aborted ? (bound.failure ?? error) : error
  })
  const keys = result.fields.map((field) => camel(field.name))
  const rows = result.rows.map((cells) => {
    const row: Record<string, unknown> = {}
    for (let i = 0; i < keys.length; i++) row[keys[i] as string] = cells[i]
    return row as R
  })
  return { rows, numAffectedRows: BigInt(result.rowCount ?? 0) }
}

/** Temporal values as text; objects as JSON by `pg` itself. */
function wire(value: unknown): unknown {
  if (value instanceof Temporal.Instant || value instanceof Temporal.PlainDate || value instanceof Temporal.PlainDateTime)
    return value.toString()
  return value
}

function connectionOf(bound: Sender): DatabaseConnection {
  return {
    executeQuery: <R>(query: CompiledQuery) => run<R>(bound, query.sql, query.parameters),
    streamQuery: () => {
      throw new Error('streaming is not supported')
    },
  }
}

function kyselyOn(connection: DatabaseConnection, plugins: KyselyPlugin[]): Db {
  return new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createDriver: () => ({
        init: async () => {},
        acquireConnection: async () => connection,
        beginTransaction: async () => {
          throw new Error('the transaction is already open')
        },
        commitTransaction: async () => {},
        rollbackTransaction: async () => {},
        releaseConnection: async () => {},
        destroy: async () => {},
      }),
    },
    plugins,
  })
}

const camelCase = new CamelCasePlugin()

/**
 * A query compiled once per process and prepared once per connection. `build` sees placeholders instead of values, so it
 * must not branch on them; lists are passed as arrays to `= any(…)`.
 */
export function compiled<P extends Record<string, unknown>, R>(
  name: string,
  build: (db: Db, values: P) => { compile(): CompiledQuery<R> },
): (db: Db, values: P) => Promise<R[]> {
  let plan: { text: string; slots: (Slot | { constant: unknown })[] } | undefined
  return async (db, values) => {
    if (!plan) {
      const placeholders = new Proxy({}, { get: (_, key) => new Slot(String(key)) }) as P
      const offline = {
        executeQuery: () => Promise.reject(new Error('a placeholder query cannot run')),
        streamQuery: () => {
          throw new Error()
        },
      }
      const query = build(kyselyOn(offline, [tenantPlugin(new Slot('tenant')), camelCase]), placeholders).compile()
      plan = { text: query.sql, slots: query.parameters.map((value) => (value instanceof Slot ? value : { constant: value })) }
    }
    const bound = boundOf(db)
    const parameters = plan.slots.map((slot) =>
      !(slot instanceof Slot) ? slot.constant : slot.key === 'tenant' ? bound.tenantId : values[slot.key],
    )
    const { rows } = await run<R>(bound, plan.text, parameters, name)
    return rows
  }
}
class Slot {
  readonly key: string
  constructor(key: string) {
    this.key = key
  }
}

export type Actor = { tenantId: string; userId: string | null; ip?: string | null; now: Temporal.Instant }

/**
 * One transaction bound to one tenant. `begin`, the tenant and the first query are sent without waiting; audit rows,
 * events and jobs leave with the commit. Work that throws is rolled back, unless its refusal says that it commits.
 */
export function tenantTransactions(pool: pg.Pool, tools: () => Tools, flush: (bound: Bound) => Promise<unknown>[]) {
  return async function inTenant<T>(actor: Actor, work: (db: Db) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    const bound: Bound = {
      client,
      tenantId: actor.tenantId,
      userId: actor.userId,
      ip: actor.ip ?? null,
      now: actor.now,
      audits: [],
      events: [],
      jobs: [],
      statements: 0,
      wrote: false,
      tools: tools(),
    }
    const db = kyselyOn(connectionOf(bound), [tenantPlugin(actor.tenantId), camelCase])
    bounds.set(db, bound)
    let broken: Error | undefined
    let finished = false
    const finish = async () => {
      finished = true
      const written = bound.audits.length + bound.events.length + bound.jobs.length > 0
      const sent = written ? flush(bound) : []
      const committed = client.query({ name: 'commit', text: 'commit' })
      // Reading needs no answer to its commit: the connection is free for the next transaction behind it.
      if (!written && !bound.wrote) return void committed.catch(() => {})
      const [{ command }] = await Promise.all([committed, ...sent])
      if (command !== 'COMMIT') throw new Error('the transaction had failed before its commit')
    }
    // One write to the socket for begin, tenant and the first query.
    const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
    stream.cork()
    process.nextTick(() => stream.uncork())
    const opened = Promise.all([
      client.query({ name: 'begin', text: 'begin' }),
      client.query({ name: 'set_tenant', text: 'select platform.set_tenant($1)', values: [actor.tenantId] }),
    ])
    opened.catch(() => {})
    try {
      const result = await work(db)
      await opened
      await finish()
      return result
    } catch (error) {
      if ((error as { commits?: boolean }).commits) await finish()
      if (!finished)
        await client.query('rollback').catch((lost: Error) => {
          broken = lost
        })
      if (isConnectionLoss(error)) broken = error as Error
      throw error
    } finally {
      bounds.delete(db)
      client.release(broken)
    }
  }
}

/** Queries as `salus_system`, on the few tables that are reached before or beside a tenant. */
export function systemHandle(pool: pg.Pool): Db {
  return kyselyOn(
    {
      executeQuery: <R>(query: CompiledQuery) => runOnPool<R>(pool, query),
      streamQuery: () => {
        throw new Error('streaming is not supported')
      },
    },
    [camelCase],
  )
}
async function runOnPool<R>(pool: pg.Pool, query: CompiledQuery): Promise<QueryResult<R>> {
  const client = await pool.connect()
  try {
    return await run<R>({ client, statements: 0, wrote: false }, query.sql, query.parameters)
  } finally {
    client.release()
  }
}

export function isConnectionLoss(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? ''
  return (
    /^(08|57P)/.test(code) ||
    ['ECONNRESET', 'EPIPE', 'ECONNREFUSED'].includes(code) ||
    /Connection terminated|not queryable/.test(String((error as Error).message))
  )
}
