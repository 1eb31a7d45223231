import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Db } from '#platform/db.ts'
import type { Tools } from '#platform/module.ts'
import { checkHead, checkSeal, type Head, type Seal } from './chain.ts'
import { rowsOf, type Trail } from './seal.ts'

const sealsAtOnce = 50
const KeptHead = z.object({ number: z.number(), hash: z.string(), signature: z.string() })

export type Verdict = { seals: number; rows: number; problems: string[] }

/**
 * Checks one trail from its first seal to its newest: flips, deletions, reordering, additions and cut ends of
 * what was sealed. At most 20 problems are listed.
 */
export async function verifyTrail({ system, keys, config }: Pick<Tools, 'system' | 'keys' | 'config'>, trail: Trail): Promise<Verdict> {
  const { id: trailId } = trail
  const key = keys.derive('audit-seal')
  const verdict: Verdict = { seals: 0, rows: 0, problems: [] }
  const hashes = new Map<number, Pick<Seal, 'hash'>>()
  const covered = new Set<string>()
  let before: Head | undefined
  for (;;) {
    const seals = await sealsAfter(system, trailId, before?.number ?? 0)
    if (seals.length === 0) break
    const ids = seals.flatMap((seal) => seal.covers.map(([id]) => id))
    const found = await rowsOf(system, trail)
      .selectAll()
      .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
      .execute()
    const rows = new Map(found.map((row) => [row.id, row]))
    for (const seal of seals) {
      verdict.problems.push(...checkSeal(key, { trailId, seal, before, rows }))
      for (const [id] of seal.covers) {
        if (covered.has(id)) verdict.problems.push(`row ${id} was sealed twice`)
        covered.add(id)
      }
      hashes.set(seal.number, seal)
      before = seal
    }
    verdict.seals += seals.length
    if (verdict.problems.length > 20) break
  }
  verdict.rows = covered.size
  verdict.problems.push(...checkHead(key, await headOf(join(config.DATA_DIR, 'audit-heads'), trailId), hashes))
  verdict.problems.push(...(await smuggledIn(system, trail, covered)))
  verdict.problems.splice(20)
  return verdict
}

const sealsAfter = async (system: Db, trailId: string, number: number): Promise<Seal[]> =>
  (await system
    .selectFrom('platform.audit_seals')
    .select(['number', 'covers', 'previousHash', 'hash', 'signature'])
    .where('tenantId', '=', trailId)
    .where('number', '>', number)
    .orderBy('number')
    .limit(sealsAtOnce)
    .execute()) as Seal[]

/** Rows that no seal covers although sealing has long passed their time. */
async function smuggledIn(system: Db, trail: Trail, covered: ReadonlySet<string>): Promise<string[]> {
  const last = await system
    .selectFrom('platform.audit_seals')
    .select('sealedAt')
    .where('tenantId', '=', trail.id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last) return []
  const passed = Temporal.Instant.from(last.sealedAt).subtract({ minutes: 15 }).toString()
  const rows = await rowsOf(system, trail).select(['id', 'createdAt']).where('createdAt', '<', passed).execute()
  return rows.filter((row) => !covered.has(row.id)).map((row) => `row ${row.id} of ${row.createdAt} was never sealed`)
}

async function headOf(folder: string, trailId: string): Promise<Head | undefined> {
  const text = await readFile(join(folder, `${trailId}.json`), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : KeptHead.parse(JSON.parse(text))
}
