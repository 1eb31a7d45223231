import pg from 'pg'
import type { Logger } from 'pino'

/** What one process heard: something happened in a tenant. */
export type Heard = { tenantId: string; id: string; name: string; payload: Record<string, unknown> }
type Listener = (heard: Heard) => void

export type Live = {
  /** Calls the listener for every event of every tenant. Returns how to stop. */
  listen: (listener: Listener) => () => void
  /** Calls back each time hearing was interrupted: whatever is cached may be stale. */
  onGap: (listener: () => void) => () => void
  /** False while the connection is lost: caches that depend on being told must not be used. */
  connected: () => boolean
  /** Tells every process, this one too, what has been committed. Without waiting: many leave together. */
  tell: (heard: readonly Heard[]) => void
  /** Tells the workers that there are jobs. */
  wake: () => void
  stop: () => Promise<void>
}

const channel = 'salus_live'
const notify = `select pg_notify('${channel}', told) from unnest($1::text[]) told`
const wakeWorkers = `select pg_notify('jobs:insert', json_build_object('r', random(), 'count', 1)::text)`
/** Told instead of events: somebody may have missed something. */
const gapMark = '{}'
/** What NOTIFY carries: less than 8,000 bytes. */
const mostBytes = 7_900
const worded = (heard: Heard): string => {
  const text = JSON.stringify(heard)
  return Buffer.byteLength(text) > mostBytes ? gapMark : text
}
/** The statement that tells of these, with the commit of its transaction. */
export const telling = (heard: readonly Heard[]): [string, [string[]]] => [notify, [heard.map(worded)]]
/** More than this waiting to be told is told as a gap. */
const mostWaiting = 2_000

/**
 * Listens on the database's channel; reconnects by itself, and says that there was a gap. What a process had committed but not yet
 * told when it was killed, nobody hears: so every process that starts says that there may have been a gap.
 */
export async function startLive(url: string, log: Logger): Promise<Live> {
  const listeners = new Set<Listener>()
  const gaps = new Set<() => void>()
  let waiting: string[] = [gapMark]
  let jobs = false
  let sending: Promise<unknown> | undefined
  let client: pg.Client | undefined
  let stopped = false
  let up = false
  let retry: NodeJS.Timeout | undefined
  const gap = () => {
    for (const listener of gaps) listener()
  }

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, application_name: 'salus live', keepAlive: true })
    let gone = false // a failed connection says so twice; two retries would double with every attempt
    const lost = () => {
      if (gone) return
      gone = true
      up = false
      client = undefined
      gap()
      if (!stopped) retry = setTimeout(() => void connect().catch(() => {}), 500)
    }
    next.on('error', (error) => log.warn({ error: error.message }, 'the live connection broke'))
    next.on('end', lost)
    next.on('notification', ({ payload = gapMark }) => {
      if (payload === gapMark) return gap()
      const heard = JSON.parse(payload) as Heard
      for (const listener of listeners) listener(heard)
    })
    try {
      await next.connect()
      await next.query(`listen ${channel}`)
    } catch (error) {
      lost()
      throw error
    }
    client = next
    gap()
    up = true
    send()
  }

  /** Sends what waits, unless something is on its way: then its answer sends the rest. */
  const send = (): void => {
    if (sending || !client || (waiting.length === 0 && !jobs)) return
    const told = waiting.length > mostWaiting ? [gapMark] : waiting
    const statements = [...(told.length ? [client.query(notify, [told])] : []), ...(jobs ? [client.query(wakeWorkers)] : [])]
    waiting = []
    jobs = false
    sending = Promise.all(statements).then(
      () => {
        sending = undefined
        send()
      },
      () => {
        sending = undefined
        waiting.push(gapMark) // said with the next, or once there is a connection again
      },
    )
  }
  await connect()
  const subscribe =
    <T>(set: Set<T>) =>
    (listener: T) => {
      set.add(listener)
      return () => void set.delete(listener)
    }
  return {
    listen: subscribe(listeners),
    onGap: subscribe(gaps),
    connected: () => up,
    tell: (heard) => {
      waiting.push(...heard.map(worded))
      send()
    },
    wake: () => {
      jobs = true
      send()
    },
    stop: async () => {
      while (sending) await sending
      stopped = true
      clearTimeout(retry)
      await client?.end().catch(() => {})
    },
  }
}
