import { z } from 'zod'
import { endpoint, Id, Instant } from '#platform/contract.ts'

/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'keys:manage': { says: 'Make and revoke API keys for integrations', roles: ['tenant_administrator'], withheld: 'access' },
} as const

/** A permission, what it says, and among which ones it stands. */
const Right = z.object({ code: z.string(), says: z.string(), group: z.string() })
export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  /** Its first characters, to recognise it by. */
  prefix: z.string(),
  /** Those count that the maker still holds. */
  permissions: z.array(Right),
  maker: z.string(),
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  isOver: z.boolean(),
  lastUsedAt: Instant.nullable(),
  may: z.object({ rotate: z.boolean() }),
})
/** Shown once: null when the same request comes again. */
const Shown = z.object({ id: Id, key: z.string().nullable() })

export const listApiKeys = endpoint('GET /api-keys', {
  permission: 'keys:manage',
  returns: z.object({ items: z.array(ApiKey), next: z.null(), /** What I may put into a key. */ mayGive: z.array(Right) }),
  summary: 'The API keys of the organisation, newest first; revoked ones are gone',
})
export const makeApiKey = endpoint('POST /api-keys', {
  permission: 'keys:manage',
  body: z.object({
    name: z.string().trim().min(1).max(120),
    permissions: z.array(z.string().max(120)).min(1).max(200),
    /** For so long it works. */
    days: z.number().int().min(1).max(366),
  }),
  returns: Shown,
  status: 201,
  secrets: ['key'],
  summary: 'Make a key that acts for me, with some of my permissions',
})
export const rotateApiKey = endpoint('POST /api-keys/:id/rotation', {
  permission: 'keys:manage',
  returns: Shown,
  secrets: ['key'],
  summary: 'Another key in the place of one that I made, which ends at once',
})
export const revokeApiKey = endpoint('DELETE /api-keys/:id', { permission: 'keys:manage', summary: 'End an API key' })
