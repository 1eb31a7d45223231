import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Config } from './config.ts'
import type { Endpoint, Permission } from './contract.ts'
import type { Wording } from './errors.ts'
import type { Files } from './files.ts'
import type { Actor, Db } from './handle.ts'
import type { Keys } from './keys.ts'
import type { Live } from './live.ts'
import type { Mail } from './mail.ts'
import type { Client, Session } from './who.ts'

export type { Lent } from './handle.ts'
export type { Client, Limit, Reach, Session } from './who.ts'

/** What every module may use beside its transaction. */
export type Tools = {
  config: Config
  /** The injected clock: business time is never SQL now(). */
  clock: () => Temporal.Instant
  /** Runs work in a transaction bound to one tenant. */
  inTenant: <T>(actor: Actor, work: (db: Db) => Promise<T>) => Promise<T>
  /** The few tables that are reached before or beside a tenant. */
  system: Db
  files: Files
  mail: Mail
  keys: Keys
  live: Live
  registry: Registry
}

/** What another system posted: unparsed. */
export type Message = { bytes: Buffer; headers: Readonly<Record<string, string | string[] | undefined>> }
export type Upload = { fileName: string; mimeType: string; stream: Readable }
/** What an endpoint that carries a file answers: bytes, or a file of the store, opened after the transaction. */
export type FileAnswer = ({ file: Readable | Buffer } | { stored: { key: string; size: number } }) & {
  mimeType: string
  fileName: string
  inline?: boolean
}

type Request<E extends Endpoint> = {
  params: z.output<E['params']>
  query: z.output<E['query']>
  body: z.output<E['body']>
  now: Temporal.Instant
  tools: Tools
  client: Client
  /** The multipart file of an endpoint that carries an upload. */
  upload: Upload
  /** What another system sent, of an endpoint that carries a message. */
  message: Message
  /** The version of the row the person saw (If-Match). */
  version: number | undefined
}

export type Context<E extends Endpoint = Endpoint> = Request<E> & {
  db: Db
  who: Session
  emit: (name: string, payload: Record<string, unknown>) => Promise<void>
}
export type PublicContext<E extends Endpoint = Endpoint> = Request<E> & { who: Session | null }

type Answer<E extends Endpoint> = E['carries'] extends 'file' ? FileAnswer : z.input<E['returns']>

export type Route =
  | { endpoint: Endpoint; bound: true; run: (context: Context) => Promise<unknown> }
  | { endpoint: Endpoint; bound: false; run: (context: PublicContext) => Promise<unknown> }

/** A route of a signed-in person: runs in a transaction bound to their tenant and to them. */
export function handle<E extends Endpoint>(endpoint: E, run: (context: Context<E>) => Promise<Answer<E>>): Route {
  return { endpoint, bound: true, run: run as never }
}

/** A route without a transaction of its own: `public` and `operator` endpoints, which find their tenant first. */
export function handleOpen<E extends Endpoint>(endpoint: E, run: (context: PublicContext<E>) => Promise<Answer<E>>): Route {
  return { endpoint, bound: false, run: run as never }
}

/** Roles that every tenant starts with. */
export const seededRoles = ['employee', 'oh_professional', 'manager', 'admin', 'instructor', 'learner', 'tenant_administrator'] as const
export type SeededRole = (typeof seededRoles)[number]

/**
 * A permission of the catalogue, and the seeded roles that start with it. `about`: `people` where its module asks the reach whose
 * rows to show, so that it may be narrowed; `oneself` where there is nothing to narrow; else it counts for the whole tenant only.
 * `system`: may only be held through the roles that came with the system. `kiosk`: also at a kiosk, where others stand by.
 * `withheld`: never in a session lent for support; `health`: who is fit, and what is between people and occupational health;
 * `access`: who gets in, and what they may.
 */
export type PermissionDeclaration = {
  says: string
  roles: readonly SeededRole[]
  about?: 'people' | 'oneself'
  system?: true
  kiosk?: true
  withheld?: 'health' | 'access'
}
export type Permissions = Record<Exclude<Permission, 'public' | 'self' | 'pending' | 'operator'>, PermissionDeclaration>

/**
 * An event: the shape of its payload (ids only), and who hears "this changed" live:
 * holders of a permission, the people its `userIds` name (`named`), or nobody. An `urgent` one (sessions and rights) is told by
 * the commit itself, and drops what processes remember of the tenant; the others are told just after it, many at a time.
 */
export type EventDeclaration = { payload: z.ZodType; live?: Permission | 'named'; urgent?: true }

type EventHandler = (event: { db: Db; payload: never; now: Temporal.Instant; tools: Tools }) => Promise<void>
/** `inside` runs in the transaction that emitted; `after` as a job in a transaction of its own. */
export type Reaction = { on: string; name: string; inside?: EventHandler; after?: EventHandler }

export type JobContext = { payload: never; tenantId: string; now: Temporal.Instant; tools: Tools; key: string }
export type Job = (job: JobContext) => Promise<void>

export type Module = {
  name: string
  level: number
  /** The part of the system that all of this module belongs to: a tenant without it is refused every endpoint. */
  feature?: string
  routes: readonly Route[]
  permissions?: Permissions
  constraints?: Wording
  events?: Record<string, EventDeclaration>
  reactions?: readonly Reaction[]
  /** Tasks by name (`notifications.deliver`), enqueued with `later`. */
  jobs?: Record<string, Job>
  /** Tasks without a tenant, by crontab pattern in UTC: `{ 'audit.seal': '* * * * *' }`; their payload is empty. */
  cron?: Record<string, string>
}

/** Checks a module's shape. Its literal types are not kept: nothing reads them, and comparing them takes the compiler minutes. */
export const defineModule = (module: Module): Module => module

/** What the platform knows of all modules together. */
export type Registry = {
  modules: readonly Module[]
  events: ReadonlyMap<string, EventDeclaration>
  inside: ReadonlyMap<string, EventHandler[]>
  after: ReadonlyMap<string, string[]>
  tasks: ReadonlyMap<string, Job>
  constraints: Wording
  permissions: Permissions
}

/** Joins the modules. Throws where one reacts to an event nobody declares, or two declare the same name. */
export function register(modules: readonly Module[]): Registry {
  const events = new Map<string, EventDeclaration>()
  const inside = new Map<string, EventHandler[]>()
  const after = new Map<string, string[]>()
  const tasks = new Map<string, Job>()
  const once = <T>(map: Map<string, T>, name: string, value: T) => {
    if (map.has(name)) throw new Error(`${name} is declared twice`)
    map.set(name, value)
  }
  for (const module of modules) {
    for (const [name, declaration] of Object.entries(module.events ?? {})) once(events, name, declaration)
    for (const [name, job] of Object.entries(module.jobs ?? {})) once(tasks, name, job)
  }
  for (const module of modules) {
    for (const reaction of module.reactions ?? []) {
      if (!events.has(reaction.on)) throw new Error(`${module.name} reacts to ${reaction.on}, which nobody declares`)
      if (reaction.inside) inside.set(reaction.on, [...(inside.get(reaction.on) ?? []), reaction.inside])
      const { after: run } = reaction
      if (!run) continue
      const task = `${module.name}.${reaction.name}`
      after.set(reaction.on, [...(after.get(reaction.on) ?? []), task])
      once(tasks, task, ({ payload, tenantId, now, tools, key }) =>
        tools.inTenant({ tenantId, userId: null, now }, async (db) => {
          if (await firstTime(db, key)) await run({ db, payload, now, tools })
        }),
      )
    }
  }
  return {
    modules,
    events,
    inside,
    after,
    tasks,
    constraints: Object.assign({}, ...modules.map((module) => module.constraints ?? {})),
    permissions: Object.assign({}, ...modules.map((module) => module.permissions ?? {})),
  }
}

/** The fence of a job: true the first time its key is seen, in the transaction of its effect. */
export async function firstTime(db: Db, jobKey: string): Promise<boolean> {
  const done = await db
    .insertInto('platform.job_effects')
    .values({ jobKey } as never)
    .onConflict((conflict) => conflict.columns(['tenantId', 'jobKey']).doNothing())
    .returning('jobKey')
    .execute()
  return done.length > 0
}

/** `evenPending`: also who has still to show their second factor. `quietly`: nobody did anything, so it is no activity. */
export type Asking = { evenPending?: boolean; quietly?: boolean }
/** What the platform asks of the modules: `app/modules.ts` fills it. */
export type Ports = {
  /** Who is this? From a session cookie or a bearer token; null for a stranger, and unless asked for a pending session. */
  identify: (caller: Pick<Client, 'ip' | 'token'>, now: Temporal.Instant, tools: Tools, how?: Asking) => Promise<Session | null>
  /** Has the tenant this part of the system now? */
  hasFeature: (feature: string, of: { tenantId: string; now: Temporal.Instant; tools: Tools }) => Promise<boolean>
  /** Is this the operator, for this endpoint? */
  isOperator: (token: string, tools: Tools, endpoint: Endpoint) => Promise<boolean>
}
