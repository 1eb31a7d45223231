import { sql } from 'kysely'
import type { Db } from '#platform/db.ts'
import { AppError } from '#platform/errors.ts'
import { handle } from '#platform/module.ts'
import { storageUse } from './contract.ts'
import { agreedOf } from './subscriptions.ts'

/** What was agreed with this tenant itself, else what its plan says; null is no limit. */
async function limitsOf(db: Db, tenant: { maxUsers: number | null; maxStorageGb: number | null }) {
  const { usageLimits } = await agreedOf(db)
  return {
    maxUsers: tenant.maxUsers ?? usageLimits.max_users ?? null,
    maxStorageGb: tenant.maxStorageGb ?? usageLimits.max_storage_gb ?? null,
  }
}

/** How many active and invited people the tenant may have; null is no limit. Whoever adds one holds this until they commit. */
export async function roomForPeople(db: Db): Promise<number | null> {
  const tenant = await db.selectFrom('tenancy.tenants').select(['maxUsers', 'maxStorageGb']).forNoKeyUpdate().executeTakeFirstOrThrow()
  return (await limitsOf(db, tenant)).maxUsers
}

/** The same for looking only. */
export const mostPeople = async (db: Db) => {
  const tenant = await db.selectFrom('tenancy.tenants').select(['maxUsers', 'maxStorageGb']).executeTakeFirstOrThrow()
  return (await limitsOf(db, tenant)).maxUsers
}

const gigabyte = 1_000_000_000
const full = (most: number) =>
  new AppError(
    409,
    'tenancy.storage_full',
    `Your organisation has used all of its ${most} GB. Remove files that nobody needs, or ask for more storage.`,
  )

/** What the tenant's files take, and may take, in bytes; `most` null is no limit. */
export async function storageOf(db: Db): Promise<{ used: number; most: number | null }> {
  const tenant = await db.selectFrom('tenancy.tenants').select(['storageBytes', 'maxUsers', 'maxStorageGb']).executeTakeFirstOrThrow()
  const { maxStorageGb } = await limitsOf(db, tenant)
  return { used: tenant.storageBytes, most: maxStorageGb === null ? null : maxStorageGb * gigabyte }
}

/** Refuses a file before it travels, where there is no room at all. Throws 409. */
export async function refuseFull(db: Db): Promise<void> {
  const { used, most } = await storageOf(db)
  if (most !== null && used >= most) throw full(most / gigabyte)
}

/** Adds to what the tenant's files take, and holds the sum until the transaction ends. */
const count = (db: Db, bytes: number) =>
  db
    .updateTable('tenancy.tenants')
    .set({ storageBytes: sql<number>`storage_bytes + ${bytes}` })
    .returning(['storageBytes', 'maxUsers', 'maxStorageGb'])
    .executeTakeFirstOrThrow()

/** Counts a file that was stored, once. Throws 409 where there is no room for it: the caller removes its bytes. */
export async function keepFile(db: Db, { key, size }: { key: string; size: number }): Promise<void> {
  const fresh = await db
    .insertInto('tenancy.stored_files')
    .values({ fileKey: key, sizeBytes: size } as never)
    .onConflict((conflict) => conflict.columns(['tenantId', 'fileKey']).doNothing())
    .returning('fileKey')
    .execute()
  if (fresh.length === 0) return
  const { storageBytes, ...own } = await count(db, size)
  const { maxStorageGb } = await limitsOf(db, own)
  if (maxStorageGb !== null && storageBytes > maxStorageGb * gigabyte) throw full(maxStorageGb)
}

/** Counts a file no longer; one that is not counted, or no longer, is no error. */
export async function dropFile(db: Db, key: string): Promise<void> {
  const [gone] = await db.deleteFrom('tenancy.stored_files').where('fileKey', '=', key).returning('sizeBytes').execute()
  if (gone) await count(db, -gone.sizeBytes)
}

/** How many counted files have a key that begins so. */
export async function filesBelow(db: Db, start: string): Promise<number> {
  const files = db.selectFrom('tenancy.stored_files').select((eb) => eb.fn.countAll<number>().as('n'))
  return (await files.where('fileKey', '>=', start).where('fileKey', '<', `${start}~`).executeTakeFirstOrThrow()).n
}

export const limitRoutes = [handle(storageUse, ({ db }) => storageOf(db))]
