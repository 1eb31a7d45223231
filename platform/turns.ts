import { unavailable } from './errors.ts'

/** Lets `atOnce` pieces of work run and `most` wait; 503 beyond that. */
export function turns(atOnce: number, most: number) {
  let running = 0
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < atOnce) running++
    else if (waiting.length >= most) throw unavailable(5)
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
