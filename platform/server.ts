import { randomUUID } from 'node:crypto'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController, type RouteOptions } from 'fastify'
import type { z } from 'zod'
import { clientOf, tokenOf } from './client.ts'
import type { Endpoint, Problem } from './contract.ts'
import { boundOf, record } from './db.ts'
import { AppError, featureOff, forbidden, notFound, notWhileLent, unauthenticated, unavailable, wordDatabaseError } from './errors.ts'
import { emit } from './events.ts'
import { onceByKey } from './idempotency.ts'
import { observe, told } from './metrics.ts'
import type { Client, Context, FileAnswer, Message, Ports, Registry, Route, Session, Tools, Upload } from './module.ts'
import { serveDocs } from './openapi.ts'
import { servePages } from './pages.ts'
import { serveLive } from './stream.ts'
import { isConnectionLoss } from './transactions.ts'
import { keepPace, type Pace, receiveUpload, sendFile } from './transfer.ts'

/** How long a request's headers may take, and how fast its body must come. */
type Patience = { headersMs: number; body: Pace }
type Serving = { tools: Tools; ports: Ports; pages?: string; patience?: Patience }
const usual: Patience = { headersMs: 10_000, body: { bytes: 5_000, everyMs: 10_000 } }

/**
 * The HTTP server: every route of every module, each with its session, permission, parsing, transaction, answer shape and
 * wording of errors. Nothing a handler could forget is left to it.
 */
export async function createServer({ tools, ports, pages, patience = usual }: Serving): Promise<FastifyInstance> {
  const { config, registry } = tools
  const server = Fastify({
    logger: { level: config.LOG_LEVEL, redact: ['req.headers.cookie', 'req.headers.authorization'], serializers: told },
    genReqId: () => randomUUID(),
    trustProxy: (_, hop) => config.TRUST_PROXY && hop === 0, // of all that is written there only what the proxy in front added
    bodyLimit: 256 * 1024,
    requestTimeout: 0, // an upload takes as long as it moves
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    http: { headersTimeout: patience.headersMs, connectionsCheckingInterval: patience.headersMs / 10 },
    logController: new LogController({ disableRequestLogging: true }),
  })
  server.setErrorHandler((error, request, reply) => answerProblem(asRefusal(error, registry, request), request, reply))
  server.setNotFoundHandler((request, reply) => answerProblem(notFound(), request, reply))
  server.addHook('onRequest', async ({ raw }) => keepPace(raw, patience.body))
  await server.register(cookie)
  await server.register(compress, { encodings: ['br', 'gzip'], threshold: 1024 })
  await server.register(multipart, { limits: { files: 1, fields: 10, fieldSize: 10_000 } })
  await server.register(rateLimit, {
    max: config.RATE_LIMIT_PER_MINUTE,
    timeWindow: '1 minute',
    // Half a hundred files make a page.
    allowList: ({ url }) => url.startsWith('/assets/'),
    keyGenerator: (request) => countedAs(request, { tools, ports }),
    errorResponseBuilder: (_, { ttl }) =>
      new AppError(429, 'too_many_requests', 'Too many requests at once. Please wait a moment.', { retryAfter: Math.ceil(ttl / 1000) }),
  })
  observe(server, tools)
  for (const module of registry.modules)
    for (const route of module.routes) serve(server, route, { tools, ports, feature: route.endpoint.feature ?? module.feature })
  serveLive(server, { tools, ports })
  serveDocs(server, registry)
  if (pages) await servePages(server, pages)
  return server
}

/** Answers are kept by nobody between, and are what they say they are. */
const ofAnswers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/** By session or key; whoever has none that is known counts with their address, whatever they made up. */
async function countedAs(request: FastifyRequest, { tools, ports }: Pick<Serving, 'tools' | 'ports'>): Promise<string> {
  const caller = { ip: request.ip, token: tokenOf(request) }
  const who = await ports.identify(caller, tools.clock(), tools, { evenPending: true, quietly: true }).catch(() => null)
  return who?.id ?? request.ip
}

/** Where secrets are tried: counted by address, whatever cookie comes along. */
const doors = new Set(['POST /session', 'POST /session/token', 'POST /operator/session', 'POST /kiosk'])
type Platform = { tools: Tools; ports: Ports; feature: string | undefined }
function serve(server: FastifyInstance, route: Route, platform: Platform): void {
  const { endpoint } = route
  const options: RouteOptions = {
    method: endpoint.method,
    url: `/api${endpoint.path}`,
    bodyLimit: endpoint.limit,
    config: doors.has(`${endpoint.method} ${endpoint.path}`)
      ? { rateLimit: { max: platform.tools.config.SIGN_IN_LIMIT_PER_MINUTE, keyGenerator: ({ ip }: FastifyRequest) => ip } }
      : {},
    handler: async (request, reply) => {
      const result = await answer(route, request, reply, platform)
      reply.headers(ofAnswers)
      if (endpoint.carries === 'file') return sendFile(request, reply, result as FileAnswer, platform.tools.files)
      const body = endpoint.returns.parse(result)
      return reply.code(endpoint.status).send(body)
    },
  }
  if (endpoint.carries === 'message') void server.register(async (apart) => unparsed(apart).route(options))
  else server.route(options)
}
/** Bodies stay the bytes that came: another system signed them. */
function unparsed(server: FastifyInstance): FastifyInstance {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, async (_: FastifyRequest, bytes: Buffer) => bytes)
  return server
}

async function answer(route: Route, request: FastifyRequest, reply: FastifyReply, { tools, ports, feature }: Platform): Promise<unknown> {
  const { endpoint } = route
  const client = clientOf(request, reply, tools)
  const now = tools.clock()
  refuseForeignOrigin(request, client)
  // What a page asks for with nobody at it (live events, timers) says so, and is no activity of a person.
  const how = { evenPending: endpoint.permission === 'pending', quietly: request.headers['salus-quiet'] !== undefined }
  const who = endpoint.permission === 'operator' ? null : await ports.identify(client, now, tools, how)
  await admit(endpoint, who, client, { tools, ports })
  if (who?.suspended && endpoint.permission !== 'public' && !(who.suspended.mayEnter && endpoint.whileSuspended))
    throw who.suspended.refusal
  // What is public stays so: a certificate can be verified even when its issuer no longer uses this part.
  if (feature && who && endpoint.permission !== 'public' && !(await ports.hasFeature(feature, { tenantId: who.tenantId, now, tools })))
    throw featureOff()
  const parsed = parseRequest(endpoint, request)
  const upload = endpoint.carries === 'upload' ? await receiveUpload(request, endpoint) : (undefined as unknown as Upload)
  const message: Message = { bytes: request.body as Buffer, headers: request.headers }
  const shared = { ...parsed, now, tools, client, upload, message, version: ifMatch(request) }
  if (!route.bound) return route.run({ ...shared, who } as never)
  const session = who as Session
  const work = () =>
    tools.inTenant({ ...actorOf(session), ip: client.ip, now }, async (db) => {
      const context = { ...shared, db, who: session, emit: (name: string, payload: Record<string, unknown>) => emit(db, name, payload) }
      const run = async () => {
        const result = await route.run(context as never as Context)
        // The view of a clinical item is on record before the answer leaves.
        if (endpoint.reads)
          record(db, {
            service: endpoint.reads.split('.')[0] as string,
            entity: endpoint.reads.split('.')[1] as string,
            entityId: (parsed.params as { id?: string }).id ?? null,
            action: 'read',
          })
        return result
      }
      const key = request.headers['idempotency-key']
      const result =
        endpoint.method === 'POST' && typeof key === 'string' && endpoint.carries === 'json'
          ? await onceByKey({ db, endpoint, key, body: parsed.body, params: parsed.params, run })
          : await run()
      reply.header('server-timing', `statements;dur=${boundOf(db).statements}`)
      return result
    })
  return work().catch((error) => {
    if (!['40P01', '40001'].includes((error as { code?: string }).code ?? '')) throw error
    return work() // a deadlock's loser tries once more; a second loss is a conflict
  })
}

const actorOf = ({ tenantId, userId, permissions, lent }: Session) => ({
  ...{ tenantId, userId, may: permissions },
  actingId: lent?.actingId ?? null,
})

/** The generated part of authorisation: stranger, wrong role, operator. Rows are the business of SQL and policy. */
async function admit(
  endpoint: Endpoint,
  who: Session | null,
  client: Client,
  { tools, ports }: { tools: Tools; ports: Ports },
): Promise<void> {
  if (endpoint.permission === 'public') return
  if (endpoint.permission === 'operator') {
    if (!client.token || !(await ports.isOperator(client.token, tools, endpoint))) throw unauthenticated()
    return
  }
  if (!who) throw unauthenticated()
  const own = endpoint.permission === 'self' || endpoint.permission === 'pending'
  // A key does what it was given: the account of whoever made it is not among that.
  if (own && who.kind === 'key') throw forbidden()
  if (who.lent && (endpoint.reads || (own && !endpoint.whileLent))) throw notWhileLent()
  if (own) return
  if (!who.permissions.has(endpoint.permission)) throw forbidden()
}

/** A write that a browser sends on behalf of another site is refused; programs with a bearer token send no Origin. */
function refuseForeignOrigin(request: FastifyRequest, client: Client): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const { origin, 'sec-fetch-site': site } = request.headers
  const own = (value: string) =>
    value === client.origin || value === `http://${request.headers.host}` || value === `https://${request.headers.host}`
  if (origin ? !own(origin) : site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new AppError(403, 'foreign_origin', 'This request came from another site.')
}

function parseRequest(endpoint: Endpoint, request: FastifyRequest) {
  const errors: { path: string; message: string }[] = []
  const read = (part: string, schema: z.ZodType, value: unknown) => {
    const result = schema.safeParse(value)
    if (result.success) return result.data
    if (part === 'params') throw notFound()
    errors.push(...result.error.issues.map((issue) => ({ path: issue.path.join('.') || part, message: issue.message })))
  }
  const params = read('params', endpoint.params, request.params)
  const query = read('query', endpoint.query, request.query)
  const body = endpoint.carries === 'upload' || endpoint.carries === 'message' ? {} : read('body', endpoint.body, request.body ?? {})
  if (errors.length) throw new AppError(422, 'invalid', 'Please check what you entered.', { errors })
  return { params, query, body }
}

const ifMatch = (request: FastifyRequest): number | undefined => {
  const version = /^(?:W\/)?"?(\d+)"?$/.exec(request.headers['if-match'] ?? '')?.[1]
  return version ? Number(version) : undefined
}

function asRefusal(error: unknown, registry: Registry, request: FastifyRequest): AppError {
  if (error instanceof AppError) return error
  const worded = wordDatabaseError(error, registry.constraints)
  if (worded) return worded
  const { code, statusCode } = error as { code?: string; statusCode?: number }
  if (isConnectionLoss(error) || /timeout exceeded when trying to connect/.test(String((error as Error).message))) return unavailable()
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || code === 'FST_REQ_FILE_TOO_LARGE')
    return new AppError(413, 'too_large', 'This is larger than allowed.')
  if (statusCode && statusCode >= 400 && statusCode < 500) return new AppError(statusCode, 'bad_request', 'The request could not be read.')
  request.log.error({ err: error }, 'unexpected error')
  return new AppError(500, 'unexpected', 'Something went wrong on our side. It has been logged.')
}

function answerProblem(refusal: AppError, request: FastifyRequest, reply: FastifyReply) {
  const problem: Problem = {
    type: `/problems/${refusal.code}`,
    title: refusal.message,
    status: refusal.status,
    code: refusal.code,
    ...(refusal.errors ? { errors: refusal.errors } : {}),
    // A missing row and another tenant's row answer alike, to the byte: no request id on them.
    ...(refusal.status >= 500 ? { requestId: request.id } : {}),
  }
  if (refusal.retryAfter) reply.header('retry-after', refusal.retryAfter)
  return reply.code(refusal.status).header('content-type', 'application/problem+json').headers(ofAnswers).send(JSON.stringify(problem))
}
