import { z } from 'zod'
import { Id } from '#platform/contract.ts'
import { AppError } from '#platform/errors.ts'
import { defineModule } from '#platform/module.ts'
import { permissions } from './contract.ts'

export const access = defineModule({
  name: 'access',
  level: 3,
  permissions,
  routes: [],
  events: {
    'access.rights_changed': { payload: z.object({ userIds: z.array(Id) }), live: 'named' },
  },
  constraints: {
    roles_code_unique: () => new AppError(409, 'access.code_taken', 'Another role has this code.'),
  },
})
