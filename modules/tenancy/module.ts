import { z } from 'zod'
import { AppError, conflict } from '#platform/errors.ts'
import { defineModule } from '#platform/module.ts'
import { permissions } from './contract.ts'

export const tenancy = defineModule({
  name: 'tenancy',
  level: 1,
  permissions,
  routes: [],
  events: {
    'tenancy.tenant_changed': { payload: z.object({}), live: 'self' },
  },
  constraints: {
    tenant_configs_key_unique: conflict,
    tenants_code_unique: () => new AppError(409, 'tenancy.code_taken', 'Another organisation uses this code already.'),
    tenant_themes_name_unique: () => new AppError(409, 'tenancy.theme_name_taken', 'Another theme has this name.'),
    tenants_code_form: () => new AppError(422, 'tenancy.code_form', 'A code has 2 to 63 small letters, digits and hyphens.'),
  },
})
