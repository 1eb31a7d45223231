import { z } from 'zod'
import { SignedIn } from '#modules/auth/contract.ts'
import { endpoint, Id } from '#platform/contract.ts'
import { Connection, Domain, fields, Identity } from './shapes.ts'

export { Claims, Connection, Identity, Mapping } from './shapes.ts'

/**
 * Rights of this module, and the seeded roles that start with them. Whoever decides whom a provider may prove can be anybody: only
 * the tenant administrator's, and no other role can be given it.
 */
export const permissions = {
  'sso:manage': {
    says: 'Set up single sign-on, and say who is who there',
    roles: ['tenant_administrator'],
    system: true,
    withheld: 'access',
  },
} as const
const permission = 'sso:manage'

/** The code by which a tenant is found where neither host name nor address tells. */
const TenantCode = z.string().trim().toLowerCase().min(1).max(60)
/** Where a sign-in is asked for: an address at a proven domain leads to its tenant, else the code, else the host name. */
const where = { tenant: TenantCode.optional(), domain: Domain.optional() }

export const ssoOffers = endpoint('GET /sso/offers', {
  permission: 'public',
  query: z.object(where),
  returns: z.object({ items: z.array(z.object({ id: Id, name: z.string() })), next: z.null() }),
  summary: 'The providers through which people can sign in here; tells nothing about any person',
})
/** A path of this site, never another site's address. */
const OwnPath = z
  .string()
  .regex(/^\/(?![/\\])\P{Cc}*$/u)
  .max(500)
export const beginVisit = endpoint('POST /sso/visits', {
  permission: 'public',
  body: z.object({ ...where, connectionId: Id, hint: z.string().trim().max(254).optional(), returnTo: OwnPath.default('/') }),
  returns: z.object({ url: z.string() }),
  status: 201,
  secrets: ['url'],
  summary: 'Begin to sign in through a provider: the address of it to go to, within ten minutes and in this browser',
})
export const endVisit = endpoint('POST /sso/visits/completion', {
  permission: 'public',
  body: z.object({ /** What stood behind the ? when the provider sent the browser back. */ answer: z.string().min(1).max(8000) }),
  returns: SignedIn.extend({ returnTo: z.string() }),
  summary: 'Finish to sign in through a provider, once',
})

/** Which provider it is, to the letter: a connection to another one is another connection. */
const Issuer = z.url({ protocol: /^https?$/ }).max(500)
const Secret = z.string().min(1).max(1000)

export const listConnections = endpoint('GET /sso/connections', {
  permission,
  returns: z.object({
    items: z.array(Connection),
    next: z.null(),
    /** What a provider must be told: where it may send people back to. */
    redirectUris: z.array(z.string()),
    /** Proven by this organisation. */
    provenDomains: z.array(z.string()),
    /** May everybody still use a password? */
    passwords: z.boolean(),
  }),
  summary: 'The providers of this organisation',
})
export const addConnection = endpoint('POST /sso/connections', {
  permission,
  body: z.object({
    name: fields.name,
    issuer: Issuer,
    clientId: fields.clientId,
    clientSecret: Secret,
  }),
  returns: Connection,
  status: 201,
  summary: 'Add a provider; nobody is let in by it before it is switched on',
})
export const changeConnection = endpoint('PATCH /sso/connections/:id', {
  permission,
  body: z.object({ ...fields, clientSecret: Secret }).partial(),
  returns: Connection,
  summary:
    'Change what a provider decides; roles it gives must be the caller’s to give. What no group gives any more goes at once, and all of it where it is switched off',
})
export const removeConnection = endpoint('DELETE /sso/connections/:id', {
  permission,
  summary:
    'Let nobody in by this provider any more: sessions through it end, what its groups gave goes, and who has no other way may use a password',
})
export const checkConnection = endpoint('POST /sso/connections/:id/check', {
  permission,
  returns: z.object({ problem: z.string().nullable() }),
  summary: 'Ask the provider now whether all is well, and say in words what is not',
})
export const setPasswords = endpoint('PUT /sso/passwords', {
  permission,
  body: z.object({ allowed: z.boolean() }),
  summary: 'Whether people may still use a password; tenant administrators always may',
})

const Ways = z.object({
  /** By a password, or through single sign-on only. */
  provider: z.enum(['local', 'oidc']),
  /** Whether a password opens the door now: so where a person is a tenant administrator, whatever `provider` says. */
  mayUsePassword: z.boolean(),
  identities: z.array(Identity),
})
export const myWays = endpoint('GET /sso/mine', { permission: 'self', returns: Ways, summary: 'How I can sign in' })
export const waysOfPerson = endpoint('GET /people/:id/sign-in', {
  permission,
  returns: Ways.extend({ connections: z.array(z.object({ id: Id, name: z.string() })) }),
  summary: 'How a person can sign in',
})
export const setProvider = endpoint('PUT /people/:id/sign-in', {
  permission,
  body: z.object({ provider: z.enum(['local', 'oidc']) }),
  summary: 'Let a person use a password, or single sign-on only',
})
export const linkPerson = endpoint('POST /people/:id/identities', {
  permission,
  body: z.object({ connectionId: Id, subject: z.string().trim().min(1).max(255) }),
  returns: Identity,
  status: 201,
  summary: 'Say who a person is at a provider',
})
export const unlinkPerson = endpoint('DELETE /people/:id/identities/:identityId', {
  permission,
  summary: 'A person is no longer who the provider says; their sessions end',
})
