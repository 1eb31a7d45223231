import { boundOf, type Db } from '#platform/db.ts'
import { handle } from '#platform/module.ts'
import { Branding, changeTenant, readTenant, Settings } from './contract.ts'
import { changeItself } from './lifecycle.ts'
import { logoUrlOf } from './logo.ts'
import { suspensionOf } from './policy.ts'

/** How the tenant works; what it never said, or said in an older form, is the default. */
export async function settingsOf(db: Db): Promise<Settings> {
  const tenant = await db.selectFrom('tenancy.tenants').select('settings').executeTakeFirst()
  return Settings.catch(Settings.parse({})).parse(tenant?.settings)
}

/** Whose name stands on what the tenant sends. */
export async function senderOf(db: Db): Promise<string> {
  const tenant = await db.selectFrom('tenancy.tenants').select(['name', 'branding']).executeTakeFirstOrThrow()
  const { senderName, displayName } = brandingOf(tenant.branding)
  return senderName ?? displayName ?? tenant.name
}

export const brandingOf = (stored: unknown): Branding => Branding.catch(Branding.parse({})).parse(stored)

async function show(db: Db) {
  const tenant = await db.selectFrom('tenancy.tenants').selectAll().executeTakeFirstOrThrow()
  const { id, name, code, status, trialEndsAt, industryType } = tenant
  const { logo: _, ...branding } = brandingOf(tenant.branding)
  return {
    ...{ name, code, status, trialEndsAt, industryType, branding },
    suspension: suspensionOf(tenant, boundOf(db).now),
    settings: await settingsOf(db),
    logoUrl: logoUrlOf(id, tenant.branding),
  }
}

export const settingsRoutes = [
  handle(readTenant, ({ db }) => show(db)),
  handle(changeTenant, async ({ db, body }) => {
    const before = await db.selectFrom('tenancy.tenants').select(['settings', 'branding']).forNoKeyUpdate().executeTakeFirstOrThrow()
    const { settings, branding, ...rest } = body
    await changeItself(db, {
      ...rest,
      settings: { ...(before.settings as object), ...settings },
      branding: { ...(before.branding as object), ...branding },
    })
    return show(db)
  }),
]
