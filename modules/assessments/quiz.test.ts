import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addContent, addModule, addUnit, createCourse, publishRevision, startDraft } from '#modules/courses/contract.ts'
import { enrol, myEnrollments } from '#modules/enrollments/contract.ts'
import type { Output } from '#platform/contract.ts'
import { world } from '../../tests/world.ts'
import * as api from './contract.ts'

const w = await world()
const iris = await w.person('Iris', ['employee', 'instructor'])
const lea = await w.person('Lea', ['learner'])

const questions: api.QuizDraft['questions'] = [
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
const quiz: api.QuizDraft = {
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
type Attempt = Output<typeof api.startAttempt>
const asked = (attempt: Attempt, text: RegExp) =>
  attempt.questions.find((question) => text.test(question.text)) as Attempt['questions'][number]
const option = (question: Attempt['questions'][number], text: string) => question.options.find((one) => one.text === text)?.id as string

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

describe('writing a quiz', () => {
  test('an instructor writes questions of every kind and finds them again, ids kept over later changes', async () => {
    const { unitId } = await course({}, { publish: false })
    const { quiz: first } = await iris.call(api.getQuizDraft, { params: { unitId } })
    assert.ok(first)
    assert.equal(first.maxScore, 10)
    assert.deepEqual(
      first.questions.map((question) => question.type),
      ['single_choice', 'multiple_choice', 'true_false', 'short_text', 'numeric'],
    )
    const { id, unitId: _, maxScore, version, may, ...draft } = first
    const [a, b, ...rest] = draft.questions
    const changed = {
      ...draft,
      questions: [b, { ...(a as object), text: 'Which shakes least?' }, ...rest.slice(1)] as typeof draft.questions,
    }
    const second = await iris.call(api.putQuizDraft, { params: { unitId }, body: changed }, { 'if-match': `"${version}"` })
    assert.equal(second.maxScore, 9)
    assert.deepEqual(
      second.questions.map((question) => question.id),
      changed.questions.map((question) => question.id),
    )
    assert.equal(second.questions[1]?.text, 'Which shakes least?')
    const stale = await iris.refused(api.putQuizDraft, { params: { unitId }, body: changed }, { 'if-match': `"${version}"` })
    assert.equal(stale.status, 412)
  })

  test('a question nobody could get right is not published, and the refusal names it', async () => {
    const wrong = [
      {
        ...questions[0],
        options: [
          { text: 'Breaker', isCorrect: false },
          { text: 'Drill', isCorrect: false },
        ],
      },
    ] as typeof questions
    const { revisionId, unitId } = await course({ questions: wrong }, { publish: false })
    const refusal = await iris.refused(publishRevision, { params: { id: revisionId } })
    assert.deepEqual([refusal.status, refusal.code], [422, 'assessments.not_ready'])
    assert.match(refusal.title, /Question 1 .* no right option/)
    await iris.call(api.putQuizDraft, { params: { unitId }, body: { ...quiz, questions: [] } })
    assert.match((await iris.refused(publishRevision, { params: { id: revisionId } })).title, /no question/)
    await iris.call(api.removeQuizDraft, { params: { unitId } })
    assert.match((await iris.refused(publishRevision, { params: { id: revisionId } })).title, /no quiz yet/)
    assert.equal((await iris.call(api.getQuizDraft, { params: { unitId } })).quiz, null)
  })

  test('a published quiz does not change; a new draft has a copy that does, and the learner stays on theirs', async () => {
    const { courseId, unitId, quizId } = await course()
    const fixed = await iris.refused(api.putQuizDraft, { params: { unitId }, body: quiz })
    assert.equal(fixed.status, 409)
    assert.equal((await iris.refused(api.removeQuizDraft, { params: { unitId } })).status, 409)
    const draft = await iris.call(startDraft, { params: { id: courseId } })
    const copyUnit = draft.modules[0]?.units[0]?.id as string
    const { quiz: copy } = await iris.call(api.getQuizDraft, { params: { unitId: copyUnit } })
    assert.ok(copy && copy.id !== quizId && copy.may.change)
    assert.equal(copy.questions.length, 5)
    assert.ok(copy.questions[0]?.type === 'single_choice' && copy.questions[0].options[0]?.isCorrect)
    await iris.call(api.putQuizDraft, { params: { unitId: copyUnit }, body: { ...quiz, title: 'Better quiz' } })
    const { quiz: old } = await iris.call(api.getQuizDraft, { params: { unitId } })
    assert.equal(old?.title, 'Final quiz')
    const { rows } = await w.owner.query(
      'select count(distinct origin_id)::int as origins, count(*)::int as quizzes from assessments.assessments where id = any($1)',
      [[quizId, copy.id]],
    )
    assert.deepEqual(rows[0], { origins: 1, quizzes: 2 })
  })

  test('nobody but its teachers writes it or sees right answers there', async () => {
    const { unitId } = await course()
    const other = await w.person('Otto', ['employee', 'instructor'])
    assert.equal((await lea.refused(api.getQuizDraft, { params: { unitId } })).status, 403)
    assert.equal((await other.refused(api.getQuizDraft, { params: { unitId } })).status, 403)
    assert.equal((await other.refused(api.putQuizDraft, { params: { unitId }, body: quiz })).status, 403)
    const there = await (await w.tenant()).person('Ines', ['employee', 'instructor'])
    assert.equal((await there.refused(api.getQuizDraft, { params: { unitId } })).status, 404)
  })
})

describe('taking a quiz', () => {
  test('no right answer and no explanation leaves before an attempt is handed in', async () => {
    const { unitId, attempt } = await started()
    const said = [
      await lea.call(api.getQuiz, { params: { unitId } }),
      attempt,
      await lea.call(api.getAttempt, { params: { id: attempt.id } }),
      await answer(attempt, /Gloves/, { value: true }),
      await lea.refused(api.getResult, { params: { id: attempt.id } }),
      (await lea.call(myEnrollments, { query: {} })).items,
    ]
    assert.doesNotMatch(JSON.stringify(said), /isCorrect|correct|explanation|feedback|accept|tolerance|Breakers do/i)
    assert.match(JSON.stringify(await submit(attempt)), /Breakers do/)
  })

  test('all right: passed, the course is complete, and the evidence says by which attempt', async () => {
    const { attempt, courseId } = await started()
    await answerAll(attempt)
    const result = await submit(attempt)
    assert.deepEqual([result.status, result.score, result.maxScore, result.passed], ['graded', 10, 10, true])
    assert.ok(result.questions.every((question) => question.isCorrect && question.pointsEarned === question.points))
    const { items } = await lea.call(myEnrollments, { query: { state: 'finished' } })
    assert.equal(items.find((one) => one.courseId === courseId)?.status, 'completed')
    assert.deepEqual(
      (await evidence(attempt.id)).map(({ kind, score, max_score }) => [kind, score, max_score]),
      [
        ['attempt_passed', 10, 10],
        ['course_completed', 10, 10],
      ],
    )
  })

  test('not enough: the failed attempt is kept as evidence, and attempts run out', async () => {
    const { attempt, quizId, unitId } = await started()
    await answer(attempt, /Gloves/, { value: false })
    const result = await submit(attempt)
    assert.deepEqual([result.passed, result.score, result.attemptsLeft], [false, 1, 1])
    assert.equal(result.questions.filter((question) => question.answer === null).length, 4)
    assert.deepEqual(
      (await evidence(attempt.id)).map((row) => row.kind),
      ['attempt_failed'],
    )
    const second = await lea.call(api.startAttempt, { params: { id: quizId } })
    assert.equal(second.attemptNumber, 2)
    await submit(second)
    const refusal = await lea.refused(api.startAttempt, { params: { id: quizId } })
    assert.equal(refusal.code, 'assessments.no_attempts_left')
    const { quiz: shown } = await lea.call(api.getQuiz, { params: { unitId } })
    assert.deepEqual([shown?.attempts.length, shown?.attemptsLeft, shown?.may.start], [2, 0, false])
  })

  test('an answer may change, and a late retry never overwrites a newer one', async () => {
    const { attempt } = await started()
    const questionId = asked(attempt, /action value/).id
    const save = (number: number, at: number) =>
      lea.call(api.saveAnswer, { params: { id: attempt.id, questionId }, body: { answer: { number }, sequence: at } })
    assert.deepEqual(await save(5, 100), { saved: true, sequence: 100 })
    assert.deepEqual(await save(2.5, 102), { saved: true, sequence: 102 })
    assert.deepEqual(await save(7, 101), { saved: false, sequence: 102 })
    assert.deepEqual(await save(2.5, 102), { saved: true, sequence: 102 })
    const seen = await lea.call(api.getAttempt, { params: { id: attempt.id } })
    assert.deepEqual([asked(seen, /action value/).answer, asked(seen, /action value/).sequence], [{ number: 2.5 }, 102])
  })

  test('starting again goes on with the attempt in progress, in the same order', async () => {
    const { attempt, quizId } = await started()
    await answer(attempt, /Gloves/, { value: true })
    const again = await lea.call(api.startAttempt, { params: { id: quizId } })
    assert.equal(again.id, attempt.id)
    assert.deepEqual(
      again.questions.map((question) => [question.id, ...question.options]),
      attempt.questions.map((question) => [question.id, ...question.options]),
    )
    assert.deepEqual(asked(again, /Gloves/).answer, { value: true })
  })

  test('two starts at once make one attempt', async () => {
    const { courseId, quizId } = await course()
    await lea.call(enrol, { body: { courseId } })
    const start = () => lea.call(api.startAttempt, { params: { id: quizId } }).catch((error: Error) => error)
    const answers = await Promise.all(Array.from({ length: 8 }, start))
    for (const refused of answers) if (refused instanceof Error) assert.match(refused.message, /409.*already_started/)
    const { rows } = await w.owner.query('select count(*)::int as n from assessments.assessment_attempts where assessment_id = $1', [
      quizId,
    ])
    assert.equal(rows[0].n, 1)
  })

  test('the server’s clock ends an attempt: later answers are refused, what was saved counts', async () => {
    const { attempt, quizId } = await started({ durationMins: 10 })
    assert.equal(
      Temporal.Instant.from(attempt.deadlineAt as string)
        .since(w.clock.now())
        .total('minutes'),
      10,
    )
    await answer(attempt, /action value/, { number: 2.5 })
    w.clock.pass({ minutes: 10 })
    const late = await lea.refused(api.saveAnswer, {
      params: { id: attempt.id, questionId: asked(attempt, /Gloves/).id },
      body: { answer: { value: false }, sequence: ++sequence },
    })
    assert.equal(late.code, 'assessments.time_over')
    const result = await submit(attempt)
    assert.deepEqual([result.status, result.score, result.endTime], ['expired', 4, attempt.deadlineAt])
    assert.equal((await lea.call(api.startAttempt, { params: { id: quizId } })).attemptNumber, 2)
  })

  test('an abandoned attempt is closed at its deadline without anybody there, and may pass', async () => {
    const { attempt, courseId } = await started({ durationMins: 10 })
    await answerAll(attempt)
    w.clock.pass({ minutes: 9 })
    await w.runJobs()
    assert.equal((await lea.call(api.getAttempt, { params: { id: attempt.id } })).status, 'in_progress')
    w.clock.pass({ minutes: 1 })
    await w.runJobs()
    const result = await lea.call(api.getResult, { params: { id: attempt.id } })
    assert.deepEqual([result.status, result.passed, result.score], ['expired', true, 10])
    const { items } = await lea.call(myEnrollments, { query: { state: 'finished' } })
    assert.ok(items.some((one) => one.courseId === courseId))
  })

  test('handing in twice, also at once, marks once', async () => {
    const { attempt } = await started()
    await answerAll(attempt)
    const results = await Promise.all([submit(attempt), submit(attempt), submit(attempt)])
    for (const result of results) assert.deepEqual([result.score, result.passed], [10, true])
    assert.equal((await evidence(attempt.id)).length, 2)
    const refusal = await lea.refused(api.saveAnswer, {
      params: { id: attempt.id, questionId: asked(attempt, /Gloves/).id },
      body: { answer: { value: true }, sequence: ++sequence },
    })
    assert.equal(refusal.code, 'assessments.handed_in')
  })

  test('answers that arrive while an attempt is handed in are either marked or refused', async () => {
    const { attempt } = await started()
    const question = asked(attempt, /action value/)
    const save = () =>
      lea
        .call(api.saveAnswer, {
          params: { id: attempt.id, questionId: question.id },
          body: { answer: { number: 2.5 }, sequence: ++sequence },
        })
        .catch((error: Error) => error)
    const [saved, result] = await Promise.all([save(), submit(attempt)])
    const marked = result.questions.find((one) => one.id === question.id)
    if (saved instanceof Error) assert.equal(marked?.answer, null)
    else assert.equal(marked?.isCorrect, true)
  })

  test('right answers are shown only as far as the author wants', async () => {
    const { attempt } = await started({ reveal: 'passed' })
    const failed = await submit(attempt)
    assert.equal(failed.revealed, false)
    assert.doesNotMatch(JSON.stringify(failed.questions), /"isCorrect":true|Breakers do|HAVS/)
    const never = await started({ reveal: 'never' })
    await answerAll(never.attempt)
    assert.equal((await submit(never.attempt)).revealed, false)
  })

  test('practice is marked but completes nothing and leaves no evidence', async () => {
    const { attempt } = await started({ type: 'practice' })
    await answerAll(attempt)
    assert.equal((await submit(attempt)).passed, true)
    assert.deepEqual(await evidence(attempt.id), [])
  })
})

describe('who may', () => {
  test('only somebody enrolled may start, and nobody sees another person’s attempt', async () => {
    const { attempt, quizId, unitId } = await started()
    const max = await w.person('Max', ['learner'])
    assert.equal((await max.refused(api.startAttempt, { params: { id: quizId } })).code, 'assessments.not_enrolled')
    const params = { id: attempt.id }
    const missing = await max.refused(api.getAttempt, { params: { id: crypto.randomUUID() } })
    assert.deepEqual(await max.refused(api.getAttempt, { params }), missing)
    assert.deepEqual(await max.refused(api.submitAttempt, { params }), missing)
    const body = { answer: { value: true }, sequence: 1 }
    assert.deepEqual(await max.refused(api.saveAnswer, { params: { ...params, questionId: asked(attempt, /Gloves/).id }, body }), missing)
    await submit(attempt)
    assert.deepEqual(await max.refused(api.getResult, { params }), missing)
    const there = await (await w.tenant()).person('Lee', ['learner'])
    assert.deepEqual(await there.refused(api.getResult, { params }), missing)
    assert.deepEqual(await there.refused(api.startAttempt, { params: { id: quizId } }), missing)
    assert.equal((await there.call(api.getQuiz, { params: { unitId } })).quiz, null)
  })

  test('who teaches the course sees attempts and results of its participants, others do not', async () => {
    const { attempt, quizId } = await started()
    await answer(attempt, /Gloves/, { value: false })
    await submit(attempt)
    const first = await iris.call(api.listAttempts, { params: { id: quizId }, query: { limit: 1 } })
    assert.deepEqual([first.items[0]?.name, first.items[0]?.score, first.next], ['Lea Example', 1, null])
    assert.equal((await iris.call(api.getResult, { params: { id: attempt.id } })).holder, 'Lea Example')
    const otto = await w.person('Oswin', ['employee', 'instructor'])
    assert.equal((await otto.refused(api.listAttempts, { params: { id: quizId } })).status, 403)
    assert.equal((await otto.refused(api.getResult, { params: { id: attempt.id } })).status, 403)
    assert.equal((await lea.refused(api.listAttempts, { params: { id: quizId } })).status, 403)
  })

  test('a list of attempts goes on where the page before ended', async () => {
    const { quizId, courseId } = await course()
    const names = ['Ada', 'Ben', 'Cy']
    for (const name of names) {
      const learner = await w.person(name, ['learner'])
      await learner.call(enrol, { body: { courseId } })
      await learner.call(api.startAttempt, { params: { id: quizId } })
    }
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const { items, next } = await iris.call(api.listAttempts, {
        params: { id: quizId },
        query: { limit: 1, ...(cursor ? { cursor } : {}) },
      })
      seen.push(...items.map((one) => one.name))
      cursor = next ?? undefined
    } while (cursor)
    assert.deepEqual(seen.toSorted(), ['Ada Example', 'Ben Example', 'Cy Example'])
  })

  test('bad input is refused with its field named, and changes nothing', async () => {
    const { unitId } = await course({}, { publish: false })
    const refusal = await iris.refused(api.putQuizDraft, { params: { unitId }, body: { ...quiz, passingPercent: 130 } })
    assert.deepEqual([refusal.status, refusal.errors?.[0]?.path], [422, 'passingPercent'])
    const { attempt } = await started()
    const params = { id: attempt.id, questionId: asked(attempt, /Gloves/).id }
    const bad = await lea.refused(api.saveAnswer, { params, body: { answer: { value: 'yes' }, sequence: 1 } })
    assert.equal(bad.status, 422)
    const seen = await lea.call(api.getAttempt, { params: { id: attempt.id } })
    assert.ok(seen.questions.every((question) => question.answer === null))
  })
})
