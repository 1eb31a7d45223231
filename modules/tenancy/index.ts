import type { Db } from '#platform/db.ts'
import type { Theme } from '#platform/session.ts'
import { suspensionOf } from './policy.ts'

export { configOf, setConfig } from './configs.ts'
export { countUse, type FeatureFlag, featureStates, featuresOf, hasFeature, setFeature } from './features.ts'
export { activateTenant, changeContract, closeTenant, createTenant, suspendTenant } from './lifecycle.ts'
export { suspended, suspensionOf } from './policy.ts'
export { watch } from './watch.ts'

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

/** How many active and invited people the tenant may have; null is no limit. Whoever adds one holds this until they commit. */
export async function roomForPeople(db: Db): Promise<number | null> {
  const tenant = await db.selectFrom('tenancy.tenants').select('maxUsers').forNoKeyUpdate().executeTakeFirst()
  return tenant?.maxUsers ?? null
}

const calm: Theme = {
  name: 'Salus',
  colors: { primary: '#0f6b6b', accent: '#3a5a9b' },
  typography: { fontFamily: '', scale: 1 },
  logoUrl: null,
}

/** How the tenant looks: its active theme, with the house's own for what it does not say. */
export async function themeOf(db: Db): Promise<Theme> {
  const [theme, tenant] = await Promise.all([
    db.selectFrom('tenancy.tenant_themes').select(['name', 'colors', 'typography']).where('isActive', '=', true).executeTakeFirst(),
    db.selectFrom('tenancy.tenants').select('branding').executeTakeFirst(),
  ])
  const { logoUrl } = (tenant?.branding ?? {}) as { logoUrl?: string }
  return {
    name: theme?.name ?? calm.name,
    colors: { ...calm.colors, ...(theme?.colors as object) },
    typography: { ...calm.typography, ...(theme?.typography as object) },
    logoUrl: logoUrl ?? null,
  }
}
/** How it looks where no tenant is known yet. */
export const defaultTheme = (): Theme => calm
