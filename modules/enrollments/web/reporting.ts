import { useCallback, useEffect, useRef } from 'react'
import type { z } from 'zod'
import { call } from '#platform/web/api.ts'
import { type ContentForMe, type Tick, tick } from '../contract.ts'

const every = 15_000
type Report = Partial<Pick<z.input<typeof Tick>, 'progress' | 'position'>>

/**
 * Tells the server how far one is with a content: now and then, when the tab is left, and when another item is opened. The last
 * message goes out even when the tab closes. Time counts only while the page is looked at.
 */
export function useReporting(enrollmentId: string, content: z.output<typeof ContentForMe>) {
  const known = useRef<Report>({})
  const dirty = useRef(content.status === 'not_started')
  const spent = useRef(content.timeSpentMins)
  const since = useRef(performance.now())
  const params = useRef({ id: enrollmentId, contentId: content.id })

  const count = useCallback(() => {
    const now = performance.now()
    if (document.visibilityState === 'visible') spent.current += Math.min(now - since.current, every * 2) / 60_000
    since.current = now
    return Math.round(spent.current * 100) / 100
  }, [])
  const send = useCallback(
    (leaving: boolean) => {
      const timeSpentMins = count()
      if (!dirty.current) return
      dirty.current = false
      const body = { status: 'in_progress' as const, ...known.current, timeSpentMins }
      // What is lost here is sent again with the next message: it holds everything so far.
      call(tick, { params: params.current, body }, { keepalive: leaving }).catch(() => {
        dirty.current = true
      })
    },
    [count],
  )
  const note = useCallback((report: Report) => {
    known.current = { ...known.current, ...report }
    dirty.current = true
  }, [])

  useEffect(() => {
    const left = () => {
      if (document.visibilityState === 'hidden') send(true)
      else since.current = performance.now()
    }
    const closed = () => send(true)
    const timer = setInterval(() => send(false), every)
    send(false)
    document.addEventListener('visibilitychange', left)
    window.addEventListener('pagehide', closed)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', left)
      window.removeEventListener('pagehide', closed)
      send(true)
    }
  }, [send])
  return { note, timeSpent: count }
}
