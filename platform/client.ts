import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Client, Tools } from './module.ts'

export const sessionCookie = '__Host-salus'

/** The caller's side of a connection: address, token, and how to set the session cookie. */
export function clientOf(request: FastifyRequest, reply: FastifyReply, tools: Tools): Client {
  const bearer = /^Bearer (\S{1,400})$/.exec(request.headers.authorization ?? '')?.[1]
  const { config } = tools
  return {
    ip: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
    origin: config.ORIGIN ?? `http://localhost:${config.PORT}`,
    host: request.hostname,
    token: bearer ?? request.cookies[sessionCookie],
    setSession: (token, expires) => {
      if (token === null) reply.clearCookie(sessionCookie, { path: '/', secure: true, httpOnly: true, sameSite: 'lax' })
      else
        reply.setCookie(sessionCookie, token, {
          path: '/',
          secure: true,
          httpOnly: true,
          sameSite: 'lax',
          ...(expires ? { expires: new Date(expires.epochMilliseconds) } : {}),
        })
    },
  }
}
