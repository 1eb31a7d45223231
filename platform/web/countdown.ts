import { useEffect, useState } from 'react'

/** Seconds left of so many, counted from when `since` last changed by this device's own steady clock, which nobody sets. */
export function useCountdown(seconds: number, since: unknown): number {
  const [left, setLeft] = useState(seconds)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer begins a new count
  useEffect(() => {
    const ends = performance.now() + seconds * 1000
    const count = () => setLeft(Math.max(0, Math.ceil((ends - performance.now()) / 1000)))
    count()
    const timer = setInterval(count, 500)
    return () => clearInterval(timer)
  }, [seconds, since])
  return left
}

/** "1:05" */
export const minutesOf = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
