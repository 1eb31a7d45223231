import { z } from 'zod'
import { endpoint, Id, Instant, listQuery, page } from '#platform/contract.ts'

const everybody = ['employee', 'learner', 'manager', 'instructor', 'oh_professional', 'admin', 'tenant_administrator'] as const
/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'assessments:take': { says: 'Take quizzes of the courses one is enrolled in', roles: everybody, about: 'oneself', kiosk: true },
  'assessments:write': { says: 'Write the quizzes of a course', roles: ['instructor', 'admin'] },
  'assessments:review': { says: 'See how participants did in quizzes', roles: ['instructor', 'admin'] },
} as const

export const questionTypes = ['single_choice', 'multiple_choice', 'true_false', 'short_text', 'numeric'] as const
export const QuestionType = z.enum(questionTypes)
export const QuizType = z.enum(['quiz', 'exam', 'practice'])
/** When a person sees the right answers: once handed in, once passed, or never. */
export const Reveal = z.enum(['submitted', 'passed', 'never'])

// ---- writing a quiz

const Text = z.string().trim().min(1).max(5000)
const asked = {
  /** Left out for a new question. */
  id: Id.optional(),
  text: Text,
  points: z.number().int().min(0).max(1000),
  explanation: z.string().trim().max(5000),
}
const DraftOption = z.object({ id: Id.optional(), text: z.string().trim().min(1).max(2000), isCorrect: z.boolean() })
const options = z.array(DraftOption).max(20)
/** A question as its author sees it. */
export const DraftQuestion = z.discriminatedUnion('type', [
  z.object({ ...asked, type: z.literal('single_choice'), options }),
  z.object({ ...asked, type: z.literal('multiple_choice'), options }),
  z.object({ ...asked, type: z.literal('true_false'), correct: z.boolean() }),
  z.object({ ...asked, type: z.literal('short_text'), accept: z.array(z.string().trim().min(1).max(200)).max(50) }),
  z.object({ ...asked, type: z.literal('numeric'), value: z.number(), tolerance: z.number().min(0) }),
])
export type DraftQuestion = z.infer<typeof DraftQuestion>

const settings = {
  title: z.string().trim().min(1).max(200),
  description: z.string().trim().max(10_000),
  type: QuizType,
  /** Percent of all points; the points needed follow from it. */
  passingPercent: z.number().int().min(0).max(100),
  durationMins: z.number().int().min(1).max(1440).nullable(),
  maxAttempts: z.number().int().min(1).max(100).nullable(),
  /** Each person gets questions and options in an order of their own. */
  shuffle: z.boolean(),
  reveal: Reveal,
}
export const QuizDraft = z.object({ ...settings, questions: z.array(DraftQuestion).max(200) })
export type QuizDraft = z.infer<typeof QuizDraft>
export const AuthoredQuiz = QuizDraft.extend({
  id: Id,
  unitId: Id,
  maxScore: z.number(),
  version: z.number(),
  may: z.object({ change: z.boolean() }),
})

export type AuthoredQuiz = z.infer<typeof AuthoredQuiz>

export const getQuizDraft = endpoint('GET /units/:unitId/assessment/draft', {
  permission: 'assessments:write',
  returns: z.object({ quiz: AuthoredQuiz.nullable() }),
  summary: 'The quiz of a unit with its right answers, for its authors',
})
export const putQuizDraft = endpoint('PUT /units/:unitId/assessment/draft', {
  permission: 'assessments:write',
  body: QuizDraft,
  returns: AuthoredQuiz,
  limit: 2 * 1024 * 1024,
  summary: 'Save the quiz of a unit of a draft revision',
})
export const removeQuizDraft = endpoint('DELETE /units/:unitId/assessment/draft', {
  permission: 'assessments:write',
  summary: 'Remove the quiz of a unit of a draft revision',
})

// ---- taking a quiz

/** What a person answers; which of the four a question takes follows from its type. */
export const Answer = z.union([
  z.strictObject({ options: z.array(Id).max(50) }),
  z.strictObject({ value: z.boolean() }),
  z.strictObject({ text: z.string().max(500) }),
  z.strictObject({ number: z.number() }),
])
export type Answer = z.infer<typeof Answer>
const Score = { score: z.number().nullable(), passed: z.boolean().nullable() }
const AttemptStatus = z.enum(['in_progress', 'submitted', 'graded', 'expired'])

export const AttemptSummary = z.object({
  id: Id,
  attemptNumber: z.number(),
  status: AttemptStatus,
  ...Score,
  startTime: Instant,
  deadlineAt: Instant.nullable(),
  endTime: Instant.nullable(),
})
export const QuizForLearner = z.object({
  id: Id,
  unitId: Id,
  title: z.string(),
  description: z.string(),
  type: QuizType,
  questionCount: z.number(),
  maxScore: z.number(),
  passingScore: z.number(),
  /** With the learner's own extra time, of which `extraTimePercent` says how much it is. */
  durationMins: z.number().nullable(),
  extraTimePercent: z.number().nullable(),
  maxAttempts: z.number().nullable(),
  /** Newest first. */
  attempts: z.array(AttemptSummary),
  attemptsLeft: z.number().nullable(),
  may: z.object({ start: z.boolean(), resume: z.boolean() }),
})
export const getQuiz = endpoint('GET /units/:unitId/assessment', {
  permission: 'assessments:take',
  returns: z.object({ quiz: QuizForLearner.nullable() }),
  summary: 'The quiz of a unit, and my attempts',
})

const ShownQuestion = z.object({
  id: Id,
  type: QuestionType,
  text: z.string(),
  points: z.number(),
  options: z.array(z.object({ id: Id, text: z.string() })),
  answer: Answer.nullable(),
  /** Of the answer that is kept; 0 where there is none. */
  sequence: z.number(),
})
export const Attempt = AttemptSummary.extend({
  assessmentId: Id,
  unitId: Id,
  enrollmentId: Id,
  title: z.string(),
  /** The server's clock when it answered: what the time left is counted by. */
  now: Instant,
  questions: z.array(ShownQuestion),
})
export type Attempt = z.infer<typeof Attempt>

export const startAttempt = endpoint('POST /assessments/:id/attempts', {
  permission: 'assessments:take',
  returns: Attempt,
  status: 201,
  summary: 'Start an attempt, or go on with the one in progress',
})
export const getAttempt = endpoint('GET /attempts/:id', {
  permission: 'assessments:take',
  returns: Attempt,
  summary: 'My attempt as far as it is answered',
})
export const saveAnswer = endpoint('PUT /attempts/:id/answers/:questionId', {
  permission: 'assessments:take',
  body: z.object({ answer: Answer.nullable(), sequence: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
  /** `saved` is false where a newer answer was there already; `sequence` is that of the answer kept. */
  returns: z.object({ saved: z.boolean(), sequence: z.number() }),
  summary: 'Save one answer; a lower sequence than the one kept changes nothing',
})

const MarkedQuestion = z.object({
  id: Id,
  type: QuestionType,
  text: z.string(),
  points: z.number(),
  pointsEarned: z.number(),
  isCorrect: z.boolean(),
  answer: Answer.nullable(),
  /** `isCorrect` is null where right answers are not shown (yet). */
  options: z.array(z.object({ id: Id, text: z.string(), isCorrect: z.boolean().nullable() })),
  /** In words; null where it is not shown, or where the options say it. */
  correctAnswer: z.union([z.boolean(), z.string(), z.number()]).nullable(),
  explanation: z.string().nullable(),
})
export const Result = AttemptSummary.extend({
  assessmentId: Id,
  unitId: Id,
  enrollmentId: Id,
  title: z.string(),
  type: QuizType,
  userId: Id,
  holder: z.string(),
  maxScore: z.number(),
  passingScore: z.number(),
  attemptsLeft: z.number().nullable(),
  reveal: Reveal,
  revealed: z.boolean(),
  questions: z.array(MarkedQuestion),
})
export type Result = z.infer<typeof Result>

export const submitAttempt = endpoint('POST /attempts/:id/submission', {
  permission: 'assessments:take',
  returns: Result,
  summary: 'Hand in an attempt; the server marks it',
})
export const getResult = endpoint('GET /attempts/:id/result', {
  permission: 'assessments:take',
  returns: Result,
  summary: 'The marked attempt: my own, or a participant’s for whoever reviews the course',
})

export const ParticipantAttempt = AttemptSummary.extend({ userId: Id, name: z.string() })
export const listAttempts = endpoint('GET /assessments/:id/attempts', {
  permission: 'assessments:review',
  query: listQuery({ sort: ['startTime'] }).pick({ cursor: true, limit: true }),
  returns: page(ParticipantAttempt),
  summary: 'Attempts of all participants, newest first',
})

/** What this module tells those above it. */
export const events = {
  'assessments.attempt_marked': {
    payload: z.object({ attemptId: Id, assessmentId: Id, enrollmentId: Id, userIds: z.array(Id) }),
    live: 'named',
  },
} as const
/** Where a list of attempts goes on: start and id of the last one. */
export const AttemptCursor = z.tuple([Instant, Id])
