import { AppError, invalid } from '#platform/errors.ts'

/** One permission that a role gives, with the spans in which the role is held and the grant counts. */
export type Grant = {
  role: string
  permission: string | null
  assignedAt: string
  expiresAt: string | null
  effectiveFrom: string | null
  effectiveUntil: string | null
}
export type Rights = { roles: string[]; permissions: Set<string>; until: Temporal.Instant | null }

/** What these grants allow at `now`; `until`: the next instant at which that changes by itself, or null. */
export function rightsAt(grants: readonly Grant[], now: Temporal.Instant): Rights {
  const roles = new Set<string>()
  const permissions = new Set<string>()
  let until: Temporal.Instant | null = null
  const passed = (text: string | null, otherwise: boolean) => {
    if (text === null) return otherwise
    const at = Temporal.Instant.from(text)
    if (Temporal.Instant.compare(at, now) <= 0) return true
    if (until === null || Temporal.Instant.compare(at, until) < 0) until = at
    return false
  }
  for (const grant of grants) {
    const held = passed(grant.assignedAt, true) && !passed(grant.expiresAt, false)
    const counts = passed(grant.effectiveFrom, true) && !passed(grant.effectiveUntil, false)
    if (held) roles.add(grant.role)
    if (held && counts && grant.permission !== null) permissions.add(grant.permission)
  }
  return { roles: [...roles], permissions, until }
}

type Role = { isSystemRole: boolean; permissions: Iterable<string> }
type Actor = { userId: string; permissions: ReadonlySet<string> }

/**
 * May somebody give this role to (or take it from) a person? Only what they hold themselves: nobody gains or passes on a right
 * the actor lacks. One exception lets an organisation begin: who may appoint gives the roles that came with the system to
 * others, never to themselves; so an administrator can appoint a nurse without reading a note.
 */
export function mayGive(role: Role, who: Actor, toUserId: string): boolean {
  if (!who.permissions.has('roles:write')) return false
  if ([...role.permissions].every((permission) => who.permissions.has(permission))) return true
  return who.permissions.has('roles:appoint') && role.isSystemRole && toUserId !== who.userId
}

/** May somebody change the address of a person, invite or deactivate them? Not where that person may do what they may not. */
export const outranks = (target: Iterable<string>, who: ReadonlySet<string>) =>
  !who.has('roles:appoint') && [...target].some((permission) => !who.has(permission))

export const aboveYou = () =>
  new AppError(403, 'access.above_you', 'This person may do things that you may not. Somebody who holds these rights must do this.')
export const notYoursToGive = () =>
  new AppError(403, 'access.not_yours_to_give', 'This role allows things that you may not do yourself, so you cannot give or take it.')
export const lastAdministrator = () =>
  new AppError(409, 'access.last_administrator', 'This is the last tenant administrator. Appoint another one first.')
export const unknownRole = (field: string) => invalid(field, 'There is no such role.')
