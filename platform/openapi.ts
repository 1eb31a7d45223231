import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Endpoint, Problem } from './contract.ts'
import type { Registry } from './module.ts'
import { escaped } from './pages.ts'

/** OpenAPI 3.1 of every endpoint, from the contract alone. */
export function describeApi(registry: Registry): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const module of registry.modules)
    for (const { endpoint } of module.routes) {
      const path = `/api${endpoint.path.replace(/:(\w+)/g, '{$1}')}`
      paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: describe(endpoint, module.name) }
    }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Salus',
      version: '1',
      description: 'Occupational health and workforce training. Errors are RFC 9457 problem documents.',
    },
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem, 'output') },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-salus' }, key: { type: 'http', scheme: 'bearer' } },
    },
  }
}

function describe(endpoint: Endpoint, module: string): object {
  const problem = {
    description: 'A problem',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
  const json = (schema: z.ZodType, io: 'input' | 'output') => ({ 'application/json': { schema: schemaOf(schema, io) } })
  const file = { type: 'object', properties: { file: { type: 'string', format: 'binary' } } }
  const sent = endpoint.carries === 'upload' ? { 'multipart/form-data': { schema: file } } : json(endpoint.body, 'input')
  const answer = endpoint.carries === 'file' ? { 'application/octet-stream': {} } : json(endpoint.returns, 'output')
  return {
    tags: [module],
    summary: endpoint.summary,
    description: `Permission: ${endpoint.permission}`,
    ...(endpoint.permission === 'public' ? {} : { security: [{ session: [] }, { key: [] }] }),
    parameters: [...parametersOf(endpoint.params, 'path'), ...parametersOf(endpoint.query, 'query')],
    ...(['GET', 'DELETE'].includes(endpoint.method) ? {} : { requestBody: { content: sent } }),
    responses: { [endpoint.status]: { description: 'Done', ...(endpoint.status === 204 ? {} : { content: answer }) }, default: problem },
  }
}

function parametersOf(schema: z.ZodType, place: 'path' | 'query'): object[] {
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: Record<string, object>; required?: string[] }
  return Object.entries(properties).map(([name, value]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: value,
  }))
}

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => z.toJSONSchema(schema, { io, unrepresentable: 'any' })

/** /api/openapi.json, and /api/docs to read it. */
export function serveDocs(server: FastifyInstance, registry: Registry): void {
  let described: object | undefined
  const api = () => {
    described ??= describeApi(registry)
    return described
  }
  server.get('/api/openapi.json', async () => api())
  server.get('/api/docs', async (_, reply) => {
    const { paths } = api() as { paths: Record<string, Record<string, { summary: string; description: string; tags: string[] }>> }
    const rows = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, of]) =>
          `<tr><td>${of.tags[0]}</td><td><code>${method.toUpperCase()} ${path}</code></td><td>${escaped(of.summary)}</td><td>${of.description}</td></tr>`,
      ),
    )
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .send(
        `<!doctype html><html lang="en-GB"><title>Salus API</title><meta name="viewport" content="width=device-width"><style>body{font:16px/1.5 system-ui;margin:2rem;color-scheme:light dark}table{border-collapse:collapse}td,th{padding:.3rem .8rem;text-align:left;border-bottom:1px solid #8884}</style><h1>Salus API</h1><p>The machine-readable description is <a href="/api/openapi.json">openapi.json</a>.</p><table><thead><tr><th>Module<th>Endpoint<th>What it does<th>Who may</thead><tbody>${rows.join('')}</tbody></table></html>`,
      )
  })
}
