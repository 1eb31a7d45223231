import type { QueryClient } from '@tanstack/react-query'
import { writesAnswered } from './api.ts'

/** One thing that happened on the server, as `/api/live` tells it: what changed, not how. */
export type LiveEvent = { id: string; name: string }
type Heard = { kind: 'event'; event: LiveEvent } | { kind: 'reset' } | { kind: 'ended' }

const name = 'salus-live'
let close: (() => void) | undefined
const listeners = new Set<(event: LiveEvent) => void>()

/** Hears every live event itself; most pages need only `live: [...]` of `useData`. */
export function onLiveEvent(listener: (event: LiveEvent) => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/**
 * Opens the one stream of this browser: the tab that holds the lock listens, the others hear it over the channel.
 * `ended` is called when the session is over, here or in another tab.
 */
export function openLive(client: QueryClient, ended: () => void) {
  close?.()
  const channel = new BroadcastChannel(name)
  const over = new AbortController()
  const hear = (heard: Heard) => {
    if (heard.kind === 'reset') void client.invalidateQueries()
    else if (heard.kind === 'ended') ended()
    else void take(client, heard.event)
  }
  const tell = (heard: Heard) => {
    if (over.signal.aborted) return
    channel.postMessage(heard)
    hear(heard)
  }
  channel.onmessage = ({ data }: MessageEvent<Heard>) => hear(data)
  const asked = performance.now()
  // Who waited for the lock takes over from a tab that was closed: what happened in between is not known.
  const lead = () => listen(tell, over.signal, performance.now() - asked > 500)
  navigator.locks.request(name, { signal: over.signal }, lead).catch(() => undefined)
  close = () => {
    over.abort()
    channel.close()
    close = undefined
  }
  return close
}

let deaf = false
/** Nothing that is heard while `work` runs, nor after it did, makes this page ask anew: it is about to be left, being somebody else's. */
export async function unheard<Done extends { ok: boolean }>(client: QueryClient, work: () => Promise<Done>): Promise<Done> {
  deaf = true
  const done = await work()
  deaf = done.ok
  if (!done.ok) void client.invalidateQueries()
  return done
}

/** Closes the stream and tells the other tabs that the person has signed out. */
export function endLive() {
  close?.()
  const channel = new BroadcastChannel(name)
  channel.postMessage({ kind: 'ended' } satisfies Heard)
  channel.close()
}

/** Holds the lock, and the stream, until told to stop. */
function listen(tell: (heard: Heard) => void, signal: AbortSignal, missedSome: boolean) {
  const { promise, resolve } = Promise.withResolvers<void>()
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = 1000
  let missed = missedSome
  const open = () => {
    source = new EventSource('/api/live')
    source.onopen = () => {
      wait = 1000
      if (missed) tell({ kind: 'reset' })
      missed = false
    }
    source.onmessage = ({ data }: MessageEvent<string>) => tell({ kind: 'event', event: JSON.parse(data) as LiveEvent })
    source.addEventListener('reset', () => tell({ kind: 'reset' }))
    source.addEventListener('ended', () => tell({ kind: 'ended' }))
    source.onerror = () => {
      // A broken stream is reopened by the browser, which says what it heard last. A refused one is not: try anew, later.
      if (source?.readyState !== EventSource.CLOSED) return
      missed = true
      timer = setTimeout(open, wait)
      wait = Math.min(wait * 2, 60_000)
    }
  }
  signal.addEventListener('abort', () => {
    clearTimeout(timer)
    source?.close()
    resolve()
  })
  open()
  return promise
}

async function take(client: QueryClient, event: LiveEvent) {
  await writesAnswered()
  if (deaf) return
  for (const listener of listeners) listener(event)
  void client.invalidateQueries({
    predicate: ({ meta }) => ((meta?.live as string[] | undefined) ?? []).some((topic) => event.name.startsWith(`${topic}.`)),
  })
}
