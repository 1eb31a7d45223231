import { AppError, invalid } from '#platform/errors.ts'
import type { Claims, Mapping } from './contract.ts'

/** A sign-in on its way is forgotten after this. */
export const visitLasts = { minutes: 10 }

type Said = Record<string, unknown>
/** The claim of this name; where there is none, what lies inside another one, by dots. */
const claimOf = (said: Said, name: string): unknown =>
  name in said
    ? said[name]
    : name.split('.').reduce<unknown>((within, key) => (within && typeof within === 'object' ? (within as Said)[key] : undefined), said)

const textOf = (value: unknown, most = 254): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, most) : typeof value === 'number' ? String(value) : null

export type Profile = {
  firstName: string | null
  lastName: string | null
  /** Lower case. */
  email: string | null
  /** The provider has seen that the address is theirs. */
  isVerified: boolean
  employeeNumber: string | null
  department: string | null
  groups: string[]
}
/** What a provider says of a person, by the names the organisation gave its claims. */
export function profileOf(said: Said, claims: Claims): Profile {
  const named = (name: string | null, most?: number) => (name === null ? null : textOf(claimOf(said, name), most))
  const [first, ...rest] = (textOf(said.name) ?? '').split(/\s+/).filter(Boolean)
  const groups = claimOf(said, claims.groups)
  return {
    firstName: named(claims.firstName, 100) ?? first?.slice(0, 100) ?? null,
    lastName: named(claims.lastName, 100) ?? (rest.join(' ').slice(0, 100) || null),
    email: named(claims.email)?.toLowerCase() ?? null,
    isVerified: said.email_verified === true,
    employeeNumber: named(claims.employeeNumber, 60),
    department: named(claims.department)?.toLowerCase() ?? null,
    groups: (Array.isArray(groups) ? groups : [groups]).flatMap((one) => textOf(one) ?? []),
  }
}

/** The roles and the department that somebody in these groups has; the first mapping that names a department decides it. */
export function mapped(groups: readonly string[], mappings: readonly Mapping[]) {
  const theirs = mappings.filter((one) => groups.includes(one.group))
  return {
    roles: [...new Set(theirs.flatMap((one) => one.roles))],
    department: theirs.find((one) => one.department !== null)?.department ?? null,
  }
}

/**
 * When the provider asked for a second factor: undefined where it does not say so in a way the organisation trusts (RFC 8176). One
 * whose time it does not tell counts, but is not fresh.
 */
export function secondFactorAt(said: Said, trusted: readonly string[], now: Temporal.Instant): Temporal.Instant | undefined {
  const values = [said.acr, ...(Array.isArray(said.amr) ? said.amr : [])]
  if (!trusted.some((one) => values.includes(one))) return undefined
  const at =
    typeof said.auth_time === 'number' ? Temporal.Instant.fromEpochMilliseconds(said.auth_time * 1000) : now.subtract({ hours: 24 })
  return Temporal.Instant.compare(at, now) < 0 ? at : now
}

/** The domain of an e-mail address, in lower case; null where it has none. */
export const domainOf = (email: string | null): string | null => /@([^@\s]+)$/.exec(email?.toLowerCase() ?? '')?.[1] ?? null

const refused = (code: string, message: string) => new AppError(403, `sso.${code}`, message, { commits: true })

export const visitOver = () =>
  new AppError(410, 'sso.visit_over', 'This sign-in took too long, is finished already, or began in another browser. Please start again.')
export const notLetIn = (name: string, why: string) => new AppError(403, 'sso.not_let_in', `${name} did not let you in. It says: ${why}`)
/** 409, not 503: trying again at once would find the sign-in spent. */
export const providerFails = (name: string, why: string) =>
  new AppError(
    409,
    'sso.provider_fails',
    `Signing in through ${name} does not work just now. ${why} Please try again later, or tell your administrator.`,
  )
export const notTrusted = (name: string, why: string) =>
  new AppError(
    403,
    'sso.not_trusted',
    `The answer of ${name} could not be trusted, so nobody was signed in. ${why} Please tell your administrator.`,
  )
export const deactivated = () => refused('deactivated', 'Your account here is switched off. Your administrator can tell you more.')
export const unknownPerson = (name: string, subject: string) =>
  refused('unknown', `${name} knows you, but nobody here is linked to you yet. Ask your administrator to do so; there you are ${subject}.`)
export const addressTaken = (name: string, subject: string) =>
  refused(
    'address_taken',
    `Somebody here has your e-mail address already, and an address alone proves nobody. Ask your administrator to link you to ${name}; there you are ${subject}.`,
  )
export const foreignAddress = () =>
  refused('foreign_address', 'Your e-mail address is not one of this organisation, so no account was made. Ask your administrator.')
export const nameless = (name: string) =>
  refused('nameless', `${name} did not tell your name, so no account could be made. Please tell your administrator.`)
export const noRoom = () => refused('no_room', 'Your organisation has no room for another person just now. Please tell your administrator.')

export const nameTaken = () => invalid('name', 'Another provider has this name.')
export const issuerTaken = () => invalid('issuer', 'This provider is here already.')
export const subjectTaken = () =>
  new AppError(409, 'sso.subject_taken', 'Somebody is linked to this identifier at the provider already. Unlink them first.')
export const notProven = (domain: string) =>
  invalid('domains', `${domain} is not a domain that your organisation has proven. Prove it first, under Domains.`)
export const untested = () =>
  new AppError(409, 'sso.untested', 'Nobody could come in: first switch on a provider and test it, so that nothing is wrong with it.')
export const lastDoor = () =>
  new AppError(409, 'sso.last_door', 'People may use no password here, so one provider must stay switched on. Allow passwords first.')
