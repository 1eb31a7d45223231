import { z } from 'zod'
import { FeatureKey } from '#modules/tenancy/contract.ts'
import { Id, Instant } from '#platform/contract.ts'

export const TenantStatus = z.enum(['trial', 'active', 'suspended', 'closed'])

/** What the operator sees of a tenant: its contract and counts, never its content. */
export const WatchedTenant = z.object({
  id: Id,
  code: z.string(),
  name: z.string(),
  status: TenantStatus,
  /** Code of the plan in force. */
  subscriptionTier: z.string().nullable(),
  people: z.number(),
  maxUsers: z.number().nullable(),
  maxStorageGb: z.number().nullable(),
  trialEndsAt: Instant.nullable(),
  suspendedReason: z.string().nullable(),
  createdAt: Instant,
})
export type WatchedTenant = z.infer<typeof WatchedTenant>

export const SetFeature = z.object({
  isEnabled: z.boolean(),
  /** By what the feature lets one say; what is left out holds by default. */
  configuration: z.record(z.string().max(60), z.unknown()).optional(),
  /** By counted name and calendar month. */
  usageLimits: z.record(z.string().max(60), z.number().int().min(0)).optional(),
  expiresAt: Instant.nullable().optional(),
})
export const WatchedFeature = z.object({
  key: FeatureKey,
  isOn: z.boolean(),
  /** What the plan, or what was agreed, says; null: nothing. */
  agreed: z.boolean().nullable(),
  /** The tenant has a setting of its own for it. */
  isSet: z.boolean(),
  configuration: z.record(z.string(), z.unknown()),
  expiresAt: Instant.nullable(),
  usageLimits: z.record(z.string(), z.number()),
  /** Of the running month. */
  used: z.record(z.string(), z.number()),
})

const Values = z.record(z.string(), z.unknown()).nullable()
/** One thing that the operator did: at the console, or a program with the key. */
export const Deed = z.object({
  id: Id,
  at: Instant,
  /** Nobody: who was not let in. */
  by: z.enum(['console', 'key', 'nobody']),
  ipAddress: z.string().nullable(),
  action: z.enum(['create', 'read', 'update', 'delete', 'login', 'logout', 'refused']),
  /** A table without its schema. */
  entity: z.string(),
  entityId: z.string().nullable(),
  /** Null: the installation itself. */
  tenant: z.object({ id: Id, name: z.string() }).nullable(),
  old: Values,
  new: Values,
})
export type Deed = z.infer<typeof Deed>
