import { z } from 'zod'
import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { QuestionType, type QuizDraft } from './contract.ts'
import { saveQuiz } from './editQuiz.ts'

const Question = z.object({
  type: QuestionType,
  text: z.string(),
  points: z.number().default(1),
  explanation: z.string().default(''),
  options: z.array(z.object({ text: z.string(), isCorrect: z.boolean() })).default([]),
  correctAnswer: z
    .union([z.object({ accepted: z.array(z.string()) }), z.object({ value: z.number(), tolerance: z.number().default(0) })])
    .optional(),
})
/** A quiz as course files hold it; `passingScore` is a percentage there. */
const CourseFileQuiz = z.object({
  title: z.string(),
  description: z.string().default(''),
  passingScore: z.number().int().min(0).max(100),
  durationMins: z.number().int().nullable().default(null),
  maxAttempts: z.number().int().nullable().default(null),
  questions: z.array(Question),
})

/** Puts the quiz of a course file into a unit of a draft revision. Throws for a file of another shape, and where there is no such unit. */
export async function importAssessment(db: Db, unitId: string, json: unknown): Promise<void> {
  const { questions, passingScore, ...quiz } = CourseFileQuiz.parse(json)
  const unit = await db.selectFrom('courses.unit_list').where('unitId', '=', unitId).select('revisionId').executeTakeFirst()
  if (!unit) throw notFound()
  const draft: QuizDraft = {
    ...quiz,
    type: 'quiz',
    passingPercent: passingScore,
    shuffle: true,
    reveal: 'submitted',
    questions: questions.map(asDraft),
  }
  await saveQuiz(db, draft, { unitId, revisionId: unit.revisionId, userId: null })
}

function asDraft({ type, options, correctAnswer, ...asked }: z.infer<typeof Question>): QuizDraft['questions'][number] {
  if (type === 'single_choice' || type === 'multiple_choice') return { ...asked, type, options }
  if (type === 'true_false') return { ...asked, type, correct: options.some(({ text, isCorrect }) => isCorrect && /^true$/i.test(text)) }
  if (type === 'short_text') return { ...asked, type, accept: correctAnswer && 'accepted' in correctAnswer ? correctAnswer.accepted : [] }
  const { value, tolerance } = correctAnswer && 'value' in correctAnswer ? correctAnswer : { value: 0, tolerance: 0 }
  return { ...asked, type, value, tolerance }
}
