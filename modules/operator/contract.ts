import { z } from 'zod'
import { NewPassword } from '#modules/auth/contract.ts'
import { SystemSettings } from '#modules/settings/contract.ts'
import { FeatureKey } from '#modules/tenancy/contract.ts'
import { Empty, endpoint, Id, Instant, listQuery, page } from '#platform/contract.ts'
import { Deed, SetFeature, TenantStatus, WatchedFeature, WatchedTenant } from './shapes.ts'

export { type Deed, TenantStatus, type WatchedTenant } from './shapes.ts'

export const operatorSession = endpoint('GET /operator/session', {
  permission: 'public',
  returns: z.object({ signedIn: z.boolean(), hasFactor: z.boolean() }),
  summary: 'Is the operator signed in at the console?',
})
export const signInOperator = endpoint('POST /operator/session', {
  permission: 'public',
  /** `code`: of the authenticator app, where the operator has one. */
  body: z.object({ key: z.string().trim().min(1).max(200), code: z.string().trim().max(10).optional() }),
  returns: Empty,
  status: 204,
  summary: 'Sign in at the operator console with the operator key',
})
export const signOutOperator = endpoint('DELETE /operator/session', { permission: 'operator', summary: 'Sign out of the operator console' })

const FactorCode = z.object({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, 'Type the six digits.'),
})
export const addOperatorFactor = endpoint('POST /operator/factor', {
  permission: 'operator',
  returns: z.object({ secret: z.string(), qr: z.object({ side: z.number(), path: z.string() }) }),
  secrets: ['secret', 'qr'],
  summary: 'Begin with an authenticator app as the operator’s second factor',
})
export const confirmOperatorFactor = endpoint('POST /operator/factor/confirmation', {
  permission: 'operator',
  body: FactorCode,
  summary: 'Ask for the app from now on; sessions opened without it end',
})
export const removeOperatorFactor = endpoint('DELETE /operator/factor', {
  permission: 'operator',
  body: FactorCode,
  summary: 'No longer ask for the app',
})

export const readSystemSettings = endpoint('GET /operator/settings', {
  permission: 'operator',
  returns: SystemSettings,
  summary: 'What is set for everybody on the installation',
})
export const saveSystem = endpoint('PUT /operator/settings', {
  permission: 'operator',
  body: SystemSettings.partial(),
  returns: SystemSettings,
  summary: 'Set it; what is not named stays',
})

export const listTenants = endpoint('GET /operator/tenants', {
  permission: 'operator',
  query: listQuery({ sort: ['name'], filters: { status: TenantStatus.optional() } }),
  returns: page(WatchedTenant),
  summary: 'All tenants, with counts only',
})
/** Creates an empty tenant with its administrator; without a password they get an invitation by mail. */
export const createTenant = endpoint('POST /operator/tenants', {
  permission: 'operator',
  body: z.object({
    code: z.string().trim().toLowerCase().min(2).max(63),
    name: z.string().trim().min(1).max(200),
    administrator: z.object({
      email: z.email().max(254),
      firstName: z.string().trim().min(1).max(100),
      lastName: z.string().trim().min(1).max(100),
      password: NewPassword.optional(),
    }),
  }),
  returns: z.object({ tenantId: Id, administratorId: Id, apiKey: z.string() }),
  status: 201,
  secrets: ['apiKey'],
  summary: 'Create an empty tenant with an administrator and an API key (operator key)',
})
const one = { permission: 'operator' } as const
export const readTenant = endpoint('GET /operator/tenants/:id', {
  ...one,
  /** `agreed`: the limits of its plan, which count where it has none of its own. */
  returns: WatchedTenant.extend({
    features: z.array(WatchedFeature),
    agreed: z.object({ maxUsers: z.number().nullable(), maxStorageGb: z.number().nullable() }),
  }),
  summary: 'One tenant: its contract, features and counts',
})
export const changeTenant = endpoint('PATCH /operator/tenants/:id', {
  ...one,
  body: z
    .object({
      name: z.string().trim().min(1).max(200),
      maxUsers: z.number().int().positive().nullable(),
      maxStorageGb: z.number().int().positive().nullable(),
      trialEndsAt: Instant,
    })
    .partial(),
  summary: 'Change the name, the limits or the end of the trial',
})
export const suspendIt = endpoint('POST /operator/tenants/:id/suspension', {
  ...one,
  body: z.object({ reason: z.string().trim().min(1).max(500) }),
  summary: 'Suspend a tenant; its people read the reason',
})
export const activateIt = endpoint('POST /operator/tenants/:id/activation', {
  ...one,
  summary: 'Let a tenant work: after a trial, or after a suspension',
})
export const closeIt = endpoint('POST /operator/tenants/:id/closure', {
  ...one,
  /** The tenant's code, typed again. */
  body: z.object({ code: z.string().trim().toLowerCase().max(63) }),
  summary: 'Close a tenant for good',
})
export const setTenantFeature = endpoint('PUT /operator/tenants/:id/features/:key', {
  ...one,
  params: z.object({ id: Id, key: FeatureKey }),
  body: SetFeature,
  summary: 'Turn a feature of a tenant on or off, with limits and an end',
})
export const dropTenantFeature = endpoint('DELETE /operator/tenants/:id/features/:key', {
  ...one,
  params: z.object({ id: Id, key: FeatureKey }),
  summary: 'No setting of its own for a feature: the plan decides again',
})

export const listDeeds = endpoint('GET /operator/audit', {
  permission: 'operator',
  query: z.object({
    cursor: z.string().max(500).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    tenantId: Id.optional(),
    entity: z
      .string()
      .regex(/^[a-z_]{1,60}$/)
      .optional(),
    action: Deed.shape.action.optional(),
    from: Instant.optional(),
    until: Instant.optional(),
  }),
  returns: page(Deed),
  summary: 'What the operator did, newest first: where, when, and what it was before',
})
