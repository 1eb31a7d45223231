import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import type { z } from 'zod'
import { sessionCookie } from '#platform/client.ts'
import type { Endpoint } from '#platform/contract.ts'
import { sampleOf } from './samples.ts'

export type Asked = { as?: { token: string } | undefined; id: string; query?: Record<string, string>; body?: unknown }

/** Sends the least that an endpoint accepts; `id` stands wherever an id is asked for. */
export async function ask(server: FastifyInstance, of: Endpoint, { as, id, query: more, body }: Asked): Promise<LightMyRequestResponse> {
  const params = sampleOf(of.params, id) as Record<string, unknown>
  const path = of.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const query = new URLSearchParams(Object.entries({ ...required(of.query, id), ...more }).map(([key, value]) => [key, String(value)]))
  const request: InjectOptions = {
    method: of.method,
    url: `/api${path}${query.size ? `?${query}` : ''}`,
    cookies: as ? { [sessionCookie]: as.token } : {},
  }
  if (of.method === 'GET' || of.method === 'DELETE') return server.inject(request)
  if (of.carries === 'upload')
    return server.inject({
      ...request,
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      payload: '--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhello\r\n--x--\r\n',
    })
  const payload = typeof body === 'string' ? body : JSON.stringify(body ?? sampleOf(of.body, id) ?? {})
  return server.inject({ ...request, headers: { 'content-type': 'application/json' }, payload })
}

/** What a query must say: optional filters are left out. */
function required(schema: z.ZodType, id: string): Record<string, unknown> {
  const shape = shapeOf(schema)
  const sample = sampleOf(schema, id) as Record<string, unknown>
  return Object.fromEntries(
    Object.keys(shape)
      .filter((name) => !shape[name]?.safeParse(undefined).success)
      .map((name) => [name, sample[name]]),
  )
}

/** The fields of an object, also of one that is read through a pipe. */
export const shapeOf = (schema: z.ZodType): Record<string, z.ZodType> =>
  (schema as z.ZodObject).shape ?? (schema as unknown as { def?: { in?: z.ZodObject } }).def?.in?.shape ?? {}
