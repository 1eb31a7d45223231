import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { publishRevision, startDraft } from '#modules/courses/contract.ts'
import { questions, quiz, school } from '../../tests/quizzes.ts'
import * as api from './contract.ts'

const { w, iris, lea, course } = await school()

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
