import type { FastifyInstance } from 'fastify'
import { clientOf } from './client.ts'
import type { Heard } from './live.ts'
import { namedIn } from './memory.ts'
import type { Ports, Session, Tools } from './module.ts'
import { turns } from './turns.ts'

const replayLimit = 500
const pingEvery = 25_000
/** A role changed for everybody is looked up by thousands of streams: a few at a time, so that requests find the database free. */
const inTurn = turns(4, Number.POSITIVE_INFINITY)
/** Ids are made before their transaction commits: a replay reaches this far back so that no late commit is missed. */
const overlap = { seconds: 10 }

/**
 * GET /api/live: server-sent events that say "this changed"; the browser then refetches. A client that was away gets what it
 * missed, or `reset` where that is too much: it never shows stale data silently.
 */
export function serveLive(server: FastifyInstance, { tools, ports }: { tools: Tools; ports: Ports }): void {
  const open = new Set<() => void>()
  server.get('/api/live', async (request, reply) => {
    const client = clientOf(request, reply, tools)
    /** An open page is no activity: whoever does nothing else is signed out all the same. */
    const ask = async (): Promise<Session | null> => {
      const now = await ports.identify(client, tools.clock(), tools, { quietly: true })
      return now?.suspended && !now.suspended.mayEnter ? null : now
    }
    const first = await ask()
    if (!first) return reply.code(401).send()
    let who: Session = first
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    const write = (text: string) => void raw.write(text)
    const tell = (heard: Heard) =>
      hears(tools, who, heard) && write(`id: ${heard.id}\ndata: ${JSON.stringify({ id: heard.id, name: heard.name })}\n\n`)
    const reset = () => write('event: reset\ndata: {}\n\n')
    write('retry: 2000\n\n')
    /** What came while it was being asked what this person may hear now. */
    let held: Heard[] | undefined
    let outdated = false
    const askAgain = async () => {
      outdated = true
      if (held) return
      held = []
      let now: Session | null = null
      while (outdated) {
        outdated = false
        now = await inTurn(ask)
      }
      const waiting = held
      held = undefined
      if (!now) return close()
      who = now
      if (waiting.length > replayLimit) reset()
      else for (const heard of waiting) tell(heard)
    }
    const stopListening = tools.live.listen((heard) => {
      if (heard.tenantId !== who.tenantId) return
      if (heard.name === 'auth.session_ended' && (heard.payload.sessionIds as string[] | undefined)?.includes(who.id)) {
        write('event: ended\ndata: {}\n\n')
        return close()
      }
      // Whoever lost a right, or is kept out for now, hears no more of what it was for.
      if (tools.registry.events.get(heard.name)?.urgent && (namedIn(heard.payload)?.includes(who.userId) ?? true)) askAgain().catch(close)
      if (held && !isForAnybody(tools, heard)) held.push(heard)
      else tell(heard)
    })
    const stopGaps = tools.live.onGap(reset)
    const ping = setInterval(() => {
      write(': still here\n\n')
      askAgain().catch(close) // sessions end by themselves, too
    }, pingEvery)
    const close = () => {
      clearInterval(ping)
      stopListening()
      stopGaps()
      open.delete(close)
      raw.end()
    }
    open.add(close)
    raw.on('close', close)
    const last = request.headers['last-event-id']
    if (typeof last === 'string' && /^[0-9a-f-]{36}$/.test(last)) await replay(tools, who, last, tell, reset)
  })
  server.addHook('preClose', async () => {
    for (const close of [...open]) close()
  })
}

/** Told to everybody of the tenant, or to the people it names: whatever they may. */
const isForAnybody = (tools: Tools, { name }: Heard) => ['self', 'named'].includes(tools.registry.events.get(name)?.live ?? '')

function hears(tools: Tools, who: Session, { name, payload }: Heard): boolean {
  const live = tools.registry.events.get(name)?.live
  if (!live) return false
  if (live === 'named') return ((payload.userIds as string[] | undefined) ?? []).includes(who.userId)
  return live === 'self' || who.permissions.has(live)
}

async function replay(tools: Tools, who: Session, last: string, tell: (heard: Heard) => void, reset: () => void): Promise<void> {
  const madeAt = Temporal.Instant.fromEpochMilliseconds(Number.parseInt(last.replaceAll('-', '').slice(0, 12), 16))
  const age = tools.clock().since(madeAt).total('hours')
  if (age > 24 || age < -1) return reset()
  const missed = await tools.system
    .selectFrom('platform.events')
    .select(['id', 'name', 'payload'])
    .where('tenantId', '=', who.tenantId)
    .where('createdAt', '>=', madeAt.subtract(overlap).toString())
    .where('id', '!=', last)
    .orderBy('createdAt')
    .limit(replayLimit + 1)
    .execute()
  if (missed.length > replayLimit) return reset()
  for (const { id, name, payload } of missed) tell({ tenantId: who.tenantId, id, name, payload })
}
