import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Tools } from './module.ts'

/** What the log tells: of a request its route, of a database error neither detail nor row, where people's values stand. */
export const told = {
  req: (request: FastifyRequest) => ({ method: request.method, url: request.routeOptions?.url ?? '' }),
  err: ({ name, message, stack = '', code }: Error & { code?: string }) => ({ type: name, message, stack, code }),
}

/** Counts requests by route, and answers /healthz (it runs), /readyz (its database answers) and /metrics. Metrics are for the machine itself, not for the public. */
export function observe(server: FastifyInstance, tools: Tools): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'salus_http_request_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  })
  server.addHook('onResponse', async (request, reply) => {
    const of = { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode }
    request.log.info({ ...of, ms: Math.round(reply.elapsedTime) }, 'answered')
    seconds.observe(of, reply.elapsedTime / 1000)
  })
  server.get('/healthz', async () => ({ status: 'ok' }))
  server.get('/readyz', async (_, reply) => {
    const ready =
      tools.live.connected() &&
      (await sql`select`.execute(tools.system).then(
        () => true,
        () => false,
      ))
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' })
  })
  server.get('/metrics', async (request, reply) => {
    if (!['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '') || request.headers['x-forwarded-for'])
      return reply.callNotFound()
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}
