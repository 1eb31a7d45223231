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

const brandingOf = (stored: unknown): Branding => Branding.catch(Branding.parse({})).parse(stored)

/** How the tenant is known: whose name stands on what it sends, its logo, and whom to ask. Undefined where no tenant is known. */
export async function brandOf(db: Db) {
  const tenant = await db.selectFrom('tenancy.tenants').select(['id', 'name', 'branding']).executeTakeFirst()
  if (!tenant) return undefined
  const { senderName, displayName, supportEmail } = brandingOf(tenant.branding)
  return { sender: senderName ?? displayName ?? tenant.name, logoUrl: logoUrlOf(tenant.id, tenant.branding), supportEmail }
}
/** Whose name stands on what the tenant sends. */
export const senderOf = async (db: Db): Promise<string> => (await brandOf(db))?.sender ?? ''

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
