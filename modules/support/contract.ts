import { z } from 'zod'
import { endpoint, Id, Instant, listQuery, page } from '#platform/contract.ts'

/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'support:act': {
    says: 'Help people in their own account, with a code that they give',
    roles: ['tenant_administrator'],
    withheld: 'access',
  },
} as const

export const Consent = z.object({
  id: Id,
  createdAt: Instant,
  /** open: the code waits; running: somebody is in my account; ended: they were; over: it was never used. */
  state: z.enum(['open', 'running', 'ended', 'over']),
  /** Until when the code works, or the session lasts; when it ended. */
  until: Instant,
  usedAt: Instant.nullable(),
  supporter: z.string().nullable(),
})
export type Consent = z.infer<typeof Consent>

export const makeConsent = endpoint('POST /support-consents', {
  permission: 'self',
  returns: z.object({ id: Id, code: z.string().nullable(), expiresAt: Instant }),
  status: 201,
  secrets: ['code'],
  summary: 'A code that lets somebody from support into my account, once, within a quarter of an hour; one made before no longer works',
})
export const myConsents = endpoint('GET /support-consents', {
  permission: 'self',
  query: listQuery({ sort: ['-createdAt'] }).omit({ q: true }),
  returns: page(Consent),
  summary: 'When I let somebody from support into my account, newest first',
})
export const endConsent = endpoint('DELETE /support-consents/:id', {
  permission: 'self',
  summary: 'Withdraw a code of mine, or end at once what goes on with it',
})

export const beginSupport = endpoint('POST /support-session', {
  permission: 'support:act',
  body: z.object({ code: z.string().trim().min(10).max(20) }),
  summary: 'Begin to help somebody with their code: half an hour, with what both may do, and nothing about health',
})
export const endSupport = endpoint('DELETE /support-session', {
  permission: 'self',
  whileLent: true,
  summary: 'Stop helping, and return to my own session',
})
