import type { Db } from '#platform/db.ts'
import { everAllowed, everythingOf, mayPlace, outranks, passableOf, placeAboveYou } from './ceiling.ts'
import { within } from './derivedRoles.ts'
import { deciderOf, factsOf, imagined } from './holdings.ts'
import { type Moment, momentOf, type Rights, rightsAt, waysOf } from './policy.ts'
import { everyRole } from './roles.ts'

export { seedRoles } from './catalogue.ts'
export { aboveYou } from './ceiling.ts'
export { passRoles, returnRoles } from './derivedRoles.ts'
export { refuseUnmappable, setMappedRoles, takeMappedRoles } from './giving.ts'
export { assignRole, type Decider, deciderOf } from './holdings.ts'
export type { Rights } from './policy.ts'
export { permissionList } from './roles.ts'

/** What a person may do at `now`, and until when that is so. Rights that depend on the place or the second factor need these told. */
export async function rightsOf(db: Db, userId: string, now: Temporal.Instant, how: Partial<Omit<Moment, 'at'>> = {}): Promise<Rights> {
  const decide = await deciderOf(db, userId)
  return decide({ ...momentOf(now), ...how })
}

/** The roles that everybody new has, and the rights that these bring in full: nobody is kept from them. */
async function commonOf(db: Db, now: Temporal.Instant): Promise<{ roles: ReadonlySet<string>; rights: ReadonlySet<string> }> {
  const all = await everyRole(db)
  const common = [...all.roles.values()].filter((role) => role.isDefault && role.orgId === null)
  const facts = { ...all, holdings: common.map(({ id }) => ({ ...imagined, roleId: id })) }
  const { full } = rightsAt(facts, waysOf(facts), momentOf(now))
  return { roles: new Set(common.map(({ id }) => id)), rights: full }
}

/** Those of these departments where everybody holds more than the actor may give: they put nobody there (`self`: not themselves). */
export async function placesAbove(
  db: Db,
  { departmentIds, actor, self = false, now }: { departmentIds: readonly string[]; actor: string; self?: boolean; now: Temporal.Instant },
): Promise<Set<string>> {
  const held = await db
    .selectFrom('access.department_roles')
    .select(['deptId', 'roleId', 'permissions'])
    .where((eb) => eb('deptId', '=', eb.fn.any(eb.val(departmentIds))))
    .execute()
  if (held.length === 0) return new Set()
  const [{ roles }, facts, common] = await Promise.all([
    everyRole(db),
    factsOf(db, actor),
    self ? new Set<string>() : commonOf(db, now).then(({ rights }) => rights),
  ])
  // Who moves themselves may hold already what they are being given.
  const before = self ? { ...facts, holdings: facts.holdings.filter(({ homeId }) => homeId === null) } : facts
  const full = within(db, passableOf(waysOf(before), momentOf(now)))
  const isAboveThem = ({ roleId, permissions }: (typeof held)[number]) => {
    const given = everythingOf(roleId, roles)
      .union(new Set(permissions as string[]))
      .difference(common)
    const role = { isSystemRole: roles.get(roleId)?.isSystemRole ?? false, permissions: given }
    return !mayPlace(role, { userId: actor, full }, self ? actor : null)
  }
  return new Set(held.filter(isAboveThem).map(({ deptId }) => deptId))
}

/**
 * Whoever puts a person into a department gives them the roles that everybody there holds: so nobody moves somebody, or themselves,
 * to where that is more than they may give. Throws 403.
 */
export async function refusePlaceAbove(
  db: Db,
  { userId, departmentId, actor, now }: { userId: string; departmentId: string; actor: string; now: Temporal.Instant },
): Promise<void> {
  const above = await placesAbove(db, { departmentIds: [departmentId], actor, self: actor === userId, now })
  if (above.size > 0) throw placeAboveYou()
}

/** May this person ever, at any hour and from anywhere, do things that `by` may not? What everybody has does not count. */
export async function isAbove(db: Db, { userId, by, now }: { userId: string; by: string; now: Temporal.Instant }): Promise<boolean> {
  const [facts, mine, common] = await Promise.all([factsOf(db, userId), rightsOf(db, by, now), commonOf(db, now)])
  const uncommon = facts.holdings.filter(({ roleId, extra }) => !common.roles.has(roleId) || extra.length > 0)
  const theirs = everAllowed(waysOf({ ...facts, holdings: uncommon }), momentOf(now))
  return outranks(theirs.difference(common.rights), within(db, mine.full))
}

/** Those of these people who are above the actor: only who holds more than everybody can be. */
export async function peopleAbove(
  db: Db,
  { actor, userIds, now }: { actor: string; userIds: readonly string[]; now: Temporal.Instant },
): Promise<Set<string>> {
  const more = await db
    .selectFrom('directory.people as p')
    .where((eb) => eb('p.id', '=', eb.fn.any(eb.val(userIds))))
    .where('p.id', '<>', actor)
    .where((eb) =>
      eb.or([
        eb(
          'p.id',
          'in',
          eb
            .selectFrom('access.user_roles as u')
            .innerJoin('access.roles as r', 'r.id', 'u.roleId')
            .where((own) =>
              own.or([own('r.isDefault', '=', false), own('r.orgId', 'is not', null), own('u.customPermissions', '!=', '[]' as never)]),
            )
            .select('u.userId'),
        ),
        eb('p.deptId', 'in', eb.selectFrom('access.department_roles as d').select('d.deptId')),
      ]),
    )
    .select('p.id')
    .execute()
  const above = new Set<string>()
  for (const { id } of more) if (await isAbove(db, { userId: id, by: actor, now })) above.add(id)
  return above
}

/** Active people who hold a permission through one of their roles now. */
export async function holdersOf(db: Db, { permission, now }: { permission: string; now: Temporal.Instant }): Promise<string[]> {
  const at = now.toString()
  const rows = await db
    .selectFrom('access.permissions as p')
    .innerJoin('access.role_permissions as g', 'g.permissionId', 'p.id')
    .innerJoin('access.user_roles as u', 'u.roleId', 'g.roleId')
    .innerJoin('directory.people as d', 'd.id', 'u.userId')
    .where('p.code', '=', permission)
    .where('g.isActive', '=', true)
    .where('d.isActive', '=', true)
    .where((eb) => eb.or([eb('g.effectiveFrom', 'is', null), eb('g.effectiveFrom', '<=', at)]))
    .where((eb) => eb.or([eb('g.effectiveUntil', 'is', null), eb('g.effectiveUntil', '>', at)]))
    .where((eb) => eb.or([eb('u.expiresAt', 'is', null), eb('u.expiresAt', '>', at)]))
    .select('u.userId')
    .distinct()
    .execute()
  return rows.map((row) => row.userId)
}
