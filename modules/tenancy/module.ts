import { z } from 'zod'
import { AppError, conflict, invalid } from '#platform/errors.ts'
import { defineModule } from '#platform/module.ts'
import { permissions } from './contract.ts'
import { checkDomains, domainRoutes, notProven } from './domains.ts'
import { keepTrials } from './lifecycle.ts'
import { dropFile, limitRoutes } from './limits.ts'
import { logoRoutes } from './logo.ts'
import { settingsRoutes } from './settings.ts'
import { themeRoutes } from './theme.ts'

export const tenancy = defineModule({
  name: 'tenancy',
  level: 1,
  permissions,
  routes: [...settingsRoutes, ...logoRoutes, ...themeRoutes, ...domainRoutes, ...limitRoutes],
  events: {
    'tenancy.tenant_changed': { payload: z.object({}), live: 'self', urgent: true },
    'tenancy.trial_ending': { payload: z.object({ days: z.number() }) },
    'tenancy.suspended': { payload: z.object({}) },
    'tenancy.activated': { payload: z.object({}) },
    'tenancy.closed': { payload: z.object({}) },
  },
  jobs: {
    'tenancy.keep_trials': keepTrials,
    'tenancy.check_domains': checkDomains,
    'tenancy.forget_logo': async ({ payload, tenantId, now, tools }) => {
      const { key } = payload as { key: string }
      await tools.files.remove(key)
      await tools.inTenant({ tenantId, userId: null, now }, (db) => dropFile(db, key))
    },
  },
  cron: { 'tenancy.keep_trials': '7 * * * *', 'tenancy.check_domains': '23 4 * * *' },
  constraints: {
    tenant_domains_domain_unique: () => new AppError(409, 'tenancy.domain_twice', 'You have added this domain already.'),
    tenant_domains_verified_once: () => new AppError(409, 'tenancy.domain_taken', 'Another organisation has proven this domain.'),
    tenant_domains_one_primary: conflict,
    tenant_domains_primary_is_verified: notProven,
    tenant_features_key_unique: conflict,
    tenant_integrations_provider_unique: conflict,
    tenant_features_expiry_after_start: () => new AppError(422, 'tenancy.feature_expired', 'A feature can only end in the future.'),
    tenant_configs_key_unique: conflict,
    plans_code_unique: () => new AppError(409, 'tenancy.plan_code_taken', 'Another plan has this code.'),
    tenant_billing_one_per_tenant: conflict,
    tenant_billing_reverse_charge_has_number: () =>
      new AppError(422, 'tenancy.no_vat_number', 'The reverse charge needs a VAT number and a country.'),
    tenant_billing_exempt_says_why: () => new AppError(422, 'tenancy.exempt_unsaid', 'Say why there is no tax.'),
    tenant_billing_subscription_unique: conflict,
    tenants_code_unique: () => new AppError(409, 'tenancy.code_taken', 'Another organisation uses this code already.'),
    tenant_themes_name_unique: () => new AppError(409, 'tenancy.theme_name_taken', 'Another theme has this name.'),
    tenants_trial_end_after_start: () => invalid('trialEndsAt', 'A trial ends after it has begun.'),
    tenants_code_form: () => new AppError(422, 'tenancy.code_form', 'A code has 2 to 63 small letters, digits and hyphens.'),
  },
})
