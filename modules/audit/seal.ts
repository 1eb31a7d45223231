import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type SelectQueryBuilder, sql } from 'kysely'
import type { Db } from '#platform/db.ts'
import type { Tools } from '#platform/module.ts'
import { type Head, makeSeal, type SealedRow } from './chain.ts'

const rowsPerSeal = 2_000
/** A row is stamped when its transaction begins: sealing looks this far back for those that committed late. */
const lateBy = '15 minutes'

/** A trail that is sealed. Its seals stand under its id: that of a tenant, or for the installation itself one that no tenant has. */
export type Trail = {
  id: string
  // biome-ignore lint/suspicious/noExplicitAny: each trail reads tables of its own
  rows: (system: Db) => SelectQueryBuilder<any, any, SealedRow>
}
export const tenantTrail = (tenantId: string): Trail => ({
  id: tenantId,
  rows: (system) =>
    system
      .selectFrom('platform.audit_logs')
      .select(['id', 'createdAt'])
      // Who acted for somebody is sealed where there is one: rows of before it was written down keep their seals.
      .select(
        sql<
          SealedRow['cells']
        >`array[user_id::text, service_name, entity_type, entity_id::text, action, old_values::text, new_values::text, ip_address]
          || case when acting_user_id is null then '{}' else array[acting_user_id::text] end`.as('cells'),
      )
      .where('tenantId', '=', tenantId),
})

/** Seals what every tenant's trail has gained, and keeps each newest seal beside the database. Runs every minute. */
export async function sealAll(tools: Tools): Promise<number> {
  const tenants = await tools.system.selectFrom('tenancy.tenant_list').select('tenantId').execute()
  let sealed = 0
  for (const { tenantId } of tenants) sealed += await sealTrail(tools, tenantTrail(tenantId))
  return sealed
}
/** Seals what one trail has gained. Answers how many rows. */
export async function sealTrail(tools: Tools, trail: Trail): Promise<number> {
  let sealed = 0
  for (let made = rowsPerSeal; made === rowsPerSeal; sealed += made) made = await sealNext(tools, trail)
  return sealed
}

async function sealNext({ system, keys, config }: Tools, trail: Trail): Promise<number> {
  const before = await system
    .selectFrom('platform.audit_seals')
    .select(['number', 'hash', 'signature', 'sealedAt'])
    .where('tenantId', '=', trail.id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const rows = await unsealed(system, trail, before?.sealedAt)
  if (rows.length === 0) return 0
  const seal = makeSeal(keys.derive('audit-seal'), { trailId: trail.id, before, rows })
  const kept = await system
    .insertInto('platform.audit_seals')
    .values({ tenantId: trail.id, ...seal, covers: JSON.stringify(seal.covers) })
    // Another process was faster: its seal stands, and the next minute continues from there.
    .onConflict((conflict) => conflict.columns(['tenantId', 'number']).doNothing())
    .returning('number')
    .executeTakeFirst()
  if (!kept) return 0
  await keepHead(join(config.DATA_DIR, 'audit-heads'), trail.id, seal)
  return rows.length
}

async function unsealed(system: Db, trail: Trail, since: string | undefined): Promise<SealedRow[]> {
  let query = rowsOf(system, trail).selectAll().orderBy('createdAt').orderBy('id').limit(rowsPerSeal)
  if (since) {
    const from = sql<string>`${since}::timestamptz - ${lateBy}::interval`
    const recent = await system
      .selectFrom('platform.audit_seals')
      .select('covers')
      .where('tenantId', '=', trail.id)
      .where('sealedAt', '>', sql<string>`${since}::timestamptz - 3 * ${lateBy}::interval`)
      .execute()
    const known = recent.flatMap((seal) => (seal.covers as [string, string][]).map(([id]) => id))
    query = query.where('createdAt', '>=', from).where((eb) => eb.not(eb('id', '=', eb.fn.any(eb.val(known)))))
  }
  return query.execute()
}

/** From the rows of a trail as they are sealed. */
export const rowsOf = (system: Db, trail: Trail) => system.selectFrom(trail.rows(system).as('row'))

/** One small file per trail, replaced as a whole: copy the folder elsewhere, and nobody can cut the trail unseen. */
async function keepHead(folder: string, trailId: string, { number, hash, signature }: Head): Promise<void> {
  await mkdir(folder, { recursive: true })
  const partial = join(folder, `${trailId}.partial`)
  await writeFile(partial, `${JSON.stringify({ number, hash, signature })}\n`)
  await rename(partial, join(folder, `${trailId}.json`))
}
