import { unitPassed, writeEvidence } from '#modules/enrollments/index.ts'
import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { JobContext } from '#platform/module.ts'
import { closeAttempt, lockAnswers, lockAttempt, markedOptions, writeMarks } from './attemptQueries.ts'
import { isOver, type Key, mark } from './policy.ts'

type Locked = Awaited<ReturnType<typeof lockAnswers>>[number]

/**
 * Ends an attempt and marks what was saved, all in the caller's transaction: marks, score, and when it passes the progress, evidence
 * and certificate that follow. Handed in after its deadline it counts as expired at the deadline. An attempt that has ended
 * stays as it is. With `userId`, 404 for anybody else's.
 */
export async function finishAttempt(db: Db, id: string, now: Temporal.Instant, userId?: string): Promise<void> {
  const [[attempt], answers, options] = await Promise.all([
    lockAttempt(db, { id }),
    lockAnswers(db, { attemptId: id }),
    markedOptions(db, { attemptId: id }),
  ])
  if (!attempt || (userId !== undefined && attempt.userId !== userId)) throw notFound()
  if (attempt.status !== 'in_progress') return

  const marks = answers.map((answer) => mark(keyOf(answer, options), answer.responseData))
  const score = marks.reduce((sum, { points }) => sum + points, 0)
  const passed = score >= attempt.passingScore
  const late = isOver(attempt.deadlineAt, now)
  const end = late ? (attempt.deadlineAt as string) : now.toString()
  await Promise.all([
    writeMarks(db, {
      ids: answers.map((answer) => answer.id),
      correct: marks.map((one) => one.isCorrect),
      points: marks.map((one) => one.points),
      feedback: answers.map((answer) => (answer.explanation ? JSON.stringify(answer.explanation) : null)),
      now: now.toString(),
    }),
    closeAttempt(db, {
      id,
      status: late ? 'expired' : 'graded',
      score,
      passed,
      endTime: end,
      submittedAt: late ? null : end,
      now: now.toString(),
    }),
  ])
  const { enrollmentId, unitId, assessmentId } = attempt
  await emit(db, 'assessments.attempt_marked', { attemptId: id, assessmentId, enrollmentId, userIds: [attempt.userId] })
  const result = { attemptId: id, score, maxScore: attempt.maxScore, now }
  if (attempt.type === 'practice') return
  if (passed) await unitPassed(db, { enrollmentId, unitId, ...result })
  else {
    const rule = `Quiz “${attempt.title}” not passed: ${score} of ${attempt.maxScore}, ${attempt.passingScore} needed`
    await writeEvidence(db, enrollmentId, [{ kind: 'attempt_failed', rule, ...result }])
  }
}

/** At its deadline an attempt that nobody handed in is closed, and what had been saved counts. */
export function expireAttempt({ payload, tenantId, now, tools }: JobContext): Promise<void> {
  const { attemptId } = payload as { attemptId: string }
  return tools.inTenant({ tenantId, userId: null, now }, (db) => finishAttempt(db, attemptId, now))
}

function keyOf({ questionId, type, points, correctAnswer }: Locked, options: Awaited<ReturnType<typeof markedOptions>>): Key {
  if (type !== 'single_choice' && type !== 'multiple_choice') return { type, points, correct: correctAnswer }
  const right = options.filter((option) => option.questionId === questionId && option.isCorrect)
  return { type, points, correct: right.map((option) => option.id) }
}
