import { z } from 'zod'
import { Id, Instant } from '#platform/contract.ts'

export const Domain = z.string().trim().toLowerCase().min(1).max(253)

const Claim = z.string().trim().min(1).max(200)
/** Names of the claims that say something of a person; one inside another with a dot between (`realm_access.roles`). */
export const Claims = z.object({
  firstName: Claim.default('given_name'),
  lastName: Claim.default('family_name'),
  email: Claim.default('email'),
  employeeNumber: Claim.nullable().default(null),
  /** Holds the code of a department. */
  department: Claim.nullable().default(null),
  groups: Claim.default('groups'),
})
export type Claims = z.infer<typeof Claims>
const Code = z.string().trim().toLowerCase().min(1).max(60)
/** Whoever is in the group has these roles, and is in this department. */
export const Mapping = z.object({
  group: z.string().trim().min(1).max(200),
  roles: z.array(Code).max(20),
  department: Code.nullable(),
})
export type Mapping = z.infer<typeof Mapping>

/** What administrators decide about a provider. */
export const fields = {
  name: z.string().trim().min(1).max(80),
  clientId: z.string().trim().min(1).max(300),
  scopes: z
    .array(
      z
        .string()
        .trim()
        .regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/),
    )
    .max(20),
  domains: z.array(Domain).max(50),
  isActive: z.boolean(),
  mayCreate: z.boolean(),
  mayLink: z.boolean(),
  secondFactors: z.array(z.string().trim().min(1).max(200)).max(10),
  claims: Claims,
  mappings: z.array(Mapping).max(200),
}
export const Connection = z.object({
  ...fields,
  id: Id,
  issuer: z.string(),
  mappedBy: z.string().nullable(),
  checkedAt: Instant.nullable(),
  /** What is wrong, in words; null: nothing known. */
  problem: z.string().nullable(),
  /** So many people are known to it. */
  linked: z.number().int(),
  version: z.number().int(),
})
export type Connection = z.infer<typeof Connection>

export const Identity = z.object({
  id: Id,
  /** Of the connection, or the issuer where that is gone. */
  name: z.string(),
  issuer: z.string(),
  subject: z.string(),
  origin: z.enum(['created', 'address', 'administrator']),
  lastUsedAt: Instant.nullable(),
  createdAt: Instant,
})
export type Identity = z.infer<typeof Identity>
