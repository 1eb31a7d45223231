import type { Answer } from '../contract.ts'

type Kept = { answer: Answer | null; sequence: number }
/** How an answer fared: kept by the server, not for this attempt any more, not acceptable, or no way to know yet. */
export type Sent = 'saved' | 'outdated' | 'closed' | 'refused' | 'lost'
export type QueueState = 'saved' | 'saving' | 'offline' | Exclude<Sent, 'saved' | 'lost'>

type Outside = {
  send: (questionId: string, kept: Kept) => Promise<Sent>
  /** What survives a closed tab. */
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  /** Milliseconds; only to number answers so that those of two devices stand in the order they were given. */
  now: () => number
  wait: (milliseconds: number) => Promise<void>
  onChange: (state: QueueState) => void
}

const firstPause = 1_000
const longestPause = 15_000

/**
 * Answers on their way to the server: the newest of each question, kept in this browser until the server has it, sent one after
 * another and again after a lost connection. `known`: the highest sequence the server has told.
 */
export function answerQueue(attemptId: string, known: number, { send, storage, now, wait, onChange }: Outside) {
  const place = `salus-answers-${attemptId}`
  const waiting = new Map<string, Kept>(readKept(storage, place))
  let last = Math.max(known, ...[...waiting.values()].map(({ sequence }) => sequence))
  let state: QueueState = 'saved'
  let running: Promise<void> | undefined
  let wake: (() => void) | undefined

  const become = (next: QueueState) => {
    if (next === state || state === 'closed') return
    state = next
    onChange(next)
  }
  const keep = () => {
    try {
      if (waiting.size === 0) storage.removeItem(place)
      else storage.setItem(place, JSON.stringify([...waiting]))
    } catch {
      // A browser that stores nothing still sends what is in memory.
    }
  }
  async function drain() {
    let pause = firstPause
    while (waiting.size > 0 && state !== 'closed') {
      const [questionId, kept] = waiting.entries().next().value as [string, Kept]
      if (state !== 'offline') become('saving')
      const sent = await send(questionId, kept)
      if (sent === 'lost') {
        become('offline')
        await Promise.race([wait(pause), new Promise<void>((resolve) => (wake = resolve))])
        pause = Math.min(pause * 2, longestPause)
        continue
      }
      pause = firstPause
      if (sent === 'closed') waiting.clear()
      if (waiting.get(questionId)?.sequence === kept.sequence) waiting.delete(questionId)
      keep()
      if (sent !== 'saved') become(sent)
      else if (state === 'offline') become('saving')
    }
    running = undefined // in the same turn as the last look at what waits: a new answer then starts anew
    if (state === 'saving' || state === 'offline') become('saved')
  }
  const start = () => {
    if (waiting.size > 0 && state !== 'closed') running ??= drain()
    return running ?? Promise.resolve()
  }
  if (waiting.size > 0) void start()
  return {
    /** What this browser has and the server perhaps has not. */
    waiting: (questionId: string): Kept | undefined => waiting.get(questionId),
    /** Takes a new answer; null: the question is left blank. */
    put: (questionId: string, answer: Answer | null) => {
      if (state === 'closed') return
      last = Math.max(last + 1, now())
      waiting.delete(questionId)
      waiting.set(questionId, { answer, sequence: last })
      keep()
      if (state !== 'offline') become('saving')
      void start()
    },
    /** Tries at once what waits for a connection. */
    retry: () => wake?.(),
    /** Settles when nothing waits any more. */
    settled: () => start(),
    state: () => state,
  }
}
export type AnswerQueue = ReturnType<typeof answerQueue>

function readKept(storage: Outside['storage'], place: string): [string, Kept][] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(place) ?? '[]')
    return Array.isArray(kept) ? kept : []
  } catch {
    return []
  }
}
