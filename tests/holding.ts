import type { Facts, Grant, Moment, Permission, Role } from '#modules/access/policy.ts'

export const at = Date.parse('2026-06-15T09:30:00Z') // Monday, 10:30 in London
export const hour = 3_600_000
export const moment = (more: Partial<Moment> = {}): Moment => ({ at, ip: null, secondFactorAt: null, ...more })

export const permission = (code: string, more: Partial<Permission> = {}): [string, Permission] => [
  code,
  { code, scope: 'tenant', isSystemPermission: false, isNarrowable: true, ...more },
]
export const grant = (code: string, more: Partial<Grant> = {}): Grant => ({
  ...{ permission: code, isActive: true, from: null, until: null, conditions: {}, constraints: {} },
  ...more,
})
export const role = (id: string, more: Partial<Role> = {}): [string, Role] => [
  id,
  { id, code: id, scope: 'tenant', isSystemRole: false, priorityLevel: 0, grants: [], below: [], ...more },
]
export const held = (roleId: string, more: Partial<Facts['holdings'][number]> = {}): Facts['holdings'][number] => ({
  ...{ id: `h-${roleId}`, roleId, homeId: null, orgId: null, deptId: null, from: at - hour, until: null, isPrimary: false, extra: [] },
  ...more,
})
export type Given = {
  permission?: Partial<Permission>
  role?: Partial<Role>
  grant?: Partial<Grant>
  held?: Partial<Facts['holdings'][number]>
}
/** Somebody who holds one role that grants one permission. */
export const simple = (given: Given = {}): Facts => ({
  permissions: new Map([permission('x:y', given.permission)]),
  roles: new Map([role('r', { grants: [grant('x:y', given.grant)], ...given.role })]),
  holdings: [held('r', given.held)],
})
