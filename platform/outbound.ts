import { lookup } from 'node:dns/promises'
import { Agent as HttpAgent, type IncomingMessage, request as overHttp } from 'node:http'
import { Agent as HttpsAgent, request as overHttps } from 'node:https'
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
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const)
  inside.ipv6.addSubnet(net, bits, 'ipv6')
export function isPrivate(address: string): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  return inside[family].check(address, family)
}

type Sent = { url: string; headers: Record<string, string>; body: string }
type Asked = { url: string; method: string; headers: Record<string, string>; body?: string | undefined }
const patience = 10_000
/** What goes wrong on the way, in words. */
const words: Record<string, string> = {
  ...{ ECONNREFUSED: 'Nobody answers there.', ECONNRESET: 'The connection was cut.', ABORT_ERR: 'It took too long to answer.' },
}
const mostRead = { post: 64 * 1024, ask: 1024 * 1024 }

/** Posts as `ask` does, where only the status matters. */
export async function post(config: Pick<Config, 'OUTBOUND_PRIVATE'>, sent: Sent): Promise<number> {
  const answer = await connect(config, { ...sent, method: 'POST' })
  void read(answer, mostRead.post).catch(() => {})
  return answer.statusCode ?? 0
}

/**
 * Asks an address that somebody typed: its name is resolved once, private addresses are refused, the connection goes to the
 * address that was looked at, redirects are not followed. Answers what came, up to a megabyte; throws where nothing did.
 */
export async function ask(config: Pick<Config, 'OUTBOUND_PRIVATE'>, asked: Asked) {
  const answer = await connect(config, asked)
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await read(answer, mostRead.ask) }
}

async function read(answer: IncomingMessage, most: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length
    if (size > most) throw new Error('The answer was longer than allowed.')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** The address that a name somebody typed has just now. Throws where it has none, or a private one. */
export async function resolve({ OUTBOUND_PRIVATE }: Pick<Config, 'OUTBOUND_PRIVATE'>, host: string) {
  const found = await lookup(host).catch(() => {
    throw new Error('The name of this address is not known.')
  })
  if (isPrivate(found.address) && !OUTBOUND_PRIVATE) throw new Error('This address is not on the internet.')
  return found
}

/** Agents for a client that somebody else wrote: whatever it asks for goes to the address that this one has just now. Throws as `resolve`. */
export async function agentsTo(config: Pick<Config, 'OUTBOUND_PRIVATE'>, url: string) {
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'https:' && !config.OUTBOUND_PRIVATE) throw new Error('Only https is allowed.')
  const at = await resolve(config, hostname.replace(/^\[|\]$/g, ''))
  const lookup = ((_: string, { all }: { all?: boolean }, done: (...answer: unknown[]) => void) =>
    all ? done(null, [at]) : done(null, at.address, at.family)) as never
  return { httpAgent: new HttpAgent({ lookup }), httpsAgent: new HttpsAgent({ lookup }) }
}

async function connect({ OUTBOUND_PRIVATE: isOpen }: Pick<Config, 'OUTBOUND_PRIVATE'>, { url, method, headers, body }: Asked) {
  const { protocol, hostname, port, pathname, search } = new URL(url)
  if (protocol !== 'https:' && !(protocol === 'http:' && isOpen)) throw new Error('Only https is allowed.')
  const host = hostname.replace(/^\[|\]$/g, '')
  const { address, family } = await resolve({ OUTBOUND_PRIVATE: isOpen }, host)
  const done = Promise.withResolvers<IncomingMessage>()
  const call = (protocol === 'https:' ? overHttps : overHttp)(
    {
      ...{ host: address, family, port: port || undefined, path: `${pathname}${search}`, method, agent: false },
      ...(isIP(host) ? {} : { servername: host }),
      headers: {
        ...headers,
        host: port ? `${hostname}:${port}` : hostname,
        ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
      },
      signal: AbortSignal.timeout(patience),
    },
    done.resolve,
  )
  call.on('error', (error: NodeJS.ErrnoException) => done.reject(new Error(words[error.code ?? ''] ?? error.message)))
  call.end(body)
  return done.promise
}
