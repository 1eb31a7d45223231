import { z } from 'zod'
import { endpoint, exportOf, Id, Instant, page } from '#platform/contract.ts'

/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'audit:read': { says: 'See who did what and when', roles: ['tenant_administrator'], withheld: 'access' },
} as const

export const AuditAction = z.enum(['create', 'read', 'update', 'delete', 'login', 'logout'])
/** Columns by name; clinical and secret ones were never written down. */
const Values = z.record(z.string(), z.unknown()).nullable()

export const AuditEntry = z.object({
  id: Id,
  at: Instant,
  user: z.object({ id: Id, name: z.string().nullable() }).nullable(),
  /** Who really acted, in a session that `user` lent them for support. */
  acting: z.object({ id: Id, name: z.string().nullable() }).nullable(),
  service: z.string(),
  entity: z.string(),
  entityId: z.string().nullable(),
  action: AuditAction,
  old: Values,
  new: Values,
  ipAddress: z.string().nullable(),
})
export type AuditEntry = z.infer<typeof AuditEntry>

export const listAudit = endpoint('GET /audit', {
  permission: 'audit:read',
  query: z.object({
    cursor: z.string().max(500).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    /** Who did it, in their own session or in one lent to them. */
    userId: Id.optional(),
    /** A table without its schema: users, appointments. */
    entity: z
      .string()
      .regex(/^[a-z_]{1,60}$/)
      .optional(),
    entityId: Id.optional(),
    action: AuditAction.optional(),
    /** Also what Salus did by itself: letters sent, reminders planned, jobs. */
    system: z.stringbool().default(false),
    from: Instant.optional(),
    until: Instant.optional(),
  }),
  returns: page(AuditEntry),
  summary: 'The audit trail, newest first: what people did, and on request what Salus did by itself',
})
export const exportAudit = exportOf(listAudit)
