import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { enrol } from '#modules/enrollments/contract.ts'
import { asked, quiz, school } from '../../tests/quizzes.ts'
import * as api from './contract.ts'

const { w, iris, lea, course, started, answer, submit } = await school()

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
