import { lookup } from 'node:dns/promises'
import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { BlockList, isIP } from 'node:net'
import type { Config } from './config.ts'

/** Addresses that are nobody's on the internet: this machine, its network, and what translates to them (RFC 6890 and its like). */
const inside = { ipv4: new BlockList(), ipv6: new BlockList() }
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside.ipv4.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 48],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.ipv6.addSubnet(net, bits, 'ipv6')
export function isPrivate(address: string): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  return inside[family].check(address, family)
}

type Sent = { url: string; headers: Record<string, string>; body: string }
const patience = 10_000
const mostRead = 64 * 1024

/**
 * Posts to an address that somebody typed: its name is resolved once, private addresses are refused, the connection goes to the
 * address that was looked at, redirects are not followed. Answers the status; throws where none came.
 */
export async function post({ OUTBOUND_PRIVATE }: Pick<Config, 'OUTBOUND_PRIVATE'>, { url, headers, body }: Sent): Promise<number> {
  const { protocol, hostname, port, pathname, search } = new URL(url)
  const isOpen = OUTBOUND_PRIVATE
  if (protocol !== 'https:' && !(protocol === 'http:' && isOpen)) throw new Error('Only https is allowed.')
  const host = hostname.replace(/^\[|\]$/g, '')
  const { address, family } = await lookup(host).catch(() => {
    throw new Error('The name of this address is not known.')
  })
  if (isPrivate(address) && !isOpen) throw new Error('This address is not on the internet.')
  const done = Promise.withResolvers<number>()
  const call = (protocol === 'https:' ? overHttps : overHttp)(
    {
      ...{ host: address, family, port: port || undefined, path: `${pathname}${search}`, method: 'POST', agent: false },
      ...(isIP(host) ? {} : { servername: host }),
      headers: { ...headers, host: port ? `${hostname}:${port}` : hostname, 'content-length': Buffer.byteLength(body) },
      signal: AbortSignal.timeout(patience),
    },
    (answer) => {
      let read = 0
      answer.on('data', (chunk: Buffer) => {
        read += chunk.length
        if (read > mostRead) answer.destroy()
      })
      done.resolve(answer.statusCode ?? 0)
    },
  )
  call.on('error', done.reject)
  call.end(body)
  return done.promise
}
