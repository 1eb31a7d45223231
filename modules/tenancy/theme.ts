import { change, changeAll, type Db, insert } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { handle } from '#platform/module.ts'
import { escaped } from '#platform/pages.ts'
import type { Theme } from '#platform/session.ts'
import { dropTheme, fonts, readTheme, saveTheme, TenantTheme } from './contract.ts'
import { originFor } from './find.ts'
import { brandOf } from './settings.ts'

const unbranded = { logoUrl: null, supportEmail: null }
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

type Branded = Pick<Theme, 'logoUrl' | 'supportEmail'>
const drawn = ({ name, colors, typography, layout, components }: TenantTheme, { logoUrl, supportEmail }: Branded): Theme => ({
  ...{ name, colors, layout, components, logoUrl, supportEmail },
  typography: { fontFamily: fonts[typography.font], scale: typography.size / 16 },
})

/** How the tenant looks: its active theme, with the house's own for what it does not say. */
export async function themeOf(db: Db): Promise<Theme> {
  const [theme, brand] = await Promise.all([kept(db), brandOf(db)])
  return drawn(theme, brand ?? unbranded)
}
/** How it looks where no tenant is known yet. */
export const defaultTheme = (): Theme => drawn(calm, unbranded)

/** With what somebody is written to: whose name stands on it, where answers go if not there, its colour, and whom to ask. */
export type Stationery = { origin: string; sender: { fromName: string; replyTo?: string }; colour: string; supportEmail: string | null }
/** That of the employer; how one of its people is written to, `directory` knows. */
export async function stationeryOf(db: Db): Promise<Stationery> {
  const [origin, brand, theme] = await Promise.all([originFor(db), brandOf(db), kept(db)])
  return { origin, sender: { fromName: brand?.sender ?? '' }, colour: theme.colors.primary, supportEmail: brand?.supportEmail ?? null }
}

type Words = {
  name: string
  title: string
  message: string
  link?: { label: string; url: string } | null
  /** Below the link: how long it is good for. */
  after?: string
  /** Small print, and where it leads. */
  foot?: { text: string; url: string }
}
/** A letter of the tenant to one of its people, with its sender: plain text, and the same in simple HTML. What people typed stays text. */
export function letterOf({ name, title, message, link, after, foot }: Words, { sender, colour, supportEmail }: Stationery) {
  const help = supportEmail ? [`Something is not clear? Write to ${supportEmail}.`] : []
  const small = [...(foot ? [`${foot.text}\n${foot.url}`] : []), ...help]
  const parts = [`Hello ${name},`, message, ...(link ? [`${link.label}:\n${link.url}`] : []), ...(after ? [after] : [])]
  const text = [...parts, ...(small.length > 0 ? [`—\n${small.join('\n')}`] : [])].join('\n\n')
  const inside = (part: string) => `<p>${escaped(part).replaceAll('\n', '<br>')}</p>`
  const button = link
    ? `<p><a href="${escaped(link.url)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:${colour};color:#ffffff;text-decoration:none">${escaped(link.label)}</a></p>`
    : ''
  const ends = foot ? `${escaped(foot.text)} <a href="${escaped(foot.url)}">${escaped(foot.url)}</a>` : ''
  const html = `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body style="margin:0;padding:24px;background:#f4f7f7;color:#17292b;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border-radius:10px;border-top:4px solid ${colour}">
<h1 style="margin:0 0 16px;font-size:20px">${escaped(title)}</h1><p>Hello ${escaped(name)},</p>${message
    .split(/\n{2,}/)
    .map(inside)
    .join('')}${button}${after ? inside(after) : ''}
</div><p style="max-width:560px;margin:16px auto;color:#4b5f61;font-size:13px">${[ends, ...help.map(escaped)].filter(Boolean).join('<br>')}</p>
</body></html>`
  return { ...sender, subject: title.replaceAll(/[\r\n]+/g, ' '), text: `${text}\n`, html }
}

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
