import { orgConfigs } from '#modules/directory/contract.ts'
import { configureOrganization, orgConfigOf } from '#modules/directory/index.ts'
import type { ConfigKey } from '#modules/tenancy/contract.ts'
import { senderOf, settingsOf } from '#modules/tenancy/index.ts'
import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { handle } from '#platform/module.ts'
import * as api from './contractOfPlaces.ts'

const names = Object.keys(orgConfigs) as (keyof typeof orgConfigs)[]

async function show(db: Db, orgId: string): Promise<api.OrgConfigs> {
  const organization = await db.selectFrom('directory.organization_list').select('id').where('id', '=', orgId).executeTakeFirst()
  if (!organization) throw notFound()
  const [settings, senderName, ...values] = await Promise.all([
    settingsOf(db),
    senderOf(db),
    ...names.map((name) => orgConfigOf<unknown>(db, orgConfigs[name], { orgId })),
  ])
  const { adviceCode, ...shown } = Object.fromEntries(names.map((name, i) => [name, values[i]]))
  return { ...shown, employer: { ...settings, senderName }, hasAdviceCode: adviceCode !== null } as api.OrgConfigs
}

export const configRoutes = [
  handle(api.readOrgConfigs, ({ db, params }) => show(db, params.orgId)),
  handle(api.changeOrgConfigs, async ({ db, params: { orgId }, body }) => {
    await show(db, orgId)
    const given = names.filter((name) => body[name] !== undefined)
    await configureOrganization(
      db,
      orgId,
      given.map((name) => [orgConfigs[name] as ConfigKey, body[name]]),
    )
    return show(db, orgId)
  }),
  handle(api.readAdvice, async ({ db, who: { userId } }) => ({
    phone: await orgConfigOf(db, orgConfigs.advicePhone, { userId }),
    code: await orgConfigOf(db, orgConfigs.adviceCode, { userId }),
  })),
]
