import type { Tools } from './module.ts'

/** What this process keeps of tenants, so that it need not be read at every request. */
export type Memory<Value> = {
  /** What is kept under this key; undefined too while this process cannot hear what has changed. */
  recall: (key: string) => Value | undefined
  /** Reads it and keeps it, unless something was dropped while it was being read: that may be what was read. */
  learn: <Read extends Value | null>(key: string, read: () => Promise<Read>) => Promise<Read>
  drop: (key: string) => void
}

const forgettings = new WeakMap<Tools, ((tenantId: string) => void)[]>()

/** Drops what this process keeps of a tenant: after an urgent event, before others hear of it. */
export function forgetTenant(tools: Tools, tenantId: string): void {
  for (const forget of forgettings.get(tools) ?? []) forget(tenantId)
}

/**
 * A memory per process, of at most so many values. What belongs to a tenant is dropped with every `urgent` event there, and all of
 * it when events may have been missed.
 */
export function memory<Value extends { tenantId: string }>(most: number): (tools: Tools) => Memory<Value> {
  const made = new WeakMap<Tools, Memory<Value>>()
  return (tools) => {
    const known = made.get(tools)
    if (known) return known
    const fresh = begin<Value>(tools, most)
    made.set(tools, fresh)
    return fresh
  }
}

function begin<Value extends { tenantId: string }>(tools: Tools, most: number): Memory<Value> {
  const kept = new Map<string, Value>()
  let forgotten = 0
  const forget = (tenantId: string) => {
    forgotten++
    for (const [key, value] of kept) if (value.tenantId === tenantId) kept.delete(key)
  }
  forgettings.set(tools, [...(forgettings.get(tools) ?? []), forget])
  tools.live.listen(({ name, tenantId }) => {
    if (tools.registry.events.get(name)?.urgent) forget(tenantId)
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
    drop: (key) => void kept.delete(key),
  }
}
