import { randomInt, randomUUIDv7 } from 'node:crypto'
import { refuseWaiting } from '#modules/enrollments/index.ts'
import { type Db, insert, insertMany } from '#platform/db.ts'
import { later } from '#platform/events.ts'
import { inOrder, loadQuiz, type Order, type Person, viewAttempt } from './attempt.ts'
import { finishAttempt } from './markAttempt.ts'
import { deadlineOf, isOver, mayNotStart, shuffled } from './policy.ts'

/** Starts an attempt, or gives back the one in progress; one whose time is over is closed and marked first. */
export async function startAttempt(db: Db, assessmentId: string, person: Person): ReturnType<typeof viewAttempt> {
  const { userId, now } = person
  const { quiz, attempts, questions, options } = await loadQuiz(db, assessmentId, userId)
  const running = attempts.find((one) => one.status === 'in_progress')
  if (running && !isOver(running.deadlineAt, now)) return viewAttempt(db, running.id, person)
  if (running) {
    await finishAttempt(db, running.id, now)
    return startAttempt(db, assessmentId, person)
  }
  const refusal = mayNotStart({ maxAttempts: quiz.maxAttempts, enrolled: quiz.enrollmentId !== null }, attempts)
  if (refusal) throw refusal
  const enrollmentId = quiz.enrollmentId as string
  if (quiz.gated) await refuseWaiting(db, { id: enrollmentId, userId }, quiz.moduleId)

  const mixed = <T>(items: readonly T[]) => (quiz.settings.shuffle ? shuffled(items, randomInt) : [...items])
  const order: Order = mixed(questions).map(({ id }) => ({
    question: id,
    options: mixed(options.filter((option) => option.questionId === id)).map((option) => option.id),
  }))
  const id = randomUUIDv7()
  const deadline = deadlineOf(now, quiz.durationMins)
  const [attempt] = await Promise.all([
    insert(db, 'assessments.assessment_attempts', {
      id,
      assessmentId,
      userId,
      enrollmentId,
      attemptNumber: attempts.length + 1,
      questionOrder: order,
      startTime: now.toString(),
      deadlineAt: deadline?.toString() ?? null,
    }),
    // Every question has its row from the start: an answer then changes one row, and a blank is on record as such.
    insertMany(
      db,
      'assessments.question_responses',
      order.map(({ question }) => ({ attemptId: id, questionId: question })),
    ),
  ])
  if (deadline) later(db, 'assessments.expire', { attemptId: id }, { key: `assessments.expire:${id}`, runAt: deadline })
  const { unitId, title } = quiz
  return { ...attempt, unitId, title, now: now.toString(), questions: inOrder(order, { questions, options, answers: [] }) }
}
