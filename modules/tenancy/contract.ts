import { z } from 'zod'

/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'tenants:read': { says: 'See the settings of the organisation', roles: ['admin', 'tenant_administrator'] },
  'tenants:write': { says: 'Change the settings of the organisation', roles: ['tenant_administrator'] },
} as const

/** Parts of the system that a tenant has or has not; the modules that belong to one name it. `limits` are counted by calendar month. */
export const features = {
  learning: { byDefault: true, limits: ['enrollments'] },
  occupational_health: { byDefault: true, limits: [] },
} as const satisfies Record<string, { byDefault: boolean; limits: readonly string[] }>
export const FeatureKey = z.enum(Object.keys(features) as [keyof typeof features, ...(keyof typeof features)[]])
export type FeatureKey = z.infer<typeof FeatureKey>

/** One thing a tenant may configure. The module that uses it declares it in its contract; what nobody declares cannot be kept. */
export type ConfigKey<Value = unknown> = {
  key: string
  category: string
  schema: z.ZodType<Value>
  /** What holds while the tenant has said nothing. */
  default: Value
  /** Kept encrypted under the tenant's key. */
  encrypted: boolean
}

/** Declares a configuration: `configKey('auth.sign_in_policy', { schema, default: … })`. Its category is the module's name. */
export const configKey = <Value>(
  key: `${string}.${string}`,
  of: { schema: z.ZodType<Value>; default: NoInfer<Value>; encrypted?: boolean },
): ConfigKey<Value> => ({ key, category: key.split('.')[0] as string, encrypted: false, ...of })
