import { sql } from 'kysely'
import { boundOf, compiled, type Db, insert } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import type { Registry } from '#platform/module.ts'
import { asKept } from './catalogue.ts'
import type { Facts, Grant, Holding, Permission, Rights, Role, Way } from './policy.ts'
import { type Moment, rightsAt, waysOf } from './policy.ts'
import { Conditions, Constraints } from './shapes.ts'

type Of = { userId: string; more: readonly string[] }

const holdings = compiled('access.holdings', (db, { userId }: Of) =>
  db
    .selectFrom('access.user_roles as u')
    .where('u.userId', '=', userId)
    .select(['u.id', 'u.roleId', 'u.orgId', 'u.deptId', 'u.assignedAt', 'u.expiresAt', 'u.isPrimary', 'u.customPermissions as extra'])
    .select(sql<string | null>`null::uuid`.as('homeId'))
    .unionAll(
      db
        .selectFrom('access.department_roles as d')
        .innerJoin('directory.people as p', 'p.deptId', 'd.deptId')
        .where('p.id', '=', userId)
        .select(['d.id', 'd.roleId', sql<string | null>`null::uuid`.as('orgId'), sql<string | null>`null::uuid`.as('deptId')])
        .select([
          sql<string>`null::timestamptz`.as('assignedAt'),
          sql<string | null>`null::timestamptz`.as('expiresAt'),
          sql<boolean>`false`.as('isPrimary'),
        ])
        .select(['d.permissions as extra', 'd.deptId as homeId']),
    ),
)

/** The roles that somebody holds, `more` beside them, and all that these contain. */
const reached = (db: Db, { userId, more }: Of) =>
  db.withRecursive('reached', (with_) =>
    with_
      .selectFrom('access.user_roles as u')
      .where('u.userId', '=', userId)
      .select('u.roleId')
      .union((union) =>
        union
          .selectFrom('access.department_roles as d')
          .innerJoin('directory.people as p', 'p.deptId', 'd.deptId')
          .where('p.id', '=', userId)
          .select('d.roleId'),
      )
      .union((union) =>
        union
          .selectFrom('access.roles as m')
          .where((eb) => eb('m.id', '=', eb.fn.any(eb.val(more))))
          .select('m.id as roleId'),
      )
      .union((union) =>
        union
          .selectFrom('access.role_hierarchy as h')
          .innerJoin('reached', 'reached.roleId', 'h.parentRoleId')
          .select('h.childRoleId as roleId'),
      ),
  )

export const grantColumns = [
  'p.code as permission',
  'g.isActive',
  'g.effectiveFrom',
  'g.effectiveUntil',
  'g.conditions',
  'g.constraints',
] as const
export const roleColumns = ['r.id', 'r.code', 'r.name', 'r.scope', 'r.isSystemRole', 'r.priorityLevel'] as const

const roles = compiled('access.reached_roles', (db, of: Of) =>
  reached(db, of).selectFrom('reached').innerJoin('access.roles as r', 'r.id', 'reached.roleId').select(roleColumns),
)
const grants = compiled('access.reached_grants', (db, of: Of) =>
  reached(db, of)
    .selectFrom('reached')
    .innerJoin('access.role_permissions as g', 'g.roleId', 'reached.roleId')
    .innerJoin('access.permissions as p', 'p.id', 'g.permissionId')
    .select(['g.roleId', ...grantColumns]),
)
const edges = compiled('access.reached_edges', (db, of: Of) =>
  reached(db, of)
    .selectFrom('reached')
    .innerJoin('access.role_hierarchy as h', 'h.parentRoleId', 'reached.roleId')
    .select(['h.parentRoleId', 'h.childRoleId']),
)

export type NamedRole = Role & { name: string }
export type NamedPermission = Permission & { name: string }
export type NamedFacts = Omit<Facts, 'roles' | 'permissions'> & {
  roles: ReadonlyMap<string, NamedRole>
  permissions: ReadonlyMap<string, NamedPermission>
}

const catalogues = new WeakMap<Registry, ReadonlyMap<string, NamedPermission>>()
/** The permissions that the modules of this process declare: the database's catalogue is brought to them at every start. */
export function catalogueOf(db: Db): ReadonlyMap<string, NamedPermission> {
  const { registry } = boundOf(db).tools
  const known = catalogues.get(registry)
  if (known) return known
  const rows = Object.entries(registry.permissions).map(([code, declared]) => ({ code, ...asKept(declared) }))
  const made = new Map(rows.map((row) => [row.code, row]))
  catalogues.set(registry, made)
  return made
}

const time = (text: string | null) => (text === null ? null : Temporal.Instant.from(text).epochMilliseconds)

/** What the database says of a grant. One whose words nobody understands counts for nothing. */
function readGrant(row: Awaited<ReturnType<typeof grants>>[number]): Grant {
  const conditions = Conditions.safeParse(row.conditions)
  const constraints = Constraints.safeParse(row.constraints)
  return {
    permission: row.permission,
    isActive: row.isActive && conditions.success && constraints.success,
    from: time(row.effectiveFrom),
    until: time(row.effectiveUntil),
    conditions: conditions.data ?? {},
    constraints: constraints.data ?? {},
  }
}

/** All that decides what a person may do: what they hold, and the roles that matter for it; `more` are loaded beside them. */
export async function factsOf(db: Db, userId: string, more: readonly string[] = []): Promise<NamedFacts> {
  const of = { userId, more }
  const [held, known, given, below] = await Promise.all([holdings(db, of), roles(db, of), grants(db, of), edges(db, of)])
  return { holdings: held.map(readHolding), ...joined(db, { known, given, below }) }
}

const readHolding = ({ assignedAt, expiresAt, extra, ...row }: Awaited<ReturnType<typeof holdings>>[number]): Holding => ({
  ...row,
  from: time(assignedAt) ?? 0,
  until: time(expiresAt),
  extra: extra as string[],
})

/** A role as if it were held: for good, and for everybody's rows. */
export const imagined: Omit<Holding, 'roleId'> = {
  ...{ id: 'imagined', homeId: null, orgId: null, deptId: null, from: 0, until: null, isPrimary: false, extra: [] },
}

type Rows<R> = {
  known: R[]
  given: Awaited<ReturnType<typeof grants>>
  below: Awaited<ReturnType<typeof edges>>
}
export function joined<R extends Awaited<ReturnType<typeof roles>>[number]>(db: Db, { known, given, below }: Rows<R>) {
  const grantsOf = Map.groupBy(given, (row) => row.roleId)
  const childrenOf = Map.groupBy(below, (row) => row.parentRoleId)
  const asRole = (row: R) => ({
    ...row,
    scope: row.scope as Role['scope'],
    grants: (grantsOf.get(row.id) ?? []).map(readGrant),
    below: (childrenOf.get(row.id) ?? []).map((edge) => edge.childRoleId),
  })
  return {
    roles: new Map(known.map((row) => [row.id, asRole(row)])),
    permissions: catalogueOf(db),
  }
}

/** What a person may do at a moment, to be asked again at every request. */
export type Decider = (moment: Moment) => Rights
export async function deciderOf(db: Db, userId: string): Promise<Decider> {
  const facts = await factsOf(db, userId)
  const ways: ReadonlyMap<string, readonly Way[]> = waysOf(facts)
  return (moment) => rightsAt(facts, ways, moment)
}

/** Gives a person a role, from `now`. */
export async function assignRole(
  db: Db,
  given: { userId: string; role: string; now: Temporal.Instant; by?: string | null; isPrimary?: boolean },
): Promise<void> {
  const role = await db.selectFrom('access.roles').select('id').where('code', '=', given.role).executeTakeFirstOrThrow()
  await insert(db, 'access.user_roles', {
    userId: given.userId,
    roleId: role.id,
    assignedAt: given.now.toString(),
    assignedBy: given.by ?? null,
    isPrimary: given.isPrimary ?? false,
  })
  await emit(db, 'access.rights_changed', { userIds: [given.userId] })
}
