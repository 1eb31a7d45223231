/** Reproducible chance: the same seed gives the same people, ids and dates. */
export type Chance = ReturnType<typeof chance>

export function chance(seed: number) {
  let state = seed >>> 0
  /** mulberry32: uniform in [0, 1). */
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  let made = 0
  const hex = (digits: number) => Array.from({ length: digits }, () => below(16).toString(16)).join('')
  return {
    next,
    below,
    between: (low: number, high: number) => low + below(high - low + 1),
    happens: (probability: number) => next() < probability,
    pick: <T>(from: readonly T[]): T => from[below(from.length)] as T,
    /** A version 7 UUID whose time part only counts upwards, so that rows lie in the order they were made. */
    id: () => {
      const time = (0x018f00000000 + made++).toString(16).padStart(12, '0')
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${(8 + below(4)).toString(16)}${hex(3)}-${hex(12)}`
    },
  }
}
