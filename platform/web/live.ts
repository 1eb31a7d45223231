import type { QueryClient } from '@tanstack/react-query'

/** One thing that happened on the server, as `/api/live` tells it. */
export type LiveEvent = { id: string; name: string; payload: unknown }
type Heard = { kind: 'event'; event: LiveEvent } | { kind: 'reset' } | { kind: 'ended' }

const channelName = 'salus-live'
let stop: (() => void) | undefined
let lastId: string | undefined
const listeners = new Set<(event: LiveEvent) => void>()

/** Hears every live event itself; most pages need only `live: [...]` of `useData`. */
export function onLiveEvent(listener: (event: LiveEvent) => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/**
 * Keeps the one stream of this browser: the tab that holds the lock listens, the others hear it over the channel. Called when
 * somebody is signed in; `closeLive` when nobody is any more.
 */
export function openLive(client: QueryClient, ended: () => void) {
  if (stop) return
  const channel = new BroadcastChannel(channelName)
  const over = new AbortController()
  const hear = (heard: Heard) => {
    if (heard.kind === 'reset') void client.invalidateQueries()
    else if (heard.kind === 'ended') ended()
    else take(client, heard.event)
  }
  channel.onmessage = ({ data }: MessageEvent<Heard>) => hear(data)
  const tell = (heard: Heard) => {
    hear(heard)
    channel.postMessage(heard)
  }
  const since = performance.now()
  const lead = () => {
    // Took over from a tab that closed before any event was heard: nothing says where to continue, so fetch anew.
    if (!lastId && performance.now() - since > 1000) tell({ kind: 'reset' })
    return listen(tell, over.signal)
  }
  navigator.locks.request(channelName, { signal: over.signal }, lead).catch(() => undefined)
  stop = () => {
    over.abort()
    channel.close()
    stop = undefined
    lastId = undefined
  }
}

/** Closes the stream here, and tells the other tabs that nobody is signed in. */
export function closeLive() {
  if (!stop) return
  stop()
  const channel = new BroadcastChannel(channelName)
  channel.postMessage({ kind: 'ended' } satisfies Heard)
  channel.close()
}

/** Holds the lock, and the stream, until told to stop. */
function listen(tell: (heard: Heard) => void, signal: AbortSignal) {
  const done = Promise.withResolvers<void>()
  let source: EventSource | undefined
  let wait = 1000
  let timer: ReturnType<typeof setTimeout> | undefined
  const open = () => {
    // EventSource repeats the last id by itself only while it lives: a new one, in this tab or another, says it in the address.
    source = new EventSource(lastId ? `/api/live?lastEventId=${encodeURIComponent(lastId)}` : '/api/live')
    source.onopen = () => {
      wait = 1000
    }
    source.onmessage = ({ data }: MessageEvent<string>) => tell({ kind: 'event', event: JSON.parse(data) as LiveEvent })
    source.addEventListener('reset', () => tell({ kind: 'reset' }))
    source.onerror = () => {
      if (source?.readyState !== EventSource.CLOSED) return
      timer = setTimeout(open, wait)
      wait = Math.min(wait * 2, 60_000)
    }
  }
  open()
  signal.addEventListener('abort', () => {
    clearTimeout(timer)
    source?.close()
    done.resolve()
  })
  return done.promise
}

function take(client: QueryClient, event: LiveEvent) {
  lastId = event.id
  for (const listener of listeners) listener(event)
  void client.invalidateQueries({
    predicate: ({ meta }) => ((meta?.live as string[] | undefined) ?? []).some((topic) => event.name.startsWith(`${topic}.`)),
  })
}
