import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { enrol, myEnrollments } from '#modules/enrollments/contract.ts'
import { asked, school } from '../../tests/quizzes.ts'
import * as api from './contract.ts'

const { w, lea, course, started, answer, answerAll, submit, evidence, nextSequence } = await school()

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
      body: { answer: { value: false }, sequence: nextSequence() },
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
      body: { answer: { value: true }, sequence: nextSequence() },
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
          body: { answer: { number: 2.5 }, sequence: nextSequence() },
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
