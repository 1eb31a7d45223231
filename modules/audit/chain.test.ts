import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkHead, checkSeal, type Head, makeSeal, type Seal, type SealedRow } from './chain.ts'

const key = randomBytes(32)
const trailId = randomUUID()

type Trail = { rows: SealedRow[]; seals: Seal[]; head: Head }
function trail(): Trail {
  const rows = Array.from(
    { length: 60 },
    (_, i): SealedRow => ({
      id: randomUUID(),
      createdAt: `2026-06-15T09:00:${String(i).padStart(2, '0')}Z`,
      cells: [i % 3 ? randomUUID() : null, 'directory', 'users', randomUUID(), 'update', `{"n": ${i}}`, `{"n": ${i + 1}}`, '127.0.0.1'],
    }),
  )
  const seals: Seal[] = []
  for (let from = 0; from < rows.length; from += 10)
    seals.push(makeSeal(key, { trailId, before: seals.at(-1), rows: rows.slice(from, from + 10) }))
  return { rows, seals, head: seals.at(-1) as Head }
}

function problems({ rows, seals, head }: Trail): string[] {
  const found = new Map(rows.map((row) => [row.id, row]))
  const order = seals.toSorted((a, b) => a.number - b.number)
  const wrong = order.flatMap((seal, i) => checkSeal(key, { trailId, seal, before: order[i - 1], rows: found }))
  return [...wrong, ...checkHead(key, head, new Map(order.map((seal) => [seal.number, seal])))]
}

const place = fc.nat({ max: 59 })
const seal = fc.nat({ max: 5 })
const flip = (text: string) => (text.startsWith('0') ? `1${text.slice(1)}` : `0${text.slice(1)}`)
const tampering: fc.Arbitrary<(trail: Trail) => void> = fc.oneof(
  fc.tuple(place, fc.nat({ max: 8 })).map(([at, cell]) => (t: Trail) => {
    const { cells } = t.rows[at] as SealedRow
    cells[cell] = cells[cell] ? `${cells[cell]}x` : randomUUID()
  }),
  place.map((at) => (t: Trail) => {
    ;(t.rows[at] as SealedRow).createdAt += 'x'
  }),
  place.map((at) => (t: Trail) => void t.rows.splice(at, 1)),
  seal.map((at) => (t: Trail) => void t.seals.splice(at, 1)),
  fc.integer({ min: 1, max: 6 }).map((count) => (t: Trail) => void t.seals.splice(-count)),
  fc.tuple(seal, fc.nat({ max: 8 })).map(([at, i]) => (t: Trail) => {
    const covers = (t.seals[at] as Seal).covers
    ;[covers[i], covers[i + 1]] = [covers[i + 1] as [string, string], covers[i] as [string, string]]
  }),
  fc.tuple(seal, fc.constantFrom('hash', 'previousHash', 'signature')).map(([at, field]) => (t: Trail) => {
    const one = t.seals[at] as Record<string, unknown>
    one[field] = flip(one[field] as string)
  }),
  fc
    .tuple(seal, seal)
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => (t: Trail) => {
      const [one, two] = [t.seals[a] as Seal, t.seals[b] as Seal]
      ;[one.number, two.number] = [two.number, one.number]
    }),
  // Somebody without the key makes a chain of their own over changed rows.
  fc.constant((t: Trail) => {
    ;(t.rows[59] as SealedRow).cells[6] = '{}'
    t.seals[5] = { ...makeSeal(randomBytes(32), { trailId, before: t.seals[4], rows: t.rows.slice(50) }) }
    t.head = t.seals[5]
  }),
)

test('an untouched trail is whole', () => assert.deepEqual(problems(trail()), []))

test('a thousand random flips, deletions, reorderings and cuts are all found', () => {
  fc.assert(
    fc.property(tampering, (tamper) => {
      const t = structuredClone(trail())
      tamper(t)
      return problems(t).length > 0
    }),
    { numRuns: 1_000 },
  )
})
