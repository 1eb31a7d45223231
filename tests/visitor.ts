import type { LightMyRequestResponse } from 'fastify'
import { recorder } from './coverage.ts'
import type { World } from './world.ts'

type Method = 'GET' | 'POST' | 'DELETE' | 'PUT' | 'PATCH'
type Options = { host?: string; bearer?: string; agent?: string; ip?: string; headers?: Record<string, string> }
export type Visitor = {
  cookies: Record<string, string>
  send: (method: Method, path: string, body?: object, more?: Options) => Promise<LightMyRequestResponse>
  /** Sends a file, as a form in a browser does. */
  upload: (path: string, file: { name: string; bytes: Buffer; type?: string }) => Promise<LightMyRequestResponse>
}

/** A browser that keeps its cookies: for stories about signing in, and about files. */
export function visitor(w: Pick<World, 'server' | 'owner'>, cookies: Record<string, string> = {}): Visitor {
  const seen = recorder(w.owner)
  const send: Visitor['send'] = async (
    method,
    path,
    body,
    { host, bearer, agent = 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0', ip, headers = {} } = {},
  ) => {
    const request = {
      method,
      url: `/api${path}`,
      cookies,
      headers: { 'user-agent': agent, ...(host ? { host } : {}), ...(bearer ? { authorization: `Bearer ${bearer}` } : {}), ...headers },
      ...(body ? { payload: body } : {}),
      ...(ip ? { remoteAddress: ip } : {}),
    }
    const answer = await seen({ method, path }, () => w.server.inject(request))
    for (const { name, value, expires } of answer.cookies) {
      if (value === '' || expires?.getTime() === 0) delete cookies[name]
      else cookies[name] = value
    }
    return answer
  }
  const upload: Visitor['upload'] = (path, { name, bytes, type = 'application/octet-stream' }) => {
    const head = `--xyz\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`
    const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--xyz--\r\n')])
    return send('POST', path, body, { headers: { 'content-type': 'multipart/form-data; boundary=xyz' } })
  }
  return { cookies, send, upload }
}
