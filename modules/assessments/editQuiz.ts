import { randomUUIDv7 } from 'node:crypto'
import { requirePass } from '#modules/courses/index.ts'
import { change, type Db, insert, insertMany, remove } from '#platform/db.ts'
import type { Insert, Row } from '#platform/rows.gen.ts'
import type { AuthoredQuiz, DraftQuestion, QuizDraft } from './contract.ts'
import { changedMeanwhile, pointsToPass } from './policy.ts'
import { authoredOptions, authoredQuestions, quizById, quizOfUnit } from './queries.ts'

type Question = Row<'assessments.questions'>
type Stored = { questions: Question[]; options: Row<'assessments.options'>[] }
type Place = { unitId: string; revisionId: string; userId: string | null }

/** The quiz of a unit with its right answers; null where the unit has none. */
export async function readQuiz(db: Db, unitId: string) {
  const [quiz] = await quizOfUnit(db, { unitId })
  if (!quiz) return null
  const stored = await storedParts(db, quiz.id)
  const { passingPercent = 0, shuffle = false, reveal = 'submitted' } = quiz.settings as Partial<QuizDraft>
  return { ...quiz, passingPercent, shuffle, reveal, questions: asDrafts(stored) }
}

/** Saves the whole quiz of a unit: questions and options keep their ids, new ones get theirs, missing ones go. */
export async function saveQuiz(db: Db, draft: QuizDraft, { unitId, revisionId, userId }: Place, version?: number): Promise<void> {
  const maxScore = draft.questions.reduce((sum, { points }) => sum + points, 0)
  const { questions, passingPercent, shuffle, reveal, ...values } = draft
  const fields = {
    ...values,
    maxScore,
    passingScore: pointsToPass(passingPercent, maxScore),
    settings: { passingPercent, shuffle, reveal },
  }
  const [known] = await quizOfUnit(db, { unitId })
  const where = known && { id: known.id, ...(version === undefined ? {} : { version }) }
  const quiz = where
    ? await change(db, 'assessments.assessments', where, fields)
    : // The unit's id as origin makes a second quiz of the same unit impossible, also when two people add one at once.
      await insert(db, 'assessments.assessments', { ...fields, unitId, revisionId, originId: unitId, createdBy: userId })
  await saveQuestions(db, quiz.id, questions)
  await requirePass(db, unitId, draft.type !== 'practice')
}

/** A quiz by its id: whose unit it belongs to. */
export const quizWithId = async (db: Db, id: string) => (await quizById(db, { id }))[0]

/** Takes the quiz of a unit away; 404 where there is none. */
export async function removeQuiz(db: Db, unitId: string): Promise<void> {
  await remove(db, 'assessments.assessments', { unitId, status: 'draft' })
  await requirePass(db, unitId, false)
}

async function storedParts(db: Db, assessmentId: string): Promise<Stored> {
  const [questions, options] = await Promise.all([authoredQuestions(db, { assessmentId }), authoredOptions(db, { assessmentId })])
  return { questions, options }
}

async function saveQuestions(db: Db, assessmentId: string, wanted: readonly DraftQuestion[]): Promise<void> {
  const stored = await storedParts(db, assessmentId)
  const kept = new Set(wanted.map(({ id }) => id))
  for (const { id } of stored.questions) if (!kept.has(id)) await remove(db, 'assessments.questions', { id })

  const added: Insert<'assessments.questions'>[] = []
  const optionsOf: { questionId: string; options: (DraftQuestion & { type: 'single_choice' })['options'] }[] = []
  for (const [index, question] of wanted.entries()) {
    const row = { assessmentId, ...rowOf(question), sequenceNo: index + 1 }
    const before = stored.questions.find(({ id }) => id === question.id)
    if (question.id && !before) throw changedMeanwhile()
    const id = question.id ?? randomUUIDv7()
    if (!before) added.push({ ...row, id })
    else if (differs(before, row)) await change(db, 'assessments.questions', { id }, row)
    optionsOf.push({ questionId: id, options: 'options' in question ? question.options : [] })
  }
  await insertMany(db, 'assessments.questions', added)
  await saveOptions(
    db,
    stored.options.filter((option) => kept.has(option.questionId)),
    optionsOf,
  )
}

async function saveOptions(
  db: Db,
  stored: readonly Row<'assessments.options'>[],
  wanted: readonly { questionId: string; options: { id?: string | undefined; text: string; isCorrect: boolean }[] }[],
): Promise<void> {
  const rows = wanted.flatMap(({ questionId, options }) =>
    options.map(({ id, text, isCorrect }, index) => ({ id, questionId, text, isCorrect, sequenceNo: index + 1 })),
  )
  const kept = new Set(rows.map(({ id }) => id))
  for (const { id } of stored) if (!kept.has(id)) await remove(db, 'assessments.options', { id })
  const added: Insert<'assessments.options'>[] = []
  for (const { id, ...row } of rows) {
    const before = stored.find((option) => option.id === id && option.questionId === row.questionId)
    if (id && !before) throw changedMeanwhile()
    if (!before) added.push({ id: randomUUIDv7(), ...row })
    else if (differs(before, row)) await change(db, 'assessments.options', { id: before.id }, row)
  }
  await insertMany(db, 'assessments.options', added)
}

function rowOf(question: DraftQuestion) {
  const { type, text, points, explanation } = question
  return { type, questionText: text, points, correctAnswer: rightAnswer(question), explanation: explanation ? { text: explanation } : null }
}

function rightAnswer(question: DraftQuestion) {
  if (question.type === 'true_false') return question.correct
  if (question.type === 'short_text') return { accept: question.accept }
  if (question.type === 'numeric') return { value: question.value, tolerance: question.tolerance }
  return null
}

/** Stored questions as their author edits them. */
export function asDrafts({ questions, options }: Stored): AuthoredQuiz['questions'] {
  return questions.map(({ id, type, questionText: text, points, explanation, correctAnswer }) => {
    const asked = { id, text, points, explanation: explanation?.text ?? '' }
    if (type === 'true_false') return { ...asked, type, correct: correctAnswer === true }
    if (type === 'short_text') return { ...asked, type, accept: correctAnswer?.accept ?? [] }
    if (type === 'numeric') return { ...asked, type, value: correctAnswer?.value ?? 0, tolerance: correctAnswer?.tolerance ?? 0 }
    const own = options.filter(({ questionId }) => questionId === id)
    return { ...asked, type, options: own.map(({ id: optionId, text: words, isCorrect }) => ({ id: optionId, text: words, isCorrect })) }
  })
}

const differs = (before: object, after: object) =>
  Object.entries(after).some(([column, value]) => JSON.stringify(value) !== JSON.stringify((before as Record<string, unknown>)[column]))
