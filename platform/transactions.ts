import type { CompiledQuery, QueryResult } from 'kysely'
import pg from 'pg'
import type { Actor, Db } from './handle.ts'
import type { Tools } from './module.ts'
import { type Bound, bounds, camelCase, gather, kyselyOn, run } from './statements.ts'
import { tenantPlugin } from './tenant.ts'

// Instants and days travel as ISO text, so that a row needs no mapping on its way to JSON.
const types = pg.types
const isoInstant = (text: string) =>
  text.endsWith('+00') ? `${text.slice(0, 10)}T${text.slice(11, -3)}Z` : text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')
types.setTypeParser(1184, isoInstant)
types.setTypeParser(1114, (text) => text.replace(' ', 'T'))
types.setTypeParser(1082, (text) => text)
types.setTypeParser(20, Number)
types.setTypeParser(1700, Number)

/** A pool whose connections send statements without waiting for each answer. `url` names the role. */
export function openPool(url: string, size: number, name: string): pg.Pool {
  return enduring({
    connectionString: url,
    max: size,
    pipeline: true,
    application_name: name,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: 30_000,
    options: '-c TimeZone=UTC -c idle_in_transaction_session_timeout=60s',
  } as pg.PoolConfig)
}

/** A pool that a lost connection does not end the process of. */
export function enduring(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config)
  pool.on('error', () => {}) // an idle connection that broke is replaced at its next use
  pool.on('connect', (client) => client.on('error', () => {})) // one that breaks in use fails its query, not the process
  return pool
}

/** What leaves with a transaction's commit, and what is told after it. */
type Leaving = { flush: (bound: Bound) => Promise<unknown>[]; tell: (bound: Bound) => void }

/**
 * One transaction bound to one tenant. `begin`, the tenant and the first query are sent without waiting; audit rows,
 * events and jobs leave with the commit. Work that throws is rolled back, unless its refusal says that it commits.
 */
export function tenantTransactions(pool: pg.Pool, tools: () => Tools, { flush, tell }: Leaving) {
  return async function inTenant<T>(actor: Actor, work: (db: Db) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    const bound: Bound = {
      client,
      tenantId: actor.tenantId,
      userId: actor.userId,
      actingId: actor.actingId ?? null,
      may: actor.may,
      ip: actor.ip ?? null,
      now: actor.now,
      audits: [],
      events: [],
      jobs: [],
      statements: 0,
      wrote: false,
      tools: tools(),
    }
    const db = kyselyOn((query) => run(bound, query.sql, query.parameters), [tenantPlugin(actor.tenantId), camelCase])
    bounds.set(db, bound)
    let broken: Error | undefined
    let finished = false
    const finish = async () => {
      finished = true
      const written = bound.audits.length + bound.events.length + bound.jobs.length > 0
      const waits = written || bound.wrote
      gather(client, waits ? process.nextTick : setImmediate)
      const sent = written ? flush(bound) : []
      const committed = client.query({ name: 'commit', text: 'commit' })
      // Reading needs no answer to its commit: the connection is free for the next transaction behind it, and what that sends
      // in the same turn leaves in the same write to the socket.
      if (!waits) return void committed.catch(() => {})
      const [{ command }] = await Promise.all([committed, ...sent])
      if (command !== 'COMMIT') throw new Error('the transaction had failed before its commit')
      tell(bound)
    }
    gather(client, process.nextTick) // with the first query
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
  return kyselyOn((query) => runOnPool(pool, query), [camelCase])
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
