import { handle } from '#platform/module.ts'
import { quizFor, saveAnswer, viewAttempt } from './attempt.ts'
import { wire } from './attemptQueries.ts'
import * as api from './contract.ts'
import { finishAttempt } from './markAttempt.ts'
import { resultFor } from './result.ts'
import { startAttempt } from './startAttempt.ts'

/** What a learner does: start, answer, hand in, look at the result. */
export const taking = [
  handle(api.getQuiz, async ({ db, params, who, now }) => ({ quiz: await quizFor(db, params.unitId, { userId: who.userId, now }) })),
  handle(api.startAttempt, ({ db, params, who, now }) => startAttempt(db, params.id, { userId: who.userId, now })),
  handle(api.getAttempt, ({ db, params, who, now }) => viewAttempt(db, params.id, { userId: who.userId, now })),
  handle(api.saveAnswer, ({ db, params, body, who, now }) => {
    const { id: attemptId, questionId } = params
    return saveAnswer(db, { attemptId, questionId, answer: wire(body.answer), sequence: body.sequence }, { userId: who.userId, now })
  }),
  handle(api.submitAttempt, async ({ db, params, who, now }) => {
    await finishAttempt(db, params.id, now, who.userId)
    return resultFor(db, params.id, who)
  }),
  handle(api.getResult, ({ db, params, who }) => resultFor(db, params.id, who)),
]
