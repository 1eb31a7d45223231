import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Db } from '#platform/db.ts'
import type { Tools } from '#platform/module.ts'
import { checkHead, checkSeal, type Head, type Seal } from './chain.ts'
import { rowsOf } from './seal.ts'

const sealsAtOnce = 50
const KeptHead = z.object({ number: z.number(), hash: z.string(), signature: z.string() })

export type Verdict = { tenantId: string; seals: number; rows: number; problems: string[] }

/**
 * Checks the trail of one tenant from its first seal to its newest: flips, deletions, reordering, additions and cut ends of
 * what was sealed. At most 20 problems are listed.
 */
export async function verifyTrail({ system, keys, config }: Pick<Tools, 'system' | 'keys' | 'config'>, tenantId: string): Promise<Verdict> {
  const key = keys.derive('audit-seal')
  const verdict: Verdict = { tenantId, seals: 0, rows: 0, problems: [] }
  const hashes = new Map<number, Pick<Seal, 'hash'>>()
  const covered = new Set<string>()
  let before: Head | undefined
  for (;;) {
    const seals = await sealsAfter(system, tenantId, before?.number ?? 0)
    if (seals.length === 0) break
    const ids = seals.flatMap((seal) => seal.covers.map(([id]) => id))
    const found = await rowsOf(system, tenantId)
      .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
      .execute()
    const rows = new Map(found.map((row) => [row.id, row]))
    for (const seal of seals) {
      verdict.problems.push(...checkSeal(key, { tenantId, seal, before, rows }))
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
  verdict.problems.push(...checkHead(key, await headOf(join(config.DATA_DIR, 'audit-heads'), tenantId), hashes))
  verdict.problems.push(...(await smuggledIn(system, tenantId, covered)))
  verdict.problems.splice(20)
  return verdict
}

const sealsAfter = async (system: Db, tenantId: string, number: number): Promise<Seal[]> =>
  (await system
    .selectFrom('platform.audit_seals')
    .select(['number', 'covers', 'previousHash', 'hash', 'signature'])
    .where('tenantId', '=', tenantId)
    .where('number', '>', number)
    .orderBy('number')
    .limit(sealsAtOnce)
    .execute()) as Seal[]

/** Rows that no seal covers although sealing has long passed their time. */
async function smuggledIn(system: Db, tenantId: string, covered: ReadonlySet<string>): Promise<string[]> {
  const last = await system
    .selectFrom('platform.audit_seals')
    .select('sealedAt')
    .where('tenantId', '=', tenantId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last) return []
  const passed = Temporal.Instant.from(last.sealedAt).subtract({ minutes: 15 }).toString()
  const ids = await system
    .selectFrom('platform.audit_logs')
    .select(['id', 'createdAt'])
    .where('tenantId', '=', tenantId)
    .where('createdAt', '<', passed)
    .execute()
  return ids.filter((row) => !covered.has(row.id)).map((row) => `row ${row.id} of ${row.createdAt} was never sealed`)
}

async function headOf(folder: string, tenantId: string): Promise<Head | undefined> {
  const text = await readFile(join(folder, `${tenantId}.json`), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : KeptHead.parse(JSON.parse(text))
}
