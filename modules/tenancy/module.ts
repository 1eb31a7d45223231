import { z } from 'zod'
import { boundOf } from '#platform/db.ts'
import { AppError, conflict } from '#platform/errors.ts'
import { defineModule } from '#platform/module.ts'
import { permissions } from './contract.ts'
import { forgetFeatures } from './features.ts'
import { keepTrials } from './lifecycle.ts'

export const tenancy = defineModule({
  name: 'tenancy',
  level: 1,
  permissions,
  routes: [],
  events: {
    'tenancy.tenant_changed': { payload: z.object({}), live: 'self', urgent: true },
    'tenancy.trial_ending': { payload: z.object({ days: z.number() }) },
    'tenancy.suspended': { payload: z.object({}) },
  },
  reactions: [
    {
      on: 'tenancy.tenant_changed',
      name: 'forget_features',
      // This process knows at once; the others hear it with the commit.
      inside: async ({ db, tools }) => forgetFeatures(tools, boundOf(db).tenantId),
    },
  ],
  jobs: { 'tenancy.keep_trials': keepTrials },
  cron: { 'tenancy.keep_trials': '7 * * * *' },
  constraints: {
    tenant_features_key_unique: conflict,
    tenant_features_expiry_after_start: () => new AppError(422, 'tenancy.feature_expired', 'A feature can only end in the future.'),
    tenant_configs_key_unique: conflict,
    tenants_code_unique: () => new AppError(409, 'tenancy.code_taken', 'Another organisation uses this code already.'),
    tenant_themes_name_unique: () => new AppError(409, 'tenancy.theme_name_taken', 'Another theme has this name.'),
    tenants_code_form: () => new AppError(422, 'tenancy.code_form', 'A code has 2 to 63 small letters, digits and hyphens.'),
  },
})
