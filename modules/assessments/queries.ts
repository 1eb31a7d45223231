import { compiled, type Db } from '#platform/db.ts'

const quizColumns = [
  'a.id',
  'a.unitId',
  'a.revisionId',
  'a.title',
  'a.description',
  'a.type',
  'a.passingScore',
  'a.maxScore',
  'a.durationMins',
  'a.maxAttempts',
  'a.settings',
  'a.status',
  'a.version',
] as const

/** The quiz of a unit, whatever its state. */
export const quizOfUnit = compiled('assessments.quiz_of_unit', (db, p: { unitId: string }) =>
  db.selectFrom('assessments.assessments as a').where('a.unitId', '=', p.unitId).select(quizColumns).orderBy('a.id').limit(1),
)

export const quizById = compiled('assessments.quiz_by_id', (db, p: { id: string }) =>
  db.selectFrom('assessments.assessments as a').where('a.id', '=', p.id).select(quizColumns),
)

/** Questions and options of a quiz with everything their author wrote. */
export const authoredQuestions = compiled('assessments.authored_questions', (db, p: { assessmentId: string }) =>
  db.selectFrom('assessments.questions as q').where('q.assessmentId', '=', p.assessmentId).selectAll('q').orderBy('q.sequenceNo'),
)
export const authoredOptions = compiled('assessments.authored_options', (db, p: { assessmentId: string }) =>
  db
    .selectFrom('assessments.questions as q')
    .innerJoin('assessments.options as o', 'o.questionId', 'q.id')
    .where('q.assessmentId', '=', p.assessmentId)
    .selectAll('o')
    .orderBy('o.questionId')
    .orderBy('o.sequenceNo'),
)

/** A published quiz with this person's active enrolment in its revision (null without one). */
const published = (db: Db, userId: string) =>
  db
    .selectFrom('assessments.assessments as a')
    .leftJoin('enrollments.participation as e', (join) =>
      join.onRef('e.revisionId', '=', 'a.revisionId').on('e.userId', '=', userId).on('e.status', '=', 'active'),
    )
    .where('a.status', '=', 'published')
    .select([...quizColumns, 'e.enrollmentId', 'e.courseId'])
export const startable = compiled('assessments.startable', (db, p: { id: string; userId: string }) =>
  published(db, p.userId)
    .innerJoin('courses.unit_list as u', 'u.unitId', 'a.unitId')
    .where('a.id', '=', p.id)
    .select('u.moduleId')
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('courses.module_gates as g')
            .whereRef('g.moduleId', '=', 'u.moduleId')
            .where('g.requirementType', '<>', 'recommended')
            .select('g.moduleId'),
        )
        .as('gated'),
    ),
)
export const startableOfUnit = compiled('assessments.startable_of_unit', (db, p: { unitId: string; userId: string }) =>
  published(db, p.userId).where('a.unitId', '=', p.unitId).orderBy('a.id').limit(1),
)

/** Questions of a quiz as they are shown: no right answer, no explanation. */
export const shownQuestions = compiled('assessments.shown_questions', (db, p: { assessmentId: string }) =>
  db
    .selectFrom('assessments.questions as q')
    .where('q.assessmentId', '=', p.assessmentId)
    .select(['q.id', 'q.type', 'q.questionText as text', 'q.points'])
    .orderBy('q.sequenceNo'),
)
export const shownOptions = compiled('assessments.shown_options', (db, p: { assessmentId: string }) =>
  db
    .selectFrom('assessments.questions as q')
    .innerJoin('assessments.options as o', 'o.questionId', 'q.id')
    .where('q.assessmentId', '=', p.assessmentId)
    .select(['o.id', 'o.questionId', 'o.text'])
    .orderBy('o.questionId')
    .orderBy('o.sequenceNo'),
)

/** Every quiz of these units, with all that belongs to it. */
export async function quizzesOf(db: Db, unitIds: readonly string[]) {
  if (unitIds.length === 0) return { quizzes: [], questions: [], options: [] }
  const quizzes = await db.selectFrom('assessments.assessments').where('unitId', 'in', unitIds).selectAll().orderBy('id').execute()
  if (quizzes.length === 0) return { quizzes, questions: [], options: [] }
  const ids = quizzes.map(({ id }) => id)
  const questions = await db
    .selectFrom('assessments.questions')
    .where('assessmentId', 'in', ids)
    .selectAll()
    .orderBy('assessmentId')
    .orderBy('sequenceNo')
    .execute()
  const options = questions.length
    ? await db
        .selectFrom('assessments.options')
        .where(
          'questionId',
          'in',
          questions.map(({ id }) => id),
        )
        .selectAll()
        .orderBy('questionId')
        .orderBy('sequenceNo')
        .execute()
    : []
  return { quizzes, questions, options }
}
