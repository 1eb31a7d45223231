import { change, changeAll, type Db, insert } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { handle } from '#platform/module.ts'
import type { Theme } from '#platform/session.ts'
import { dropTheme, fonts, readTheme, saveTheme, TenantTheme } from './contract.ts'
import { logoUrlOf } from './logo.ts'

const calm: TenantTheme = TenantTheme.parse({ name: 'Salus' })

/** The theme as it is kept; what it does not say, or says in an older form, is the house's own. */
async function kept(db: Db): Promise<TenantTheme> {
  const row = await db
    .selectFrom('tenancy.tenant_themes')
    .select(['name', 'colors', 'typography', 'layout', 'components'])
    .where('isActive', '=', true)
    .executeTakeFirst()
  return TenantTheme.catch({ ...calm, name: row?.name ?? calm.name }).parse(row ?? calm)
}

const drawn = ({ name, colors, typography, layout, components }: TenantTheme, logoUrl: string | null): Theme => ({
  ...{ name, colors, layout, components, logoUrl },
  typography: { fontFamily: fonts[typography.font], scale: typography.size / 16 },
})

/** How the tenant looks: its active theme, with the house's own for what it does not say. */
export async function themeOf(db: Db): Promise<Theme> {
  const [theme, tenant] = await Promise.all([kept(db), db.selectFrom('tenancy.tenants').select(['id', 'branding']).executeTakeFirst()])
  return drawn(theme, tenant ? logoUrlOf(tenant.id, tenant.branding) : null)
}
/** How it looks where no tenant is known yet. */
export const defaultTheme = (): Theme => drawn(calm, null)

export const themeRoutes = [
  handle(readTheme, ({ db }) => kept(db)),
  handle(saveTheme, async ({ db, body }) => {
    const own = await db.selectFrom('tenancy.tenant_themes').select('id').where('isActive', '=', true).forUpdate().executeTakeFirst()
    if (own) await change(db, 'tenancy.tenant_themes', { id: own.id }, body)
    else await insert(db, 'tenancy.tenant_themes', { ...body, isActive: true })
    await emit(db, 'tenancy.tenant_changed', {})
    return kept(db)
  }),
  handle(dropTheme, async ({ db }) => {
    await changeAll(db, 'tenancy.tenant_themes', { isActive: true }, { isActive: false })
    await emit(db, 'tenancy.tenant_changed', {})
  }),
]
