import { placeOf } from '#modules/courses/index.ts'
import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import type { Session } from '#platform/module.ts'
import { type AttemptRow, attemptOf, attemptsOf, markedAnswers, markedOptions, nameOf } from './attemptQueries.ts'
import type { Result } from './contract.ts'
import { attemptsLeft, notHandedIn, reveals } from './policy.ts'

type Options = Awaited<ReturnType<typeof markedOptions>>
type Marked = Awaited<ReturnType<typeof markedAnswers>>[number]

/** The result of one's own attempt, or of a participant's for whoever may review the course. */
export async function resultFor(db: Db, id: string, who: Session) {
  const [attempt] = await attemptOf(db, { id })
  if (!attempt) throw notFound()
  if (attempt.userId !== who.userId) {
    if (!who.permissions.has('assessments:review')) throw notFound()
    await placeOf(db, who, attempt)
  }
  return resultOf(db, attempt)
}

/** A marked attempt. Right answers and explanations only as far as the quiz reveals them; 409 while it is still running. */
async function resultOf(db: Db, attempt: AttemptRow): Promise<Result> {
  if (attempt.status === 'in_progress') throw notHandedIn()
  const { id: attemptId, assessmentId, userId } = attempt
  const [answers, options, all, [person]] = await Promise.all([
    markedAnswers(db, { attemptId }),
    markedOptions(db, { attemptId }),
    attemptsOf(db, { assessmentId, userId }),
    nameOf(db, { userId }),
  ])
  const { reveal = 'submitted' } = attempt.settings as { reveal?: Result['reveal'] }
  const revealed = reveals(reveal, attempt)
  const made = all.filter((one) => one.enrollmentId === attempt.enrollmentId).length
  const place = new Map((attempt.questionOrder as { question: string }[]).map(({ question }, index) => [question, index]))
  const inOrder = answers.toSorted((a, b) => (place.get(a.questionId) ?? 0) - (place.get(b.questionId) ?? 0))
  return {
    ...attempt,
    holder: person?.name ?? '',
    attemptsLeft: attemptsLeft(attempt.maxAttempts, made),
    reveal,
    revealed,
    questions: inOrder.map((answer) => shown(answer, options, revealed)),
  }
}

function shown(answer: Marked, options: Options, revealed: boolean): Result['questions'][number] {
  return {
    id: answer.questionId,
    type: answer.type,
    text: answer.text,
    points: answer.points,
    pointsEarned: answer.pointsEarned ?? 0,
    isCorrect: answer.isCorrect ?? false,
    answer: answer.responseData,
    options: options
      .filter((option) => option.questionId === answer.questionId)
      .map(({ id, text, isCorrect }) => ({ id, text, isCorrect: revealed ? isCorrect : null })),
    correctAnswer: revealed ? inWords(answer) : null,
    explanation: revealed ? (answer.feedback?.text ?? null) : null,
  }
}

function inWords({ type, correctAnswer }: Marked): boolean | string | number | null {
  if (type === 'true_false') return correctAnswer
  if (type === 'short_text') return correctAnswer.accept[0] ?? null
  if (type === 'numeric') return correctAnswer.value
  return null
}
