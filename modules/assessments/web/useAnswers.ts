import { useEffect, useMemo, useState } from 'react'
import { ApiError, call } from '#platform/web/api.ts'
import { deviceTime } from '#platform/web/dates.tsx'
import { type Answer, type Attempt, saveAnswer } from '../contract.ts'
import { answerQueue, type QueueState, type Sent } from './answerQueue.ts'

/** The answers of an attempt as this browser knows them, and their way to the server. */
export function useAnswers(attempt: Attempt) {
  const [state, setState] = useState<QueueState>('saved')
  const queue = useMemo(() => {
    const known = Math.max(0, ...attempt.questions.map(({ sequence }) => sequence))
    return answerQueue(attempt.id, known, {
      send: (questionId, { answer, sequence }) =>
        call(saveAnswer, { params: { id: attempt.id, questionId }, body: { answer, sequence } }).then(
          ({ saved }) => (saved ? 'saved' : 'outdated'),
          fateOf,
        ),
      storage: localStorage,
      now: deviceTime,
      wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      onChange: setState,
    })
  }, [attempt])
  const [answers, setAnswers] = useState<ReadonlyMap<string, Answer | null>>(
    () => new Map(attempt.questions.map(({ id, answer, sequence }) => [id, newer(queue.waiting(id), { answer, sequence })])),
  )
  useEffect(() => {
    window.addEventListener('online', queue.retry)
    return () => window.removeEventListener('online', queue.retry)
  }, [queue])
  const answer = (questionId: string, given: Answer | null) => {
    setAnswers((before) => new Map(before).set(questionId, given))
    queue.put(questionId, given)
  }
  return { answers, answer, state, queue }
}

type Kept = { answer: Answer | null; sequence: number }
const newer = (here: Kept | undefined, there: Kept) => (here && here.sequence > there.sequence ? here.answer : there.answer)

/** What became of an answer whose call failed: no connection and a busy server are tried again, a signed-out person signs in again. */
function fateOf(error: unknown): Sent {
  const problem = error instanceof ApiError ? error.problem : null
  if (!problem || problem.status === 0 || problem.status === 401 || problem.status === 429 || problem.status >= 500) return 'lost'
  return problem.code.startsWith('assessments.') ? 'closed' : 'refused'
}
