import type { z } from 'zod'
import type { ContractForm } from '#platform/web/form.tsx'
import type { Connection, changeConnection } from '../contract.ts'

export type Draft = z.input<typeof changeConnection.body>
export type DraftForm = ContractForm<typeof changeConnection.body>

/** What the form begins with; the secret is never known. */
export const draftOf = (of: Connection): Draft => ({
  ...{ name: of.name, clientId: of.clientId, clientSecret: '', scopes: of.scopes, domains: of.domains, isActive: of.isActive },
  ...{ mayCreate: of.mayCreate, mayLink: of.mayLink, secondFactors: of.secondFactors, claims: of.claims, mappings: of.mappings },
})

const orNull = (text: string | null | undefined) => (text ? text : null)
/** Blanks inside claims and mappings are nothing said. */
export const sentOf = ({ claims = {}, mappings = [], ...rest }: Draft): Draft => ({
  ...rest,
  claims: { ...claims, employeeNumber: orNull(claims.employeeNumber), department: orNull(claims.department) },
  mappings: mappings.map((one) => ({ ...one, department: orNull(one.department) })),
})
