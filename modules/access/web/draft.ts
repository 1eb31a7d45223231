import type { RoleDetail, RoleGrant } from '../contract.ts'

/** A role as it is being edited. */
export type Draft = {
  name: string
  code: string
  description: string
  scope: RoleDetail['scope']
  priorityLevel: number
  organizationId: string | null
  isDefault: boolean
  contains: string[]
  grants: RoleGrant[]
}

export const emptyDraft: Draft = {
  ...{ name: '', code: '', description: '', scope: 'tenant', priorityLevel: 0, organizationId: null, isDefault: false },
  ...{ contains: [], grants: [] },
}

export const draftOf = (role: RoleDetail): Draft => ({
  name: role.name,
  code: role.code,
  description: role.description ?? '',
  scope: role.scope,
  priorityLevel: role.priorityLevel,
  organizationId: role.organization?.id ?? null,
  isDefault: role.isDefault,
  contains: role.contains.map((one) => one.code),
  grants: role.grants,
})

export const plainGrant = (permission: string): RoleGrant => ({
  ...{ permission, isActive: true, effectiveFrom: null, effectiveUntil: null, conditions: {}, constraints: {} },
})

/** Is a grant limited in any way: by time, by whose rows, by circumstances? */
export const isLimited = ({ isActive, effectiveFrom, effectiveUntil, conditions, constraints }: RoleGrant) =>
  !isActive || effectiveFrom !== null || effectiveUntil !== null || Object.keys({ ...conditions, ...constraints }).length > 0

type Field = 'name' | 'description' | 'scope' | 'priorityLevel' | 'organizationId' | 'isDefault'
const fields: readonly Field[] = ['name', 'description', 'scope', 'priorityLevel', 'organizationId', 'isDefault']
export type Differences = { fields: Field[]; contains: Sides; grants: Sides & { changed: string[] } }
type Sides = { added: string[]; removed: string[] }

const sides = (before: readonly string[], after: readonly string[]): Sides => ({
  added: after.filter((one) => !before.includes(one)),
  removed: before.filter((one) => !after.includes(one)),
})

/** What would change by saving, for showing it before. */
export function differences(before: Draft, after: Draft): Differences {
  const old = new Map(before.grants.map((grant) => [grant.permission, JSON.stringify(grant)]))
  const codes = (draft: Draft) => draft.grants.map((grant) => grant.permission)
  return {
    fields: fields.filter((field) => before[field] !== after[field]),
    contains: sides(before.contains, after.contains),
    grants: {
      ...sides(codes(before), codes(after)),
      changed: after.grants.flatMap((grant) =>
        old.has(grant.permission) && old.get(grant.permission) !== JSON.stringify(grant) ? [grant.permission] : [],
      ),
    },
  }
}

export const isSame = ({ fields, contains, grants }: Differences) =>
  [fields, contains.added, contains.removed, grants.added, grants.removed, grants.changed].every((list) => list.length === 0)
