import { z } from 'zod'
import { Id } from '#platform/contract.ts'
import { defineModule } from '#platform/module.ts'
import { permissions } from './contract.ts'
import { deviceRoutes } from './devices.ts'
import { enterRoutes } from './enter.ts'
import { badName, raced, unknownBranch } from './policy.ts'
import { pinRoutes } from './welcome.ts'

export const kiosks = defineModule({
  name: 'kiosks',
  level: 6,
  permissions,
  routes: [...deviceRoutes, ...enterRoutes, ...pinRoutes],
  events: {
    'kiosks.pin_changed': { payload: z.object({ userIds: z.array(Id) }), live: 'named' },
  },
  constraints: {
    kiosks_name_length: badName,
    kiosks_branch_exists: unknownBranch,
    pins_user_unique: raced,
  },
})
