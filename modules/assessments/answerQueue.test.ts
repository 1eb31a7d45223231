import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { answerQueue, type QueueState, type Sent } from './web/answerQueue.ts'

/** A browser whose connection and storage the test holds in its hands. */
function browser(stored: Record<string, string> = {}) {
  const sent: [string, unknown, number][] = []
  const states: QueueState[] = []
  let clock = 1000
  let answer: (questionId: string) => Sent = () => 'saved'
  const outside = {
    send: async (questionId: string, kept: { answer: unknown; sequence: number }) => {
      await turn()
      sent.push([questionId, kept.answer, kept.sequence])
      return answer(questionId)
    },
    storage: {
      getItem: (key: string) => stored[key] ?? null,
      setItem: (key: string, value: string) => {
        stored[key] = value
      },
      removeItem: (key: string) => void delete stored[key],
    },
    now: () => clock++,
    wait: async () => void (await turn()),
    onChange: (state: QueueState) => void states.push(state),
  }
  return { outside, sent, states, stored, answers: (by: typeof answer) => (answer = by) }
}
const yes = { value: true }
const no = { value: false }

test('an answer is sent once, and nothing of it stays in the browser', async () => {
  const { outside, sent, states, stored } = browser()
  const queue = answerQueue('a', 0, outside)
  queue.put('q1', yes)
  assert.equal(Object.keys(stored).length, 1)
  await queue.settled()
  assert.deepEqual(sent, [['q1', yes, 1000]])
  assert.deepEqual(states, ['saving', 'saved'])
  assert.deepEqual(stored, {})
})

test('of several answers to one question the newest is sent last, with a higher sequence', async () => {
  const { outside, sent } = browser()
  const queue = answerQueue('a', 0, outside)
  queue.put('q1', yes)
  await turn()
  queue.put('q1', no)
  queue.put('q1', yes)
  queue.put('q1', no)
  await queue.settled()
  assert.deepEqual(sent.at(-1)?.[1], no)
  assert.ok((sent.at(-1)?.[2] ?? 0) > (sent[0]?.[2] ?? 0))
  assert.ok(sent.length < 4, 'an answer overtaken while waiting is never sent')
})

test('without a connection answers wait, are said to wait, and go out when it is back', async () => {
  const { outside, sent, states, stored, answers } = browser()
  let tries = 0
  answers(() => (++tries <= 3 ? 'lost' : 'saved'))
  const queue = answerQueue('a', 0, outside)
  queue.put('q1', yes)
  queue.put('q2', no)
  await queue.settled()
  assert.deepEqual(states, ['saving', 'offline', 'saving', 'saved'])
  assert.deepEqual(
    sent.slice(-2).map(([question]) => question),
    ['q1', 'q2'],
  )
  assert.deepEqual(stored, {})
})

test('a closed tab loses nothing: the next one sends what the former could not', async () => {
  const first = browser()
  first.answers(() => 'lost')
  first.outside.wait = () => new Promise(() => {})
  const queue = answerQueue('a', 0, first.outside)
  queue.put('q1', yes)
  await turn()
  await turn()
  const second = browser(first.stored)
  const again = answerQueue('a', 0, second.outside)
  assert.deepEqual(again.waiting('q1')?.answer, yes)
  await again.settled()
  assert.deepEqual(second.sent, [['q1', yes, 1000]])
  assert.deepEqual(second.stored, {})
})

test('new answers are numbered above all that the server knows, whatever the clock of this device says', async () => {
  const { outside, sent } = browser()
  const queue = answerQueue('a', 5000, outside)
  queue.put('q1', yes)
  queue.put('q2', yes)
  await queue.settled()
  assert.deepEqual(
    sent.map(([, , sequence]) => sequence),
    [5001, 5002],
  )
})

test('an answer given the moment the one before is saved is sent too', async () => {
  const { outside, sent } = browser()
  const queue = answerQueue('a', 0, outside)
  await queue.settled()
  for (let n = 0; n < 20; n++) {
    queue.put(`q${n}`, yes)
    for (let pass = 0; pass < n % 5; pass++) await Promise.resolve()
    if (n % 3 === 0) await turn()
  }
  await queue.settled()
  assert.equal(new Set(sent.map(([question]) => question)).size, 20)
})

test('an attempt that is over takes no more answers, and the queue says so', async () => {
  const { outside, states, stored, answers } = browser()
  answers(() => 'closed')
  const queue = answerQueue('a', 0, outside)
  queue.put('q1', yes)
  queue.put('q2', yes)
  await queue.settled()
  assert.equal(states.at(-1), 'closed')
  assert.deepEqual(stored, {})
})
