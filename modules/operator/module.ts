import { sealTrail } from '#modules/audit/index.ts'
import { createEmptyTenant } from '#modules/auth/index.ts'
import { saveSystemSettings, systemSettings } from '#modules/settings/index.ts'
import { defineModule, handleOpen } from '#platform/module.ts'
import { createTenant, readSystemSettings, saveSystem } from './contract.ts'
import { operatorTrail, trailRoutes } from './deeds.ts'
import { factorRoutes } from './factor.ts'
import { sessionRoutes } from './sessions.ts'
import { tenantRoutes } from './tenants.ts'
import { noteDeed, noting } from './trail.ts'
import { warnings } from './warn.ts'

export const operator = defineModule({
  name: 'operator',
  level: 7,
  routes: [
    ...sessionRoutes,
    ...factorRoutes,
    handleOpen(createTenant, ({ tools, client, now, body }) =>
      createEmptyTenant(tools, { ...body, administrator: { ...body.administrator, mustChange: true } }, (db, { tenantId }) => {
        const { administrator, ...rest } = body
        const made = { ...rest, administrator: administrator.email }
        return noteDeed(db, { tools, client, now }, { action: 'create', entity: 'tenants', entityId: tenantId, new: made })
      }),
    ),
    ...tenantRoutes,
    ...trailRoutes,
    handleOpen(readSystemSettings, ({ tools }) => systemSettings(tools.system)),
    handleOpen(saveSystem, async ({ tools, client, body, now }) => {
      const before = await systemSettings(tools.system)
      for (const key of Object.keys(body) as (keyof typeof body)[]) {
        const [old, next] = [{ [key]: before[key] }, { [key]: body[key] }]
        if (JSON.stringify(old) === JSON.stringify(next)) continue
        const did = { action: 'update', entity: 'system_settings', entityId: key, old, new: next } as const
        await saveSystemSettings(await noting({ tools, client, now }, did), { values: next, now })
      }
      return systemSettings(tools.system)
    }),
  ],
  reactions: warnings,
  jobs: { 'operator.seal': async ({ tools }) => void (await sealTrail(tools, operatorTrail)) },
  cron: { 'operator.seal': '* * * * *' },
})
