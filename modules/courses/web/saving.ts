import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import { ApiError, call } from '#platform/web/api.ts'
import { queryKey, refresh } from '#platform/web/data.ts'
import { type Content, changeContent, getContent, getRevision } from '../contract.ts'

export type Fields = z.input<typeof changeContent.body>
export type SavingState = 'saved' | 'unsaved' | 'saving' | 'failed' | 'stale'
const pause = 700

/**
 * Saves a content while it is being written: what changed is sent after a pause, one request at a time, each with the version
 * last seen. What fails stays and can be sent again; `stale`: somebody else was faster.
 */
export function useSaving({ id, version }: { id: string; version: number }) {
  const client = useQueryClient()
  const [state, setState] = useState<SavingState>('saved')
  const seen = useRef(version)
  const waiting = useRef<Fields>({})
  const busy = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const send = useCallback(async () => {
    clearTimeout(timer.current)
    if (busy.current || Object.keys(waiting.current).length === 0) return
    const body = waiting.current
    waiting.current = {}
    busy.current = true
    setState('saving')
    try {
      const made = await call(changeContent, { params: { id }, body }, { ifMatch: seen.current })
      seen.current = made.version
      client.setQueryData<Content>(queryKey(getContent, { params: { id } }), (old) => old && { ...old, ...body, version: made.version })
      if (body.title !== undefined) void refresh(client, [getRevision]) // the row above shows it
      busy.current = false
      if (Object.keys(waiting.current).length) return void send()
      setState('saved')
    } catch (error) {
      busy.current = false
      waiting.current = { ...body, ...waiting.current }
      setState(error instanceof ApiError && error.problem.status === 412 ? 'stale' : 'failed')
    }
  }, [client, id])

  const change = useCallback(
    (fields: Fields) => {
      waiting.current = { ...waiting.current, ...fields }
      setState((now) => (now === 'stale' ? now : 'unsaved'))
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void send(), pause)
    },
    [send],
  )
  // Another unit is opened while something waits: it is sent, not lost.
  useEffect(() => () => void send(), [send])
  return { state, change, send }
}
