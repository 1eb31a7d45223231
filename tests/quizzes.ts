import * as api from '#modules/assessments/contract.ts'
import { addContent, addModule, addUnit, createCourse, publishRevision } from '#modules/courses/contract.ts'
import { enrol } from '#modules/enrollments/contract.ts'
import type { Output } from '#platform/contract.ts'
import { world } from './world.ts'

export const questions: api.QuizDraft['questions'] = [
  {
    type: 'single_choice',
    text: 'Which tool shakes most?',
    points: 2,
    explanation: 'Breakers do.',
    options: [
      { text: 'Breaker', isCorrect: true },
      { text: 'Screwdriver', isCorrect: false },
    ],
  },
  {
    type: 'multiple_choice',
    text: 'Which are signs?',
    points: 2,
    explanation: 'Tingling and white fingers.',
    options: [
      { text: 'Tingling', isCorrect: true },
      { text: 'White fingers', isCorrect: true },
      { text: 'Hunger', isCorrect: false },
    ],
  },
  { type: 'true_false', text: 'Gloves stop vibration.', points: 1, explanation: 'They hardly do.', correct: false },
  { type: 'short_text', text: 'What is it called in short?', points: 1, explanation: '', accept: ['HAVS'] },
  { type: 'numeric', text: 'Which is the action value?', points: 4, explanation: '2.5 m/s² A(8).', value: 2.5, tolerance: 0.1 },
]
/** Ten points; eight of them pass. */
export const quiz: api.QuizDraft = {
  title: 'Final quiz',
  description: 'Five questions.',
  type: 'quiz',
  passingPercent: 80,
  durationMins: 30,
  maxAttempts: 2,
  shuffle: true,
  reveal: 'submitted',
  questions,
}

type Attempt = Output<typeof api.startAttempt>
/** The question whose text matches. */
export const asked = (attempt: Attempt, text: RegExp) =>
  attempt.questions.find((question) => text.test(question.text)) as Attempt['questions'][number]
/** The id of the option with this text. */
export const option = (question: Attempt['questions'][number], text: string) =>
  question.options.find((one) => one.text === text)?.id as string

/** A school with a teacher and a learner, and what stories about quizzes begin with. */
export async function school() {
  const w = await world()
  const iris = await w.person('Iris', ['employee', 'instructor'])
  const lea = await w.person('Lea', ['learner'])

  let made = 0
  /** A course with one unit that holds this quiz, published unless told otherwise. */
  async function course(draft: Partial<api.QuizDraft> = {}, { publish = true } = {}) {
    const { id: courseId, draftId } = await iris.call(createCourse, {
      body: { code: `C${++made}`, title: `Course ${made}`, selfEnrol: true, validityMonths: 12 },
    })
    const revisionId = draftId as string
    const module = await iris.call(addModule, { params: { id: revisionId }, body: { title: 'All of it' } })
    const unit = await iris.call(addUnit, { params: { id: module.id }, body: { title: 'Final', type: 'quiz' } })
    if (draft.type === 'practice')
      await iris.call(addContent, { params: { id: unit.id }, body: { type: 'link', title: 'Read', url: 'https://example.org/' } })
    const written = await iris.call(api.putQuizDraft, { params: { unitId: unit.id }, body: { ...quiz, ...draft } })
    if (publish) await iris.call(publishRevision, { params: { id: revisionId } })
    return { courseId, revisionId, unitId: unit.id, quizId: written.id }
  }
  async function started(draft: Partial<api.QuizDraft> = {}, learner = lea) {
    const made = await course(draft)
    await learner.call(enrol, { body: { courseId: made.courseId } })
    return { ...made, attempt: await learner.call(api.startAttempt, { params: { id: made.quizId } }) }
  }

  let sequence = 0
  async function answer(attempt: Attempt, text: RegExp, given: api.Answer | null, learner = lea) {
    const params = { id: attempt.id, questionId: asked(attempt, text).id }
    return learner.call(api.saveAnswer, { params, body: { answer: given, sequence: ++sequence } })
  }
  async function answerAll(attempt: Attempt, learner = lea) {
    const signs = asked(attempt, /signs/)
    await answer(attempt, /shakes/, { options: [option(asked(attempt, /shakes/), 'Breaker')] }, learner)
    await answer(attempt, /signs/, { options: [option(signs, 'Tingling'), option(signs, 'White fingers')] }, learner)
    await answer(attempt, /Gloves/, { value: false }, learner)
    await answer(attempt, /in short/, { text: ' havs ' }, learner)
    await answer(attempt, /action value/, { number: 2.55 }, learner)
  }
  const submit = (attempt: Attempt, learner = lea) => learner.call(api.submitAttempt, { params: { id: attempt.id } })
  async function evidence(attemptId: string) {
    const { rows } = await w.owner.query(
      'select kind, score, max_score, rule from enrollments.evidence where attempt_id = $1 order by kind',
      [attemptId],
    )
    return rows
  }
  return { w, iris, lea, course, started, answer, answerAll, submit, evidence, nextSequence: () => ++sequence }
}
