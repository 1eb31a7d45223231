import type { Writable } from 'node:stream'
import {
  CamelCasePlugin,
  type CompiledQuery,
  Kysely,
  type KyselyPlugin,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type pg from 'pg'
import type { Db } from './handle.ts'
import type { Tools } from './module.ts'
import type { DB } from './rows.gen.ts'
import { tenantPlugin } from './tenant.ts'

export type AuditRow = {
  service: string
  entity: string
  entityId: string | null
  action: 'create' | 'read' | 'update' | 'delete' | 'login' | 'logout'
  old?: unknown
  new?: unknown
}
export type EventRow = { id: string; name: string; payload: Record<string, unknown> }
export type JobRow = { task: string; payload: unknown; key?: string | undefined; runAt?: Temporal.Instant | undefined }

/** What hangs on a transaction beside its handle. */
export type Bound = {
  client: pg.ClientBase
  tenantId: string
  userId: string | null
  actingId: string | null
  may: ReadonlySet<string> | undefined
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

/** What hangs on each open transaction's handle. */
export const bounds = new WeakMap<Db, Bound>()

/** What hangs on this handle. Throws for a handle that no transaction made. */
export function boundOf(db: Db): Bound {
  const bound = bounds.get(db)
  if (!bound) throw new Error('this handle belongs to no tenant transaction')
  return bound
}

const camelNames = new Map<string, string>()
/** A column's name as rows carry it; known ones are looked up. */
export function camel(name: string): string {
  let known = camelNames.get(name)
  if (known === undefined) {
    known = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    camelNames.set(name, known)
  }
  return known
}

type Sender = Pick<Bound, 'client' | 'statements' | 'wrote' | 'failure'>

const aborted = '25P02'

/** What is sent before `until` calls back leaves in one write to the socket. */
export function gather(client: pg.ClientBase, until: (send: () => void) => unknown): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  stream.cork()
  until(() => stream.uncork())
}

/** Rows as objects with camelCase keys; names are translated once per result, not per row. */
export async function run<R>(bound: Sender, text: string, values: readonly unknown[], name?: string): Promise<QueryResult<R>> {
  bound.statements++
  gather(bound.client, process.nextTick)
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

type Execute = <R>(query: CompiledQuery) => Promise<QueryResult<R>>

/** A handle whose queries are sent by `executeQuery`, in a transaction that is somebody else's business. */
export function kyselyOn(executeQuery: Execute, plugins: KyselyPlugin[]): Db {
  const unsupported = () => {
    throw new Error('a handle neither streams nor begins a transaction')
  }
  return new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createDriver: () => ({
        init: async () => {},
        acquireConnection: async () => ({ executeQuery, streamQuery: unsupported }),
        beginTransaction: unsupported,
        commitTransaction: async () => {},
        rollbackTransaction: async () => {},
        releaseConnection: async () => {},
        destroy: async () => {},
      }),
    },
    plugins,
  })
}

/** Names of columns only: what lies within a json column is its own, and features and limits are named as the catalogue names them. */
export const camelCase = new CamelCasePlugin({ maintainNestedObjectKeys: true })

/**
 * A query compiled once per process and prepared once per connection. `build` sees placeholders instead of values, so it
 * must not branch on them; lists are passed as arrays to `= any(…)`.
 */
export function compiled<P extends Record<string, unknown>, R>(
  name: string,
  build: (db: Db, values: P) => { compile(): CompiledQuery<R> },
): (db: Db, values: P) => Promise<R[]> {
  let plan: Plan | undefined
  const compile = () => {
    const placeholders = new Proxy({}, { get: (_, key) => slot(String(key)) }) as P
    const query = build(kyselyOn(offline, [tenantPlugin(slot('tenant')), camelCase]), placeholders).compile()
    return { text: query.sql, slots: query.parameters.map((value) => (isSlot(value) ? value : { constant: value })) }
  }
  compiledQueries.set(name, () => compile().text)
  return async (db, values) => {
    plan ??= compile()
    const bound = boundOf(db)
    const parameters = plan.slots.map((one) =>
      'constant' in one ? one.constant : one.slot === 'tenant' ? bound.tenantId : values[one.slot],
    )
    const { rows } = await run<R>(bound, plan.text, parameters, name)
    return rows
  }
}

/** Every compiled query of this process by its name, as SQL: a law explains them. */
export const compiledQueries = new Map<string, () => string>()

type Plan = { text: string; slots: (Slot | { constant: unknown })[] }
const offline = () => Promise.reject(new Error('a placeholder query cannot run'))
/** Stands for a value while its query is compiled. */
type Slot = { slot: string }
const slot = (key: string): Slot => ({ slot: key })
const isSlot = (value: unknown): value is Slot => typeof value === 'object' && value !== null && 'slot' in value
