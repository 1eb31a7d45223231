import { type Config, originOf } from '#platform/config.ts'
import { boundOf, type Db } from '#platform/db.ts'
import { suspensionOf } from './policy.ts'

/** `suspension`: why its people cannot work just now. */
export type Tenant = { id: string; code: string; name: string; suspension: string | null }

/**
 * The tenant that a sign-in or link is about: by the code given, else of a verified host name, else the only one of this
 * installation. Undefined where there is none, or where it is closed.
 */
export async function resolveTenant(
  system: Db,
  by: { host: string; code?: string | undefined; now: Temporal.Instant },
): Promise<Tenant | undefined> {
  const found = by.code ? await byCode(system, by.code) : ((await byHost(system, by.host)) ?? (await onlyTenant(system)))
  return shownAs(found, by.now)
}

/** A tenant by its id; undefined where there is none, or where it is closed. */
export const tenantOf = async (system: Db, id: string, now: Temporal.Instant): Promise<Tenant | undefined> =>
  shownAs(await system.selectFrom('tenancy.tenant_list as t').select(shown).where('t.tenantId', '=', id).executeTakeFirst(), now)

function shownAs(found: Awaited<ReturnType<typeof byCode>>, now: Temporal.Instant): Tenant | undefined {
  if (!found || found.status === 'closed') return undefined
  const { tenantId: id, code, name } = found
  return { id, code, name, suspension: suspensionOf(found, now) }
}

/** The tenant that has proven this domain; undefined where none has, or where it is closed. */
export const tenantOfDomain = async (system: Db, domain: string, now: Temporal.Instant): Promise<Tenant | undefined> =>
  shownAs(await byHost(system, domain), now)

/** The domains that the tenant has proven. */
export const provenDomains = async (db: Db): Promise<string[]> =>
  (await db.selectFrom('tenancy.tenant_domains').select('domain').where('verifiedAt', 'is not', null).orderBy('domain').execute()).map(
    (row) => row.domain,
  )

/** Does any tenant exist whose code this is, whatever its status? */
export const tenantOfCode = (system: Db, code: string) => byCode(system, code)

const shown = ['t.tenantId', 't.code', 't.name', 't.status', 't.trialEndsAt', 't.suspendedReason'] as const
const byCode = (system: Db, code: string) =>
  system.selectFrom('tenancy.tenant_list as t').select(shown).where('t.code', '=', code).executeTakeFirst()

const byHost = (system: Db, host: string) =>
  system
    .selectFrom('tenancy.tenant_domains as d')
    .innerJoin('tenancy.tenant_list as t', 't.tenantId', 'd.tenantId')
    .select(shown)
    .where('d.domain', '=', host.toLowerCase())
    .where('d.verifiedAt', 'is not', null)
    .executeTakeFirst()

async function onlyTenant(system: Db) {
  const some = await system.selectFrom('tenancy.tenant_list as t').select(shown).where('t.status', '!=', 'closed').limit(2).execute()
  return some.length === 1 ? some[0] : undefined
}

/** Where this tenant's people are sent: its primary domain, else the address of the installation. */
export async function originFor(db: Db): Promise<string> {
  const { config } = boundOf(db).tools
  const own = await db.selectFrom('tenancy.tenant_domains').select('domain').where('isPrimary', '=', true).executeTakeFirst()
  return own ? onDomain(config, own.domain) : originOf(config)
}
/** The configured address with another host: scheme and port are those of the installation. */
function onDomain(config: Config, domain: string): string {
  const url = new URL(originOf(config))
  url.hostname = domain
  return url.origin
}

type Wanted = {
  ids?: readonly string[]
  after?: readonly [string, string] | undefined
  descending?: boolean
  limit?: number
  status?: 'trial' | 'active' | 'suspended' | 'closed' | undefined
  q?: string | undefined
}

/** Tenants as whoever runs the installation may see them, by name: what was agreed, never what they hold. */
export async function watch(system: Db, { ids, after, descending = false, limit = 200, status, q }: Wanted) {
  const direction = descending ? 'desc' : 'asc'
  let query = system
    .selectFrom('tenancy.tenants')
    .select(['id', 'code', 'name', 'status', 'subscriptionTier', 'maxUsers', 'maxStorageGb', 'trialEndsAt', 'suspendedReason', 'createdAt'])
    .orderBy('name', direction)
    .orderBy('id', direction)
    .limit(limit)
  if (ids) query = query.where('id', 'in', ids)
  if (status) query = query.where('status', '=', status)
  if (q) {
    const like = `%${q.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`
    query = query.where((eb) => eb.or([eb(eb.fn('lower', ['name']), 'like', like), eb('code', 'like', like)]))
  }
  if (after) query = query.where((eb) => eb(eb.refTuple('name', 'id'), descending ? '<' : '>', eb.tuple(...after)))
  return query.execute()
}
