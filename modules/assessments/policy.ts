import { AppError } from '#platform/errors.ts'
import type { Answer, DraftQuestion } from './contract.ts'

/** What marking needs of a question: its type, points and right answer; for choices the ids of the right options. */
export type Key =
  | { type: 'single_choice' | 'multiple_choice'; points: number; correct: readonly string[] }
  | { type: 'true_false'; points: number; correct: boolean }
  | { type: 'short_text'; points: number; correct: { accept: readonly string[] } }
  | { type: 'numeric'; points: number; correct: { value: number; tolerance: number } }
export type Mark = { isCorrect: boolean; points: number }

/**
 * Marks one answer: all of its points or none. No answer, and an answer of another shape than the question takes, earn nothing.
 * A multiple choice is right when exactly the right options are chosen.
 */
export function mark(key: Key, answer: Answer | null): Mark {
  const isCorrect = answer !== null && isRight(key, answer)
  return { isCorrect, points: isCorrect ? key.points : 0 }
}

function isRight(key: Key, answer: Answer): boolean {
  switch (key.type) {
    case 'single_choice':
      return 'options' in answer && answer.options.length === 1 && key.correct.includes(answer.options[0] as string)
    case 'multiple_choice': {
      if (!('options' in answer)) return false
      const chosen = new Set(answer.options)
      return chosen.size > 0 && chosen.size === key.correct.length && key.correct.every((id) => chosen.has(id))
    }
    case 'true_false':
      return 'value' in answer && answer.value === key.correct
    case 'short_text':
      return 'text' in answer && key.correct.accept.some((accepted) => plain(accepted) === plain(answer.text) && plain(answer.text) !== '')
    case 'numeric':
      return 'number' in answer && within(answer.number, key.correct)
  }
}

/** Words as they are compared: without regard to case, spaces, and how a letter with an accent is encoded. */
export const plain = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')

/** 0.3 is within 0.1 of 0.2 although binary fractions say otherwise: differences below a billionth of the value do not count. */
function within(given: number, { value, tolerance }: { value: number; tolerance: number }): boolean {
  return Math.abs(given - value) <= tolerance + 1e-9 * Math.max(1, Math.abs(value))
}

/** Points needed to pass: a percent of all points, rounded up, so that 80 % of 7 points needs 6. */
export const pointsToPass = (percent: number, maxScore: number) => Math.ceil((percent * maxScore) / 100)

/** The instant an attempt must be handed in by; null where there is no limit. */
export const deadlineOf = (start: Temporal.Instant, durationMins: number | null): Temporal.Instant | null =>
  durationMins === null ? null : start.add({ minutes: durationMins })

/** A time limit with the extra time that somebody needs, in whole minutes; null where there is no limit. */
export const withExtraTime = (durationMins: number | null, extraPercent: number | null) =>
  durationMins === null ? null : Math.ceil((durationMins * (100 + (extraPercent ?? 0))) / 100)

/** Past its deadline, an attempt takes no more answers: the deadline itself is already too late. */
export const isOver = (deadlineAt: string | null, now: Temporal.Instant) =>
  deadlineAt !== null && Temporal.Instant.compare(Temporal.Instant.from(deadlineAt), now) <= 0

type Past = { status: string; deadlineAt: string | null }
/** How many more times the quiz may be started; null where there is no limit. */
export const attemptsLeft = (maxAttempts: number | null, made: number) => (maxAttempts === null ? null : Math.max(0, maxAttempts - made))

/** Why a person may not start now; null where they may. */
export function mayNotStart(
  { maxAttempts, enrolled }: { maxAttempts: number | null; enrolled: boolean },
  attempts: readonly Past[],
): AppError | null {
  if (!enrolled) return notEnrolled()
  return attemptsLeft(maxAttempts, attempts.length) === 0 ? noAttemptsLeft() : null
}

/** Whether right answers and explanations may be shown. Never before the attempt is over. */
export function reveals(reveal: string, { status, passed }: { status: string; passed: boolean | null }): boolean {
  if (status === 'in_progress') return false
  return reveal === 'submitted' || (reveal === 'passed' && passed === true)
}

/** Why a quiz cannot be published; null where it can. */
export function unfit(quiz: { title: string; questions: readonly DraftQuestion[] }): AppError | null {
  if (quiz.questions.length === 0) return faulty(`The quiz “${quiz.title}” has no question yet.`)
  for (const [index, question] of quiz.questions.entries()) {
    const wrong = faultOf(question)
    if (wrong) return faulty(`Question ${index + 1} of the quiz “${quiz.title}” ${wrong}.`)
  }
  if (quiz.questions.every(({ points }) => points === 0)) return faulty(`No question of the quiz “${quiz.title}” earns a point.`)
  return null
}

function faultOf(question: DraftQuestion): string | null {
  if (question.type === 'short_text') return question.accept.some((one) => plain(one)) ? null : 'accepts no answer yet'
  if (question.type !== 'single_choice' && question.type !== 'multiple_choice') return null
  const right = question.options.filter(({ isCorrect }) => isCorrect).length
  if (question.options.length < 2) return 'needs at least two options'
  if (right === 0) return 'has no right option yet'
  return question.type === 'single_choice' && right > 1 ? 'has more than one right option: make it a multiple choice, or keep one' : null
}

/** A copy in another order (Fisher–Yates); `pick(n)` gives a whole number from 0 below n. */
export function shuffled<T>(items: readonly T[], pick: (below: number) => number): T[] {
  const order = [...items]
  for (let last = order.length - 1; last > 0; last--) {
    const other = pick(last + 1)
    ;[order[last], order[other]] = [order[other] as T, order[last] as T]
  }
  return order
}

const faulty = (sentence: string) => new AppError(422, 'assessments.not_ready', sentence)
export const noQuiz = (unit: string) => faulty(`The unit “${unit}” has no quiz yet. Add one, or hide the unit.`)
export const notEnrolled = () =>
  new AppError(409, 'assessments.not_enrolled', 'You can take this quiz only while you are enrolled in its course.')
export const noAttemptsLeft = () => new AppError(409, 'assessments.no_attempts_left', 'You have used all attempts of this quiz.')
export const alreadyStarted = () =>
  new AppError(409, 'assessments.already_started', 'You have just started this quiz elsewhere. Reload to go on there.')
export const timeOver = () =>
  new AppError(409, 'assessments.time_over', 'The time for this attempt is over. What you had answered before counts.')
export const handedIn = () =>
  new AppError(409, 'assessments.handed_in', 'This attempt has been handed in. Its answers can no longer change.')
export const notHandedIn = () => new AppError(409, 'assessments.not_handed_in', 'There is no result before this attempt is handed in.')
export const published = () =>
  new AppError(409, 'assessments.published_is_fixed', 'This quiz is published and can no longer change. Start a new draft of the course.')
export const changedMeanwhile = () =>
  new AppError(409, 'assessments.changed_meanwhile', 'Somebody else changed the questions of this quiz. Reload to see their version.')
