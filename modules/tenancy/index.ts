import type { Db } from '#platform/db.ts'
import { insert } from '#platform/write.ts'

export type Tenant = { id: string; code: string; name: string; status: string }

/** A new, empty tenant; the transaction must be bound to its id. */
export async function createTenant(db: Db, tenant: { id: string; code: string; name: string; now: Temporal.Instant }): Promise<void> {
  const { id, code, name, now } = tenant
  const trialEndsAt = now.add({ hours: 30 * 24 }).toString()
  await insert(db, 'tenancy.tenants', { id, code, name, status: 'trial', trialStartsAt: now.toString(), trialEndsAt })
}

/** The tenant that a sign-in or link is about: of a verified host name, else by its code. Undefined where there is none. */
export async function findTenant(system: Db, by: { host?: string; code?: string | undefined }): Promise<Tenant | undefined> {
  const tenants = () => system.selectFrom('tenancy.tenants as t').select(['t.id', 't.code', 't.name', 't.status'])
  if (by.code) return tenants().where('t.code', '=', by.code).executeTakeFirst()
  if (!by.host) return undefined
  return tenants()
    .innerJoin('tenancy.tenant_domains as d', 'd.tenantId', 't.id')
    .where('d.domain', '=', by.host.toLowerCase())
    .where('d.verifiedAt', 'is not', null)
    .executeTakeFirst()
}

/** The only tenant of this installation, if there is just one that people use: then sign-in need not ask. */
export async function onlyTenant(system: Db): Promise<Tenant | undefined> {
  const some = await system
    .selectFrom('tenancy.tenants')
    .select(['id', 'code', 'name', 'status'])
    .where('status', '!=', 'closed')
    .limit(2)
    .execute()
  return some.length === 1 ? some[0] : undefined
}
