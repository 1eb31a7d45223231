import { defineModule } from '#platform/module.ts'
import { factorRoutes } from './factor.ts'
import { sessionRoutes } from './sessions.ts'
import { tenantRoutes } from './tenants.ts'
import { warnings } from './warn.ts'

export const operator = defineModule({
  name: 'operator',
  level: 7,
  routes: [...sessionRoutes, ...factorRoutes, ...tenantRoutes],
  reactions: warnings,
})
