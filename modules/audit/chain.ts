import { createHash, createHmac } from 'node:crypto'
import { sameSecret } from '#platform/crypto.ts'

/** One row of a trail as it is sealed: `cells` are its other columns, always in one order, as PostgreSQL writes them. */
export type SealedRow = { id: string; createdAt: string; cells: (string | null)[] }
export type Seal = { number: number; covers: [id: string, createdAt: string][]; previousHash: string; hash: string; signature: string }
/** The newest seal of a trail, kept beside the database: what was cut off at the end shows. */
export type Head = Pick<Seal, 'number' | 'hash' | 'signature'>

export const firstHash = '0'.repeat(64)

const canonical = ({ id, createdAt, cells }: SealedRow) => JSON.stringify([id, createdAt, ...cells])

/** SHA-256 over the trail, the number, the hash before and the rows in order. */
function hashOf({ trailId, number, previousHash, rows }: { trailId: string; number: number; previousHash: string; rows: SealedRow[] }) {
  const hash = createHash('sha256').update(`${trailId}\n${number}\n${previousHash}\n`)
  for (const row of rows) hash.update(`${canonical(row)}\n`)
  return hash.digest('hex')
}
const sign = (key: Buffer, hash: string) => createHmac('sha256', key).update(hash).digest('hex')

/** The seal after `before` over these rows. */
export function makeSeal(key: Buffer, { trailId, before, rows }: { trailId: string; before: Head | undefined; rows: SealedRow[] }): Seal {
  const number = (before?.number ?? 0) + 1
  const previousHash = before?.hash ?? firstHash
  const hash = hashOf({ trailId, number, previousHash, rows })
  return { number, covers: rows.map((row) => [row.id, row.createdAt]), previousHash, hash, signature: sign(key, hash) }
}

/** What is wrong with one seal, given the hash and number before it and the rows found for it. Empty: nothing. */
export function checkSeal(
  key: Buffer,
  { trailId, seal, before, rows }: { trailId: string; seal: Seal; before: Head | undefined; rows: ReadonlyMap<string, SealedRow> },
): string[] {
  const expected = (before?.number ?? 0) + 1
  if (seal.number !== expected) return [`seal ${expected} is missing`]
  const missing = seal.covers.filter(([id]) => !rows.has(id))
  if (missing.length) return missing.map(([id, at]) => `seal ${seal.number}: row ${id} of ${at} is missing`)
  const previousHash = before?.hash ?? firstHash
  const found = seal.covers.map(([id]) => rows.get(id) as SealedRow)
  const hash = hashOf({ trailId, number: seal.number, previousHash, rows: found })
  const isWhole = seal.previousHash === previousHash && seal.hash === hash && seal.covers.every(([, at], i) => found[i]?.createdAt === at)
  if (!isWhole) return [`seal ${seal.number}: its ${seal.covers.length} rows are not what was sealed`]
  return sameSecret(sign(key, hash), seal.signature) ? [] : [`seal ${seal.number}: the signature is not ours`]
}

/** What is wrong with the end of the chain, given the head that was kept beside the database. */
export function checkHead(key: Buffer, head: Head | undefined, seals: ReadonlyMap<number, Pick<Seal, 'hash'>>): string[] {
  if (!head) return []
  if (!sameSecret(sign(key, head.hash), head.signature)) return ['the head kept beside the database is not ours']
  const sealed = seals.get(head.number)
  if (!sealed) return [`the chain was cut: seal ${head.number} was made and is gone`]
  return sealed.hash === head.hash ? [] : [`seal ${head.number} is not the one that was made`]
}
