import type { TestEvent } from 'node:test/reporters'

/** A reporter that says nothing but the counts of the whole run, as JSON. */
export default async function* testCounts(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of source) {
    if (type !== 'test:summary' || data.file) continue
    const { tests, passed, skipped, todo } = data.counts
    yield JSON.stringify({ passed, failed: tests - passed - skipped - todo, skipped: skipped + todo })
  }
}
