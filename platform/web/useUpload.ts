import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Endpoint, Input, Problem } from '../contract.ts'
import { ApiError, upload } from './api.ts'
import { refresh } from './data.ts'
import { problemWords } from './words.ts'

type UploadOptions = {
  /** As of `useAction`. */
  invalidates?: readonly (Endpoint | string)[]
  success: string
  /** No toast on failure: the caller shows `problem` itself. */
  quiet?: boolean
}

/** Sends a small file as `useAction` sends a form: words either way, and what is out of date afterwards is fetched anew. */
export function useUpload<E extends Endpoint & { carries: 'upload' }>(endpoint: E, { invalidates, success, quiet }: UploadOptions) {
  const client = useQueryClient()
  const [running, setRunning] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const send = async (input: { file: File } & Input<E>) => {
    setRunning(true)
    setProblem(null)
    try {
      await upload(endpoint, input)
      await refresh(client, invalidates)
      notifications.show({ message: success, color: 'teal' })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setProblem(error.problem)
      if (!quiet) notifications.show({ message: problemWords(error.problem), color: 'red', autoClose: 8000 })
    } finally {
      setRunning(false)
    }
  }
  return { send, running, problem }
}
