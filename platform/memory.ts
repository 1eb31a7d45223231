import type { Tools } from './module.ts'

/** What this process keeps of tenants, so that it need not be read at every request. */
export type Memory<Value> = {
  /** What is kept under this key; undefined too while this process cannot hear what has changed. */
  recall: (key: string) => Value | undefined
  /** Reads it and keeps it, unless something was dropped while it was being read: that may be what was read. */
  learn: <Read extends Value | null>(key: string, read: () => Promise<Read>) => Promise<Read>
}

/** What an urgent event may have made wrong: everything of the tenant, or of the people it names. */
type Changed = { tenantId: string; payload: Record<string, unknown> }
type Owned = { tenantId: string; userId?: string }

/** Whom an event names; undefined where it is about everybody. */
export function namedIn(payload: Record<string, unknown>): readonly string[] | undefined {
  return (payload.userIds as string[] | undefined) ?? (payload.userId === undefined ? undefined : [payload.userId as string])
}

const forgettings = new WeakMap<Tools, ((changed: Changed) => void)[]>()

/** Drops what this process keeps and an urgent event may have made wrong, before others hear of it. */
export function forgetChanged(tools: Tools, changed: Changed): void {
  for (const forget of forgettings.get(tools) ?? []) forget(changed)
}

/**
 * A memory per process, of at most so many values. With every `urgent` event goes what belongs to the people it names, or all of its
 * tenant where it names nobody; and all there is when events may have been missed.
 */
export function memory<Value extends Owned>(most: number): (tools: Tools) => Memory<Value> {
  const made = new WeakMap<Tools, Memory<Value>>()
  return (tools) => {
    const known = made.get(tools)
    if (known) return known
    const fresh = begin<Value>(tools, most)
    made.set(tools, fresh)
    return fresh
  }
}

function begin<Value extends Owned>(tools: Tools, most: number): Memory<Value> {
  const kept = new Map<string, Value>()
  let forgotten = 0
  const forget = ({ tenantId, payload }: Changed) => {
    forgotten++
    const ids = namedIn(payload)
    const named = ids && new Set(ids)
    const concerned = ({ userId }: Owned) => !named || userId === undefined || named.has(userId)
    for (const [key, value] of kept) if (value.tenantId === tenantId && concerned(value)) kept.delete(key)
  }
  forgettings.set(tools, [...(forgettings.get(tools) ?? []), forget])
  tools.live.listen((heard) => {
    if (tools.registry.events.get(heard.name)?.urgent) forget(heard)
  })
  tools.live.onGap(() => {
    forgotten++
    kept.clear()
  })
  return {
    recall: (key) => (tools.live.connected() ? kept.get(key) : undefined),
    learn: async (key, read) => {
      const before = forgotten
      const value = await read()
      if (value === null) kept.delete(key)
      else if (forgotten === before) {
        if (kept.size >= most) kept.clear()
        kept.set(key, value)
      }
      return value
    },
  }
}
