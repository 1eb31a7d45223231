import { sql } from 'kysely'
import { before, compiled, compiledWrite, type Db } from '#platform/db.ts'
import type { Answer } from './contract.ts'

/** A person's attempts of a quiz, newest first. */
export const attemptsOf = compiled('assessments.attempts_of', (db, p: { assessmentId: string; userId: string }) =>
  db
    .selectFrom('assessments.assessment_attempts as t')
    .where('t.assessmentId', '=', p.assessmentId)
    .where('t.userId', '=', p.userId)
    .select(['t.id', 't.enrollmentId', 't.attemptNumber', 't.status', 't.score', 't.passed', 't.startTime', 't.deadlineAt', 't.endTime'])
    .orderBy('t.startTime', 'desc')
    .limit(200),
)

const attemptColumns = [
  't.id',
  't.assessmentId',
  't.userId',
  't.enrollmentId',
  't.attemptNumber',
  't.status',
  't.questionOrder',
  't.score',
  't.passed',
  't.startTime',
  't.deadlineAt',
  't.endTime',
] as const
const aboutQuiz = ['a.unitId', 'a.title', 'a.type', 'a.settings', 'a.maxScore', 'a.passingScore', 'a.maxAttempts'] as const

export const attemptOf = compiled('assessments.attempt_of', (db, p: { id: string }) =>
  db
    .selectFrom('assessments.assessment_attempts as t')
    .innerJoin('assessments.assessments as a', 'a.id', 't.assessmentId')
    .where('t.id', '=', p.id)
    .select([...attemptColumns, ...aboutQuiz]),
)
/** The same, held so that an attempt is marked once. */
export const lockAttempt = compiled('assessments.lock_attempt', (db, p: { id: string }) =>
  db
    .selectFrom('assessments.assessment_attempts as t')
    .innerJoin('assessments.assessments as a', 'a.id', 't.assessmentId')
    .where('t.id', '=', p.id)
    .select([...attemptColumns, ...aboutQuiz])
    .forNoKeyUpdate('t'),
)
export type AttemptRow = NonNullable<Awaited<ReturnType<typeof attemptOf>>[number]>

export const answersOf = compiled('assessments.answers_of', (db, p: { attemptId: string }) =>
  db
    .selectFrom('assessments.question_responses as r')
    .where('r.attemptId', '=', p.attemptId)
    .select(['r.questionId', 'r.responseData', 'r.sequenceNo']),
)

/** The answers of an attempt beside their questions' right answers, held against answers that still arrive. */
export const lockAnswers = compiled('assessments.lock_answers', (db, p: { attemptId: string }) =>
  db
    .selectFrom('assessments.question_responses as r')
    .innerJoin('assessments.questions as q', 'q.id', 'r.questionId')
    .where('r.attemptId', '=', p.attemptId)
    .select([
      'r.id',
      'q.id as questionId',
      'q.type',
      'q.questionText as text',
      'q.points',
      'q.correctAnswer',
      'q.explanation',
      'r.responseData',
    ])
    .orderBy('q.sequenceNo')
    .forNoKeyUpdate('r'),
)

/** The marked answers of an attempt, with what explains them. */
export const markedAnswers = compiled('assessments.marked_answers', (db, p: { attemptId: string }) =>
  db
    .selectFrom('assessments.question_responses as r')
    .innerJoin('assessments.questions as q', 'q.id', 'r.questionId')
    .where('r.attemptId', '=', p.attemptId)
    .select([
      'q.id as questionId',
      'q.type',
      'q.questionText as text',
      'q.points',
      'q.correctAnswer',
      'r.responseData',
      'r.isCorrect',
      'r.pointsEarned',
      'r.feedback',
    ])
    .orderBy('q.sequenceNo'),
)

/** The options of an attempt's questions with what is right: for marking, and for results. */
export const markedOptions = compiled('assessments.marked_options', (db, p: { attemptId: string }) =>
  db
    .selectFrom('assessments.question_responses as r')
    .innerJoin('assessments.options as o', 'o.questionId', 'r.questionId')
    .where('r.attemptId', '=', p.attemptId)
    .select(['o.id', 'o.questionId', 'o.text', 'o.isCorrect'])
    .orderBy('o.questionId')
    .orderBy('o.sequenceNo'),
)

/**
 * Keeps an answer if the attempt is this person's, still running and not over, and no newer answer is there. An attempt being
 * handed in at the same moment holds the row: afterwards it is marked, and this changes nothing.
 */
export const keepAnswer = compiledWrite(
  'assessments.keep_answer',
  'assessments.question_responses',
  ['responseData', 'sequenceNo'],
  (db, p: { attemptId: string; questionId: string; userId: string; answer: string | null; sequence: number; now: string }) =>
    db
      .updateTable('assessments.question_responses as r')
      .from('assessments.assessment_attempts as t')
      .set({ responseData: p.answer, sequenceNo: p.sequence, updatedAt: p.now })
      .where('r.attemptId', '=', p.attemptId)
      .where('r.questionId', '=', p.questionId)
      .where('r.sequenceNo', '<', p.sequence)
      .where('r.isCorrect', 'is', null)
      .whereRef('t.id', '=', 'r.attemptId')
      .where('t.userId', '=', p.userId)
      .where('t.status', '=', 'in_progress')
      .where((eb) => eb.or([eb('t.deadlineAt', 'is', null), eb('t.deadlineAt', '>', p.now)]))
      .returningAll('r')
      .returning(before),
)

/** Why an answer was not kept. */
export const answerState = compiled('assessments.answer_state', (db, p: { attemptId: string; questionId: string; userId: string }) =>
  db
    .selectFrom('assessments.question_responses as r')
    .innerJoin('assessments.assessment_attempts as t', 't.id', 'r.attemptId')
    .where('r.attemptId', '=', p.attemptId)
    .where('r.questionId', '=', p.questionId)
    .where('t.userId', '=', p.userId)
    .select(['r.sequenceNo', 't.status', 't.deadlineAt']),
)

type Marks = { ids: string[]; correct: boolean[]; points: number[]; feedback: (string | null)[]; now: string }
/** Writes the marks of one attempt's answers in one statement. */
export const writeMarks = compiledWrite(
  'assessments.write_marks',
  'assessments.question_responses',
  ['isCorrect', 'pointsEarned', 'feedback'],
  (db, p: Marks) =>
    db
      .updateTable('assessments.question_responses as r')
      .from(
        sql<{
          id: string
          correct: boolean
          points: number
          feedback: string | null
        }>`unnest(${p.ids}::uuid[], ${p.correct}::boolean[], ${p.points}::int[], ${p.feedback}::jsonb[])`.as<'m'>(
          sql`m(id, correct, points, feedback)`,
        ),
      )
      .set((eb) => ({ isCorrect: eb.ref('m.correct'), pointsEarned: eb.ref('m.points'), feedback: eb.ref('m.feedback'), updatedAt: p.now }))
      .whereRef('r.id', '=', 'm.id')
      .returningAll('r')
      .returning(before),
)

export const closeAttempt = compiledWrite(
  'assessments.close_attempt',
  'assessments.assessment_attempts',
  ['status', 'score', 'passed', 'endTime', 'submittedAt'],
  (db, p: { id: string; status: string; score: number; passed: boolean; endTime: string; submittedAt: string | null; now: string }) =>
    db
      .updateTable('assessments.assessment_attempts')
      .set({
        status: p.status as 'graded',
        score: p.score,
        passed: p.passed,
        endTime: p.endTime,
        submittedAt: p.submittedAt,
        updatedAt: p.now,
      })
      .where('id', '=', p.id)
      .returningAll()
      .returning(before),
)

export const nameOf = compiled('assessments.name_of', (db, p: { userId: string }) =>
  db.selectFrom('directory.people').where('id', '=', p.userId).select('name'),
)

/** Everybody's attempts of a quiz, newest first; from `cursor` on where one is given. */
export function participantAttempts(db: Db, of: { assessmentId: string; limit: number; after: readonly [string, string] | undefined }) {
  let query = db
    .selectFrom('assessments.assessment_attempts as t')
    .innerJoin('directory.people as p', 'p.id', 't.userId')
    .where('t.assessmentId', '=', of.assessmentId)
    .select([
      't.id',
      't.userId',
      'p.name',
      't.attemptNumber',
      't.status',
      't.score',
      't.passed',
      't.startTime',
      't.deadlineAt',
      't.endTime',
    ])
    .orderBy('t.startTime', 'desc')
    .orderBy('t.id', 'desc')
    .limit(of.limit + 1)
  if (of.after) query = query.where((eb) => eb(eb.refTuple('t.startTime', 't.id'), '<', eb.tuple(...(of.after as [string, string]))))
  return query.execute()
}

/** An answer as a json column takes it. */
export const wire = (answer: Answer | null) => (answer === null ? null : JSON.stringify(answer))
