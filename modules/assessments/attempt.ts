import { needsOf } from '#modules/profiles/index.ts'
import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { answerState, answersOf, attemptOf, attemptsOf, keepAnswer } from './attemptQueries.ts'
import type { Attempt } from './contract.ts'
import { attemptsLeft, handedIn, isOver, mayNotStart, timeOver, withExtraTime } from './policy.ts'
import { shownOptions, shownQuestions, startable, startableOfUnit } from './queries.ts'

export type Person = { userId: string; now: Temporal.Instant }
export type Order = { question: string; options: string[] }[]

/** The quiz of a unit as its learner meets it; null where the unit has none that is published. */
export async function quizFor(db: Db, unitId: string, { userId, now }: Person) {
  const [quiz] = await startableOfUnit(db, { unitId, userId })
  if (!quiz) return null
  const [attempts, questions, { extraTimePercent }] = await Promise.all([
    attemptsOf(db, { assessmentId: quiz.id, userId }),
    shownQuestions(db, { assessmentId: quiz.id }),
    needsOf(db, userId),
  ])
  const counted = attempts.filter((one) => one.enrollmentId === quiz.enrollmentId)
  const resume = counted.some((one) => one.status === 'in_progress' && !isOver(one.deadlineAt, now))
  const { maxAttempts, enrollmentId } = quiz
  return {
    ...quiz,
    durationMins: withExtraTime(quiz.durationMins, extraTimePercent),
    extraTimePercent,
    questionCount: questions.length,
    attempts,
    attemptsLeft: attemptsLeft(maxAttempts, counted.length),
    may: { start: !resume && mayNotStart({ maxAttempts, enrolled: enrollmentId !== null }, counted) === null, resume },
  }
}

/** What starting an attempt needs: a published quiz, its questions, and this person's attempts in their present enrolment. */
export async function loadQuiz(db: Db, assessmentId: string, userId: string) {
  const [[quiz], past, questions, options, { extraTimePercent }] = await Promise.all([
    startable(db, { id: assessmentId, userId }),
    attemptsOf(db, { assessmentId, userId }),
    shownQuestions(db, { assessmentId }),
    shownOptions(db, { assessmentId }),
    needsOf(db, userId),
  ])
  if (!quiz) throw notFound()
  const durationMins = withExtraTime(quiz.durationMins, extraTimePercent)
  return { quiz: { ...quiz, durationMins }, attempts: past.filter((one) => one.enrollmentId === quiz.enrollmentId), questions, options }
}

/** A person's own attempt as far as it is answered. */
export async function viewAttempt(db: Db, id: string, { userId, now }: Person): Promise<Attempt> {
  const [[attempt], answers] = await Promise.all([attemptOf(db, { id }), answersOf(db, { attemptId: id })])
  if (attempt?.userId !== userId) throw notFound()
  const { assessmentId } = attempt
  const [questions, options] = await Promise.all([shownQuestions(db, { assessmentId }), shownOptions(db, { assessmentId })])
  return { ...attempt, now: now.toString(), questions: inOrder(attempt.questionOrder as Order, { questions, options, answers }) }
}

/** Keeps an answer, unless a newer one is there. Throws where the attempt takes no more answers. */
export async function saveAnswer(
  db: Db,
  answer: { attemptId: string; questionId: string; answer: string | null; sequence: number },
  { userId, now }: Person,
): Promise<{ saved: boolean; sequence: number }> {
  const kept = await keepAnswer(db, { ...answer, userId, now: now.toString() })
  if (kept.length > 0) return { saved: true, sequence: answer.sequence }
  const [state] = await answerState(db, { attemptId: answer.attemptId, questionId: answer.questionId, userId })
  if (!state) throw notFound()
  if (state.status === 'expired' || (state.status === 'in_progress' && isOver(state.deadlineAt, now))) throw timeOver()
  if (state.status !== 'in_progress') throw handedIn()
  return { saved: state.sequenceNo === answer.sequence, sequence: state.sequenceNo }
}

type Parts = {
  questions: Awaited<ReturnType<typeof shownQuestions>>
  options: Awaited<ReturnType<typeof shownOptions>>
  answers: Awaited<ReturnType<typeof answersOf>>
}
/** Questions and options in the order in which this attempt shows them. */
export function inOrder(order: Order, { questions, options, answers }: Parts): Attempt['questions'] {
  const byId = new Map(questions.map((question) => [question.id, question]))
  const optionById = new Map(options.map(({ id, text }) => [id, { id, text }]))
  const answered = new Map(answers.map((answer) => [answer.questionId, answer]))
  return order.flatMap(({ question: id, options: shown }) => {
    const question = byId.get(id)
    if (!question) return []
    const given = answered.get(id)
    const choices = shown.flatMap((option) => optionById.get(option) ?? [])
    return { ...question, options: choices, answer: given?.responseData ?? null, sequence: given?.sequenceNo ?? 0 }
  })
}
