import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Answer, DraftQuestion } from './contract.ts'
import { attemptsLeft, deadlineOf, isOver, type Key, mark, mayNotStart, plain, pointsToPass, reveals, shuffled, unfit } from './policy.ts'

const single: Key = { type: 'single_choice', points: 2, correct: ['b'] }
const several: Key = { type: 'multiple_choice', points: 3, correct: ['a', 'c'] }
const truth: Key = { type: 'true_false', points: 1, correct: false }
const words: Key = { type: 'short_text', points: 1, correct: { accept: ['Hand-arm vibration', 'HAVS'] } }
const figure: Key = { type: 'numeric', points: 4, correct: { value: 0.1, tolerance: 0.001 } }

const cases: [string, Key, Answer | null, number][] = [
  ['the right option earns the points', single, { options: ['b'] }, 2],
  ['a wrong option earns nothing', single, { options: ['a'] }, 0],
  ['two options of a single choice earn nothing', single, { options: ['b', 'a'] }, 0],
  ['no answer earns nothing', single, null, 0],
  ['all right options, in any order, earn the points', several, { options: ['c', 'a'] }, 3],
  ['an option named twice counts once', several, { options: ['c', 'a', 'a'] }, 3],
  ['a right option too few earns nothing', several, { options: ['a'] }, 0],
  ['a wrong option too many earns nothing', several, { options: ['a', 'c', 'b'] }, 0],
  ['false is right where false is right', truth, { value: false }, 1],
  ['true is wrong there', truth, { value: true }, 0],
  ['case and spaces do not count', words, { text: '  hand-ARM   vibration ' }, 1],
  ['any accepted word does', words, { text: 'havs' }, 1],
  ['an empty text is no answer', words, { text: '  ' }, 0],
  ['a number within the tolerance is right', figure, { number: 0.101 }, 4],
  ['a number beyond it is wrong', figure, { number: 0.102 }, 0],
  ['an answer of another kind earns nothing', figure, { text: '0.1' }, 0],
]
for (const [says, key, answer, points] of cases)
  test(`marking: ${says}`, () => {
    assert.deepEqual(mark(key, answer), { isCorrect: points > 0, points })
  })

const id = fc.uuid()
const anyKey: fc.Arbitrary<Key> = fc.oneof(
  fc.record({ type: fc.constant('single_choice' as const), points: fc.nat(1000), correct: fc.array(id, { minLength: 1, maxLength: 1 }) }),
  fc.record({
    type: fc.constant('multiple_choice' as const),
    points: fc.nat(1000),
    correct: fc.uniqueArray(id, { minLength: 1, maxLength: 8 }),
  }),
  fc.record({ type: fc.constant('true_false' as const), points: fc.nat(1000), correct: fc.boolean() }),
  fc.record({
    type: fc.constant('short_text' as const),
    points: fc.nat(1000),
    correct: fc.record({
      accept: fc.array(
        fc.string().filter((text) => plain(text) !== ''),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  }),
  fc.record({
    type: fc.constant('numeric' as const),
    points: fc.nat(1000),
    correct: fc.record({ value: fc.double({ noNaN: true, min: -1e9, max: 1e9 }), tolerance: fc.double({ noNaN: true, min: 0, max: 1e6 }) }),
  }),
)
const anyAnswer: fc.Arbitrary<Answer | null> = fc.oneof(
  fc.constant(null),
  fc.record({ options: fc.array(id, { maxLength: 8 }) }),
  fc.record({ value: fc.boolean() }),
  fc.record({ text: fc.string() }),
  fc.record({ number: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
)
function rightAnswer(key: Key): Answer {
  if (key.type === 'true_false') return { value: key.correct }
  if (key.type === 'short_text') return { text: key.correct.accept[0] as string }
  if (key.type === 'numeric') return { number: key.correct.value }
  return { options: [...key.correct] }
}

test('marking gives all points or none, and never fails, whatever is answered', () => {
  fc.assert(
    fc.property(anyKey, anyAnswer, (key, answer) => {
      const { isCorrect, points } = mark(key, answer)
      assert.equal(points, isCorrect ? key.points : 0)
    }),
  )
})

test('the right answer of every question is right', () => {
  fc.assert(fc.property(anyKey, (key) => mark(key, rightAnswer(key)).isCorrect))
})

test('a choice does not depend on the order of the options, and one more or fewer is wrong', () => {
  fc.assert(
    fc.property(fc.uniqueArray(id, { minLength: 2, maxLength: 8 }), fc.uuid({ version: 7 }), (correct, other) => {
      const key: Key = { type: 'multiple_choice', points: 1, correct }
      assert.ok(mark(key, { options: correct.toReversed() }).isCorrect)
      assert.ok(!mark(key, { options: [...correct, other] }).isCorrect)
      assert.ok(!mark(key, { options: correct.slice(1) }).isCorrect)
    }),
  )
})

test('a number is right within its tolerance and wrong clearly beyond it', () => {
  const number = fc.double({ noNaN: true, min: -1e6, max: 1e6 })
  fc.assert(
    fc.property(
      number,
      fc.double({ noNaN: true, min: 0.001, max: 1e3 }),
      fc.double({ noNaN: true, min: -1, max: 1 }),
      (value, tolerance, part) => {
        const key: Key = { type: 'numeric', points: 1, correct: { value, tolerance } }
        assert.ok(mark(key, { number: value + tolerance * part }).isCorrect)
        assert.ok(!mark(key, { number: value + tolerance * 1.5 + 0.01 }).isCorrect)
      },
    ),
  )
})

test('points to pass are the percentage, rounded up', () => {
  assert.equal(pointsToPass(80, 10), 8)
  assert.equal(pointsToPass(80, 7), 6)
  assert.equal(pointsToPass(0, 10), 0)
  assert.equal(pointsToPass(100, 13), 13)
})

test('an attempt is over at its deadline, not before', () => {
  const start = Temporal.Instant.from('2026-03-29T00:50:00Z')
  const deadline = deadlineOf(start, 30)?.toString() as string
  assert.equal(deadline, '2026-03-29T01:20:00Z')
  assert.equal(isOver(deadline, Temporal.Instant.from('2026-03-29T01:19:59.999Z')), false)
  assert.equal(isOver(deadline, Temporal.Instant.from(deadline)), true)
  assert.equal(deadlineOf(start, null), null)
  assert.equal(isOver(null, start.add({ hours: 1000 })), false)
})

test('attempts are counted down to none', () => {
  const past = { status: 'graded', deadlineAt: null }
  assert.equal(attemptsLeft(3, 1), 2)
  assert.equal(attemptsLeft(null, 99), null)
  assert.equal(mayNotStart({ maxAttempts: 2, enrolled: true }, [past])?.code, undefined)
  assert.equal(mayNotStart({ maxAttempts: 2, enrolled: true }, [past, past])?.code, 'assessments.no_attempts_left')
  assert.equal(mayNotStart({ maxAttempts: null, enrolled: false }, [])?.code, 'assessments.not_enrolled')
})

test('right answers are shown as far as the quiz says, and never while it runs', () => {
  const shown = ['submitted', 'passed', 'never'].map((reveal) => [
    reveals(reveal, { status: 'in_progress', passed: null }),
    reveals(reveal, { status: 'graded', passed: false }),
    reveals(reveal, { status: 'graded', passed: true }),
  ])
  assert.deepEqual(shown, [
    [false, true, true],
    [false, false, true],
    [false, false, false],
  ])
})

test('a quiz that nobody could pass or fail cannot be published, and the refusal names the question', () => {
  const asked = { text: 'Why?', points: 1, explanation: '' }
  const options = (...right: boolean[]) => right.map((isCorrect, index) => ({ text: `Option ${index}`, isCorrect }))
  const refused = (...questions: DraftQuestion[]) => unfit({ title: 'Final', questions })?.message
  assert.match(refused() as string, /no question/)
  assert.match(
    refused({ ...asked, type: 'true_false', correct: true }, { ...asked, type: 'single_choice', options: options(false, false) }) as string,
    /^Question 2 .*no right option/,
  )
  assert.match(refused({ ...asked, type: 'single_choice', options: options(true, true) }) as string, /more than one/)
  assert.match(refused({ ...asked, type: 'multiple_choice', options: options(true) }) as string, /two options/)
  assert.match(refused({ ...asked, type: 'short_text', accept: [] }) as string, /accepts no answer/)
  assert.match(refused({ ...asked, points: 0, type: 'true_false', correct: true }) as string, /earns a point/)
  assert.equal(refused({ ...asked, type: 'multiple_choice', options: options(true, true, false) }), undefined)
})

test('a shuffled order has every item once', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(), { maxLength: 50 }), fc.infiniteStream(fc.nat()), (items, chance) => {
      const order = shuffled(items, (below) => (chance.next().value as number) % below)
      assert.deepEqual(
        order.toSorted((a, b) => a - b),
        items.toSorted((a, b) => a - b),
      )
    }),
  )
})
