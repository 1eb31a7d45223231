import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countsUntil, dueState, earnedBy, gatesOf, type ItemProgress, isComplete, merged, percentOf } from './policy.ts'

const now = '2026-06-15T09:00:00Z'
const message = fc.record({
  item: fc.integer({ min: 0, max: 11 }),
  status: fc.constantFrom('in_progress' as const, 'completed' as const),
  progress: fc.double({ min: 0, max: 100, noNaN: true }),
  timeSpentMins: fc.double({ min: 0, max: 500, noNaN: true }),
})
type Message = typeof message extends fc.Arbitrary<infer One> ? One : never
type State = Map<number, ReturnType<typeof merged>>

/** What a series of messages leads to, kept as the server keeps it: the sum moves by what each message gains. */
function play(messages: readonly Message[]): { state: State; earned: number; course: number[] } {
  const state: State = new Map()
  const course: number[] = []
  let earned = 0
  for (const { item, ...sent } of messages) {
    const before = state.get(item)
    const after = merged(before, sent, now)
    earned = Math.round((earned + after.progress - (before?.progress ?? 0)) * 100) / 100
    state.set(item, after)
    course.push(percentOf(earned, 12))
  }
  return { state, earned, course }
}

test('progress never goes back, stays within 0 and 100, and says 100 only when everything is complete', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 80 }), (messages) => {
      const { state, course } = play(messages)
      for (const [at, percent] of course.entries()) {
        assert.ok(percent >= 0 && percent <= 100)
        assert.ok(percent >= (course[at - 1] ?? 0))
      }
      const complete = [...state.values()].filter((item) => item.status === 'completed').length === 12
      assert.equal((course.at(-1) ?? 0) === 100, complete)
    }),
  )
})

test('the sum kept message by message equals the sum over all items', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 80 }), (messages) => {
      const { state, earned } = play(messages)
      assert.equal(earned, earnedBy([...state.values()], 0))
    }),
  )
})

test('the same messages twice, or in any order, lead to the same percents, states and times', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 30 }), fc.infiniteStream(fc.nat()), (messages, random) => {
      const shuffled = messages
        .map((one) => ({ one, key: random.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one)
      const comparable = (state: State) =>
        [...state].sort(([a], [b]) => a - b).map(([item, { status, progress, timeSpentMins }]) => [item, status, progress, timeSpentMins])
      const once = comparable(play(messages).state)
      assert.deepEqual(comparable(play([...messages, ...messages]).state), once)
      assert.deepEqual(comparable(play(shuffled).state), once)
    }),
  )
})

test('a video watched to its end is not complete before somebody says so', () => {
  const watched = merged(undefined, { status: 'in_progress', progress: 100, timeSpentMins: 3 }, now)
  assert.deepEqual([watched.status, watched.progress, watched.completedAt], ['in_progress', 99, null])
  const done = merged(watched, { status: 'completed', progress: 0, timeSpentMins: 0 }, now)
  assert.deepEqual([done.status, done.progress, done.completedAt, done.timeSpentMins], ['completed', 100, now, 3])
})

test('a course without items is never complete, and a quiz weighs as much as a content', () => {
  assert.equal(percentOf(0, 0), 0)
  assert.equal(isComplete(0, 0), false)
  const done: ItemProgress = { status: 'completed', progress: 100 }
  assert.equal(percentOf(earnedBy([done], 0), 2), 50)
  assert.equal(percentOf(earnedBy([done], 1), 2), 100)
  assert.equal(percentOf(199.999, 2), 100)
  assert.equal(percentOf(199.99, 2), 99.99)
})

test('what is due reads as none, later, soon or overdue', () => {
  const at = Temporal.Instant.from(now)
  const cases = [
    [null, 'active', 'none'],
    ['2026-06-14T09:00:00Z', 'active', 'overdue'],
    ['2026-06-15T09:00:00Z', 'active', 'overdue'],
    ['2026-06-29T09:00:00Z', 'active', 'soon'],
    ['2026-06-29T09:00:01Z', 'active', 'later'],
    ['2026-06-14T09:00:00Z', 'completed', 'none'],
    ['2026-06-14T09:00:00Z', 'withdrawn', 'none'],
  ] as const
  for (const [dueAt, status, state] of cases) assert.equal(dueState(dueAt, status, at), state, `${dueAt} ${status}`)
})

test('a completion counts for whole calendar months by the clock on the wall', () => {
  const from = (text: string) => Temporal.Instant.from(text)
  assert.equal(countsUntil(from('2026-01-31T10:00:00Z'), 1, 'Europe/London'), '2026-02-28T10:00:00Z')
  assert.equal(countsUntil(from('2026-03-01T10:00:00Z'), 1, 'Europe/London'), '2026-04-01T09:00:00Z')
  assert.equal(countsUntil(from('2026-03-01T10:00:00Z'), null, 'Europe/London'), null)
})

test('a module waits for what must come before it, and only advises what may', () => {
  const modules = [
    { id: 'a', title: 'A', contentsDone: true, quizzesPassed: false },
    { id: 'b', title: 'B', contentsDone: false, quizzesPassed: true },
    { id: 'c', title: 'C', contentsDone: false, quizzesPassed: false },
  ]
  const gate = (prerequisiteModuleId: string, requirementType: string) => ({ moduleId: 'c', prerequisiteModuleId, requirementType })
  assert.deepEqual(gatesOf('c', [gate('a', 'completed')], modules), { must: [], should: [] })
  assert.deepEqual(gatesOf('c', [gate('a', 'passed')], modules), { must: ['A'], should: [] })
  assert.deepEqual(gatesOf('c', [gate('b', 'completed'), gate('a', 'recommended')], modules), { must: ['B'], should: ['A'] })
  assert.deepEqual(gatesOf('a', [gate('b', 'completed')], modules), { must: [], should: [] })
})
