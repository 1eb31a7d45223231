import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Tools } from '#platform/module.ts'
import type { Held } from './gather.ts'
import { leftOut } from './held.ts'
import { readable } from './pdf.ts'
import { type Entry, zip } from './zip.ts'

type About = { name: string; email: string | null; issuer: string; at: string }
type Of = { tools: Tools; held: readonly Held[]; about: About; zone: string; names: ReadonlyMap<string, string> }

/** What is held, as a stream: JSON, a PDF to read, and the files themselves. */
export const archiveOf = (of: Of): Readable => Readable.from(zip(entriesOf(of), Temporal.Instant.from(of.about.at)))

async function* entriesOf({ tools, held, about, zone, names }: Of): AsyncGenerator<Entry> {
  const data = { about, held: Object.fromEntries(held.map(({ table, rows }) => [table, rows])), leftOut }
  yield { name: 'data.json', bytes: Buffer.from(JSON.stringify(data, null, 2)) }
  yield { name: 'data.pdf', bytes: await readable({ ...about, day: about.at.slice(0, 10), held, zone, names }) }
  for (const { name, key } of held.flatMap((one) => one.files)) {
    // A file that is gone is no reason to keep the rest from its person.
    const bytes = await tools.files
      .get(key)
      .then(buffer)
      .catch(() => null)
    if (bytes) yield { name, bytes }
  }
}
