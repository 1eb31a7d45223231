import { AppError } from '#platform/errors.ts'
import { defineModule } from '#platform/module.ts'
import { permissions } from './contract.ts'

export const access = defineModule({
  name: 'access',
  level: 3,
  permissions,
  routes: [],
  constraints: {
    roles_code_unique: () => new AppError(409, 'access.code_taken', 'Another role has this code.'),
  },
})
