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
