import type { LightMyRequestResponse } from 'fastify'
import type { World } from './world.ts'

type Options = { host?: string; bearer?: string; agent?: string; ip?: string }
export type Visitor = {
  cookies: Record<string, string>
  send: (method: 'GET' | 'POST' | 'DELETE' | 'PUT', path: string, body?: object, more?: Options) => Promise<LightMyRequestResponse>
}

/** A browser that keeps its cookies: for stories about signing in. */
export function visitor(w: Pick<World, 'server'>, cookies: Record<string, string> = {}): Visitor {
  const send: Visitor['send'] = async (
    method,
    path,
    body,
    { host, bearer, agent = 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0', ip } = {},
  ) => {
    const answer = await w.server.inject({
      method,
      url: `/api${path}`,
      cookies,
      headers: { 'user-agent': agent, ...(host ? { host } : {}), ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) },
      ...(body ? { payload: body } : {}),
      ...(ip ? { remoteAddress: ip } : {}),
    })
    for (const { name, value, expires } of answer.cookies) {
      if (value === '' || expires?.getTime() === 0) delete cookies[name]
      else cookies[name] = value
    }
    return answer
  }
  return { cookies, send }
}
