import { saveSystemSettings, systemSettings } from '#modules/settings/index.ts'
import { defineModule, handleOpen } from '#platform/module.ts'
import { readSystemSettings, saveSystem } from './contract.ts'
import { factorRoutes } from './factor.ts'
import { sessionRoutes } from './sessions.ts'
import { tenantRoutes } from './tenants.ts'
import { warnings } from './warn.ts'

export const operator = defineModule({
  name: 'operator',
  level: 7,
  routes: [
    ...sessionRoutes,
    ...factorRoutes,
    ...tenantRoutes,
    handleOpen(readSystemSettings, ({ tools }) => systemSettings(tools.system)),
    handleOpen(saveSystem, async ({ tools, body, now }) => {
      await saveSystemSettings(tools.system, { values: body, now })
      return systemSettings(tools.system)
    }),
  ],
  reactions: warnings,
})
