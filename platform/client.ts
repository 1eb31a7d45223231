import type { FastifyReply, FastifyRequest } from 'fastify'
import { originOf } from './config.ts'
import type { Client, Tools } from './module.ts'

export const sessionCookie = '__Host-salus'
const deviceCookie = '__Host-salus-device'
const kioskCookie = '__Host-salus-kiosk'
const cookies = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const
const errandCookie = '__Host-salus-errand'
const year = 365 * 24 * 3600

/** The token that a request comes with: of its bearer header, or of the session cookie. */
export const tokenOf = ({ headers, cookies }: FastifyRequest): string | undefined =>
  /^Bearer (\S{1,400})$/.exec(headers.authorization ?? '')?.[1] ?? cookies[sessionCookie]

/** The caller's side of a connection: address, token, and how to set the session cookie. */
export function clientOf(request: FastifyRequest, reply: FastifyReply, tools: Tools): Client {
  return {
    ip: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
    origin: originOf(tools.config),
    host: request.hostname,
    token: tokenOf(request),
    device: request.cookies[deviceCookie]?.slice(0, 200),
    kiosk: request.cookies[kioskCookie]?.slice(0, 200),
    setSession: (token, expires) => {
      if (token === null) reply.clearCookie(sessionCookie, cookies)
      else reply.setCookie(sessionCookie, token, { ...cookies, ...(expires ? { expires: new Date(expires.epochMilliseconds) } : {}) })
    },
    errand: request.cookies[errandCookie]?.slice(0, 200),
    setErrand: (token) => void reply.setCookie(errandCookie, token, { ...cookies, maxAge: 600 }),
    setDevice: (token) => void reply.setCookie(deviceCookie, token, { ...cookies, maxAge: year }),
    setKiosk: (token) => {
      if (token === null) reply.clearCookie(kioskCookie, cookies)
      else reply.setCookie(kioskCookie, token, { ...cookies, maxAge: year })
    },
  }
}
