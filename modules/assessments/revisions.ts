import { randomUUIDv7 } from 'node:crypto'
import { changeAll, type Db, insertMany } from '#platform/db.ts'
import { asDrafts } from './editQuiz.ts'
import { noQuiz, unfit } from './policy.ts'
import { quizzesOf } from './queries.ts'

type Copied = { db: Db; payload: { revisionId: string; units: { fromId: string; toId: string }[] } }
type Publishing = { db: Db; payload: { revisionId: string }; now: Temporal.Instant }

/** A new draft takes the quizzes of the revision it is copied from along: new rows, same origin, attempts stay with the old ones. */
export async function copyQuizzes({ db, payload: { revisionId, units } }: Copied): Promise<void> {
  if (units.length === 0) return
  const { quizzes, questions, options } = await quizzesOf(
    db,
    units.map(({ fromId }) => fromId),
  )
  const unitIds = new Map(units.map(({ fromId, toId }) => [fromId, toId]))
  const quizIds = new Map(quizzes.map(({ id }) => [id, randomUUIDv7()]))
  const questionIds = new Map(questions.map(({ id }) => [id, randomUUIDv7()]))
  await insertMany(
    db,
    'assessments.assessments',
    quizzes.map((quiz) => ({
      ...withoutTimes(quiz),
      id: quizIds.get(quiz.id) as string,
      unitId: unitIds.get(quiz.unitId) as string,
      revisionId,
      status: 'draft' as const,
      publishedAt: null,
      version: 1,
    })),
  )
  await insertMany(
    db,
    'assessments.questions',
    questions.map((question) => ({
      ...withoutTimes(question),
      id: questionIds.get(question.id) as string,
      assessmentId: quizIds.get(question.assessmentId) as string,
    })),
  )
  await insertMany(
    db,
    'assessments.options',
    options.map((option) => ({ ...withoutTimes(option), id: randomUUIDv7(), questionId: questionIds.get(option.questionId) as string })),
  )
}

/** Refuses to publish a course with a quiz that cannot be taken; else freezes its quizzes with the revision. */
export async function publishQuizzes({ db, payload: { revisionId }, now }: Publishing): Promise<void> {
  const units = await db
    .selectFrom('courses.unit_list')
    .where('revisionId', '=', revisionId)
    .select(['unitId', 'title', 'type', 'visible'])
    .execute()
  const { quizzes, questions, options } = await quizzesOf(
    db,
    units.map(({ unitId }) => unitId),
  )
  const missing = units.find(({ unitId, type, visible }) => type === 'quiz' && visible && !quizzes.some((quiz) => quiz.unitId === unitId))
  if (missing) throw noQuiz(missing.title)
  for (const quiz of quizzes) {
    const own = questions.filter(({ assessmentId }) => assessmentId === quiz.id)
    const refusal = unfit({ title: quiz.title, questions: asDrafts({ questions: own, options }) })
    if (refusal) throw refusal
  }
  for (const { id } of quizzes) await changeAll(db, 'assessments.assessments', { id }, { status: 'published', publishedAt: now.toString() })
}

function withoutTimes<R extends { tenantId: string; createdAt: string; updatedAt: string }>({
  tenantId: _,
  createdAt: __,
  updatedAt: ___,
  ...row
}: R) {
  return row
}
