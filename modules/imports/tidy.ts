import { dropFile } from '#modules/tenancy/index.ts'
import type { Db } from '#platform/db.ts'
import type { JobContext } from '#platform/module.ts'
import { mostAtOnce, tidyBefore } from './policy.ts'

/**
 * Rows of imports tell who had which address and number: 90 days after its last step an import loses them and its file, and can no
 * longer be undone. What was imported stays. Runs daily.
 */
export async function tidyImports({ tools, now }: Pick<JobContext, 'tools' | 'now'>): Promise<void> {
  const tenants = await tools.system.selectFrom('tenancy.tenant_list').select('tenantId').execute()
  for (const { tenantId } of tenants) {
    const keys = await tools.inTenant({ tenantId, userId: null, now }, (db) => tidy(db, now))
    for (const key of keys) await tools.files.remove(key)
  }
}

/** The keys of the files that are counted no longer. */
async function tidy(db: Db, now: Temporal.Instant): Promise<string[]> {
  const old = await db
    .selectFrom('imports.runs')
    .select(['id', 'fileKey'])
    .where('tidiedAt', 'is', null)
    .where('updatedAt', '<', tidyBefore(now).toString())
    .where('status', 'not in', ['checking', 'applying', 'undoing'])
    .limit(mostAtOnce)
    .forNoKeyUpdate()
    .execute()
  for (const { id, fileKey } of old) {
    await db.deleteFrom('imports.rows').where('runId', '=', id).execute()
    await db.updateTable('imports.runs').set({ tidiedAt: now.toString() }).where('id', '=', id).execute()
    await dropFile(db, fileKey)
  }
  return old.map(({ fileKey }) => fileKey)
}
