import { z } from 'zod'

// Trusted Types and the CSP forbid generated code in the browser; on the server Zod may compile its parsers.
if ('document' in globalThis) z.config({ jitless: true })

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
/**
 * Who may call: a permission of the catalogue (`appointments:book`), or one of the closed lists:
 * `public` (anybody), `self` (any signed-in person, about their own account; no key), `pending` (the same, and somebody who has yet
 * to show their second factor, or to choose a password of their own), `operator` (the operator key).
 */
export type Permission = `${string}:${string}` | 'public' | 'self' | 'pending' | 'operator'

type ParamNames<Path> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never
type Shape = z.ZodType
type DefaultParams<Path> = z.ZodObject<{ [Name in ParamNames<Path>]: z.ZodUUID }>

type Carries = 'json' | 'file' | 'upload' | 'message'

export type Endpoint<
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends Shape = Shape,
  Returns extends Shape = Shape,
  Carried extends Carries = Carries,
> = {
  method: Method
  /** Below /api, with `:name` parameters. */
  path: string
  permission: Permission
  params: Params
  query: Query
  body: Body
  returns: Returns
  /** Success status; 201 where a POST creates. */
  status: number
  summary: string
  /** The part of the system it belongs to, where its module does not say: a tenant without it is refused. */
  feature?: string
  /** Open to administrators of a suspended tenant, so that they can export and pay. */
  whileSuspended?: true
  /** Of one's own account, and open all the same to a session that carries less than its person. */
  whileLent?: true
  /** The entity whose clinical content the answer shows: an audit row is written before the answer leaves. */
  reads?: string
  /** Fields of the answer that a replay of the same Idempotency-Key never repeats: it has null instead. */
  secrets: readonly string[]
  /**
   * `file`: the answer is bytes. `upload`: the request is multipart; the handler receives `upload`. `message`: what another system
   * posts; the handler receives `message`, its bytes as they came, so that a signature over them can be checked.
   */
  carries: Carried
  /** Body limit in bytes. */
  limit: number
}

type Spec<Params, Query, Body, Returns, Carried> = {
  permission: Permission
  params?: Params
  query?: Query
  body?: Body
  returns?: Returns
  status?: number
  summary?: string
  feature?: string
  whileSuspended?: true
  whileLent?: true
  reads?: string
  secrets?: readonly string[]
  carries?: Carried
  limit?: number
}

const Nothing = z.object({})

/** What an endpoint answers when there is nothing to say: 204 without a body. */
export const Empty = z.void()

/**
 * One endpoint of the API. Every `:name` in the path is a uuid unless `params` says otherwise.
 * Server, browser and OpenAPI read this value and nothing else.
 */
export function endpoint<
  Path extends string,
  Params extends Shape = DefaultParams<Path>,
  Query extends Shape = typeof Nothing,
  Body extends Shape = typeof Nothing,
  Returns extends Shape = typeof Empty,
  Carried extends Carries = 'json',
>(route: `${Method} ${Path}`, spec: Spec<Params, Query, Body, Returns, Carried>): Endpoint<Params, Query, Body, Returns, Carried> {
  const [method, path] = route.split(' ') as [Method, string]
  const names = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] as string)
  const params = spec.params ?? z.object(Object.fromEntries(names.map((name) => [name, z.uuid()])))
  return {
    method,
    path,
    permission: spec.permission,
    params: params as Params,
    query: (spec.query ?? Nothing) as Query,
    body: (spec.body ?? Nothing) as Body,
    returns: (spec.returns ?? Empty) as Returns,
    status: spec.status ?? (spec.returns ? 200 : 204),
    summary: spec.summary ?? '',
    ...(spec.whileSuspended ? { whileSuspended: true } : {}),
    ...(spec.whileLent ? { whileLent: true } : {}),
    ...(spec.feature ? { feature: spec.feature } : {}),
    ...(spec.reads ? { reads: spec.reads } : {}),
    secrets: spec.secrets ?? [],
    carries: (spec.carries ?? 'json') as Carried,
    limit: spec.limit ?? 256 * 1024,
  }
}

// An empty object schema infers Record<string, never>: such a part is not asked for.
type Part<Name extends string, Value> = string extends keyof Value
  ? unknown
  : Partial<Value> extends Value
    ? { [N in Name]?: Value }
    : { [N in Name]: Value }

/** What a caller sends, and what comes back. */
export type Input<E extends Endpoint> = Part<'params', z.input<E['params']>> &
  Part<'query', z.input<E['query']>> &
  (E['carries'] extends 'upload' ? unknown : Part<'body', z.input<E['body']>>)
export type Output<E extends Endpoint> = z.output<E['returns']>

/** An instant on the wire: ISO 8601 in UTC. */
export const Instant = z.iso.datetime({ offset: true })
/** A calendar day on the wire: YYYY-MM-DD. */
export const Day = z.iso.date()
export const Id = z.uuid()

/** A list: `{ items, next }`; `next` is an opaque cursor or null. */
export function page<Item extends Shape>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

/** The query of a list: cursor, limit ≤ 200, and where given a closed list of sort keys, free-text `q` and filters. */
export function listQuery<const Sort extends readonly [string, ...string[]], Filters extends z.ZodRawShape = Record<never, never>>(spec: {
  sort: Sort
  filters?: Filters
}) {
  return z.object({
    cursor: z.string().max(4_000).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    sort: z
      .enum([...spec.sort, ...spec.sort.map((key) => `-${key}`)] as unknown as [Sort[number], ...(Sort[number] | `-${Sort[number]}`)[]])
      .default(spec.sort[0] as never),
    q: z.string().trim().max(120).optional(),
    ...((spec.filters ?? {}) as Filters),
  })
}

/** A list as a file: its path with `/export`, its permission and filters; also for administrators of a suspended tenant. Served by `withExport`. */
export function exportOf(list: Endpoint) {
  const { cursor: _, limit: __, ...filters } = (list.query as z.ZodObject).shape
  const query = z.object({ ...filters, format: z.enum(['csv', 'xlsx']).default('csv') })
  return endpoint(`GET ${list.path}/export` as 'GET /', {
    permission: list.permission,
    whileSuspended: true,
    params: list.params as z.ZodObject,
    query: query as unknown as z.ZodObject<{ format: z.ZodDefault<z.ZodEnum<{ csv: 'csv'; xlsx: 'xlsx' }>> }>,
    carries: 'file',
    summary: `As CSV or XLSX: ${list.summary || list.path}`,
  })
}

/**
 * A plain list of rows: contract, routes (`serveResource`) and page (`<ResourcePage of>`) from one value.
 * `path` may have parameters; a parameter named like a column (`:branchId`) filters and fills that column.
 * Permissions are `<permission>:read` and `<permission>:write`.
 */
export function resource<const Path extends string, const Table extends string, Fields extends z.ZodObject>(of: {
  path: Path
  table: Table
  permission: string
  fields: Fields
}) {
  const Row = z.object({ id: Id }).extend(of.fields.shape)
  const read = `${of.permission}:read` as const
  const write = `${of.permission}:write` as const
  const one = `${of.path}/:id` as const
  return {
    ...of,
    list: endpoint(`GET ${of.path}`, { permission: read, query: listQuery({ sort: ['id'] }), returns: page(Row) }),
    create: endpoint(`POST ${of.path}`, { permission: write, body: of.fields, returns: Row, status: 201 }),
    change: endpoint(`PATCH ${one}`, { permission: write, body: of.fields.partial(), returns: Row }),
    remove: endpoint(`DELETE ${one}`, { permission: write }),
  }
}
export type Resource = ReturnType<typeof resource>

/** A problem document (RFC 9457), as every error answers. `errors` names the fields at fault. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string().optional(),
  requestId: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})
export type Problem = z.infer<typeof Problem>
