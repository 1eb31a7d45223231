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
  stop: () => Promise<void>
}

/** Listens on the database's channel; reconnects by itself, and says that there was a gap. */
export async function startLive(url: string, log: Logger): Promise<Live> {
  const listeners = new Set<Listener>()
  const gaps = new Set<() => void>()
  let client: pg.Client | undefined
  let stopped = false
  let up = false
  let retry: NodeJS.Timeout | undefined

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, application_name: 'salus live', keepAlive: true })
    let gone = false // a failed connection says so twice; two retries would double with every attempt
    const lost = () => {
      if (gone) return
      gone = true
      up = false
      client = undefined
      for (const gap of gaps) gap()
      if (!stopped) retry = setTimeout(() => void connect().catch(() => {}), 500)
    }
    next.on('error', (error) => log.warn({ error: error.message }, 'the live connection broke'))
    next.on('end', lost)
    next.on('notification', ({ payload }) => {
      const heard = JSON.parse(payload ?? '{}') as Heard
      for (const listener of listeners) listener(heard)
    })
    try {
      await next.connect()
      await next.query('listen salus_live')
    } catch (error) {
      lost()
      throw error
    }
    client = next
    for (const gap of gaps) gap()
    up = true
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
    stop: async () => {
      stopped = true
      clearTimeout(retry)
      await client?.end().catch(() => {})
    },
  }
}
