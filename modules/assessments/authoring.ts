import { editable, placeOf } from '#modules/courses/index.ts'
import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { handle, type Session } from '#platform/module.ts'
import { pageOf, readCursor } from '#platform/paging.ts'
import { participantAttempts } from './attemptQueries.ts'
import * as api from './contract.ts'
import { quizWithId, readQuiz, removeQuiz, saveQuiz } from './editQuiz.ts'

/** What authors and instructors do: write a quiz, and see how participants fared. */
export const authoring = [
  handle(api.getQuizDraft, async ({ db, params, who }) => ({ quiz: await authored(db, params.unitId, who) })),
  handle(api.putQuizDraft, async ({ db, params, body, who, version }) => {
    const { revisionId } = await editable(db, who, params)
    await saveQuiz(db, body, { unitId: params.unitId, revisionId, userId: who.userId }, version)
    return (await authored(db, params.unitId, who)) as api.AuthoredQuiz
  }),
  handle(api.removeQuizDraft, async ({ db, params, who }) => {
    await editable(db, who, params)
    await removeQuiz(db, params.unitId)
  }),
  handle(api.listAttempts, async ({ db, params, query, who }) => {
    const quiz = await quizWithId(db, params.id)
    if (!quiz) throw notFound()
    await placeOf(db, who, quiz)
    const after = readCursor(query.cursor, api.AttemptCursor)
    const rows = await participantAttempts(db, { assessmentId: params.id, limit: query.limit, after })
    return pageOf(rows, query.limit, (row) => [row.startTime, row.id])
  }),
]

async function authored(db: Db, unitId: string, who: Session): Promise<api.AuthoredQuiz | null> {
  const { status } = await placeOf(db, who, { unitId })
  const quiz = await readQuiz(db, unitId)
  return quiz && { ...quiz, may: { change: status === 'draft' } }
}
