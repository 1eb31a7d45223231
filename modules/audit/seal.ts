import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Db } from '#platform/db.ts'
import type { Tools } from '#platform/module.ts'
import { type Head, makeSeal, type SealedRow } from './chain.ts'

const rowsPerSeal = 2_000
/** A row is stamped when its transaction begins: sealing looks this far back for those that committed late. */
const lateBy = '15 minutes'

/** Seals what every tenant's trail has gained, and keeps each newest seal beside the database. Runs every minute. */
export async function sealAll(tools: Tools): Promise<number> {
  const tenants = await tools.system.selectFrom('tenancy.tenant_list').select('tenantId').execute()
  let sealed = 0
  for (const { tenantId } of tenants) {
    for (let made = await sealNext(tools, tenantId); made > 0; made = made < rowsPerSeal ? 0 : await sealNext(tools, tenantId))
      sealed += made
  }
  return sealed
}

async function sealNext({ system, keys, config }: Tools, tenantId: string): Promise<number> {
  const before = await system
    .selectFrom('platform.audit_seals')
    .select(['number', 'hash', 'signature', 'sealedAt'])
    .where('tenantId', '=', tenantId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const rows = await unsealed(system, tenantId, before?.sealedAt)
  if (rows.length === 0) return 0
  const seal = makeSeal(keys.derive('audit-seal'), { tenantId, before, rows })
  const kept = await system
    .insertInto('platform.audit_seals')
    .values({ tenantId, ...seal, covers: JSON.stringify(seal.covers) })
    // Another process was faster: its seal stands, and the next minute continues from there.
    .onConflict((conflict) => conflict.columns(['tenantId', 'number']).doNothing())
    .returning('number')
    .executeTakeFirst()
  if (!kept) return 0
  await keepHead(join(config.DATA_DIR, 'audit-heads'), tenantId, seal)
  return rows.length
}

async function unsealed(system: Db, tenantId: string, since: string | undefined): Promise<SealedRow[]> {
  let query = rowsOf(system, tenantId).orderBy('createdAt').orderBy('id').limit(rowsPerSeal)
  if (since) {
    const from = sql<string>`${since}::timestamptz - ${lateBy}::interval`
    const recent = await system
      .selectFrom('platform.audit_seals')
      .select('covers')
      .where('tenantId', '=', tenantId)
      .where('sealedAt', '>', sql<string>`${since}::timestamptz - 3 * ${lateBy}::interval`)
      .execute()
    const known = recent.flatMap((seal) => (seal.covers as [string, string][]).map(([id]) => id))
    query = query.where('createdAt', '>=', from).where((eb) => eb.not(eb('id', '=', eb.fn.any(eb.val(known)))))
  }
  return query.execute()
}

/** The rows of a tenant's trail as they are sealed. */
export const rowsOf = (system: Db, tenantId: string) =>
  system
    .selectFrom('platform.audit_logs')
    .select(['id', 'createdAt', 'userId', 'serviceName', 'entityType', 'entityId', 'action', 'ipAddress', 'actingUserId'])
    .select([sql<string | null>`old_values::text`.as('oldValues'), sql<string | null>`new_values::text`.as('newValues')])
    .where('tenantId', '=', tenantId)

/** One small file per tenant, replaced as a whole: copy the folder elsewhere, and nobody can cut the trail unseen. */
async function keepHead(folder: string, tenantId: string, { number, hash, signature }: Head): Promise<void> {
  await mkdir(folder, { recursive: true })
  const partial = join(folder, `${tenantId}.partial`)
  await writeFile(partial, `${JSON.stringify({ number, hash, signature })}\n`)
  await rename(partial, join(folder, `${tenantId}.json`))
}
