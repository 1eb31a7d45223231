import { change, type Db, insert, insertMany, remove } from '#platform/db.ts'
import { AppError, notFound, stale } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { type Context, handle } from '#platform/module.ts'
import * as refusals from './ceiling.ts'
import { type Actor, everythingOf, makesRing, mayEdit, ownerRole } from './ceiling.ts'
import * as api from './contract.ts'
import { actorOf, type Everything, everyRole, type FullRole, mostRoles, permissionList, showDetail } from './roles.ts'

/** Held until the commit: two edits at once could make a ring together, or between them more than either may. */
async function lockedRoles(db: Db): Promise<Everything> {
  await db.selectFrom('access.roles').select('id').orderBy('id').forNoKeyUpdate().execute()
  return everyRole(db)
}

/** The role, where this actor may change it: what it allows is theirs in full. Throws 404, 409, 403. */
function editable(id: string, all: Everything, who: Actor): FullRole {
  const role = all.roles.get(id)
  if (!role) throw notFound()
  if (role.isSystemRole) throw refusals.systemRole()
  if (!mayEdit(role, everythingOf(id, all.roles), who)) throw refusals.notYoursToEdit()
  return role
}

/** Brings what the role contains to these codes. */
async function contain(db: Db, role: { id: string; below: readonly string[] }, codes: readonly string[], all: Everything): Promise<void> {
  const byCode = new Map([...all.roles.values()].map((one) => [one.code, one]))
  const wanted = new Map<string, FullRole>()
  for (const code of codes) {
    const child = byCode.get(code)
    if (!child) throw refusals.unknownRole('contains')
    if (code === ownerRole) throw refusals.ownerInside()
    if (makesRing(role.id, child.id, new Map([...all.roles].map(([id, one]) => [id, one.below])))) throw refusals.ring()
    wanted.set(child.id, child)
  }
  for (const childRoleId of role.below.filter((id) => !wanted.has(id)))
    await remove(db, 'access.role_hierarchy', { parentRoleId: role.id, childRoleId })
  const added = [...wanted.keys()].filter((id) => !role.below.includes(id))
  await insertMany(
    db,
    'access.role_hierarchy',
    added.map((childRoleId) => ({ parentRoleId: role.id, childRoleId })),
  )
}

/** Brings the role's own grants to these. What stays as it is stays the same row. */
async function grant(db: Db, roleId: string, wanted: readonly api.RoleGrant[]): Promise<void> {
  const [known, before] = await Promise.all([
    permissionList(db),
    db.selectFrom('access.role_permissions').selectAll().where('roleId', '=', roleId).execute(),
  ])
  const byCode = new Map(known.map((row) => [row.code, row]))
  const held = new Map(before.map((row) => [row.permissionId, row]))
  const added: (Omit<api.RoleGrant, 'permission'> & { roleId: string; permissionId: string })[] = []
  for (const { permission, ...rest } of wanted) {
    const found = byCode.get(permission)
    if (!found) throw refusals.unknownPermission('grants')
    if (found.isSystemPermission) throw refusals.systemPermission('grants')
    const old = held.get(found.id)
    held.delete(found.id)
    if (!old) added.push({ ...rest, roleId, permissionId: found.id })
    else if (!isSame(old, rest)) await change(db, 'access.role_permissions', { id: old.id }, rest)
  }
  for (const gone of held.values()) await remove(db, 'access.role_permissions', { id: gone.id })
  await insertMany(db, 'access.role_permissions', added)
}
type Rest = Omit<api.RoleGrant, 'permission'>
const isSame = (old: object, rest: Rest) => Object.entries(rest).every(([key, value]) => text(old[key as never]) === text(value))
const text = (value: unknown) => JSON.stringify(value ?? null)

/** The role as it stands after the edit, if all that it now allows is the actor's in full. Throws 403. */
async function finish(db: Db, id: string, who: Actor): Promise<api.RoleDetail> {
  const { roles } = await everyRole(db)
  if (!mayEdit({ isSystemRole: false }, everythingOf(id, roles), who)) throw refusals.notYoursToEdit()
  await emit(db, 'access.role_changed', { roleId: id })
  return showDetail(db, id, who)
}

async function add({ db, body, who, now }: Context<typeof api.addRole>) {
  const [all, actor] = [await lockedRoles(db), await actorOf(db, who, now)]
  if (all.roles.size >= mostRoles) throw refusals.tooManyRoles(mostRoles)
  const { copyOf, grants, contains, organizationId: orgId, ...fields } = body
  const original = copyOf === null ? undefined : [...all.roles.values()].find((role) => role.code === copyOf)
  if (copyOf !== null && !original) throw refusals.unknownRole('copyOf')
  const copied = original && (await showDetail(db, original.id, actor))
  const { id } = await insert(db, 'access.roles', { ...fields, orgId: orgId ?? null, metadata: copied ? { copiedFrom: copied.name } : {} })
  const children = contains ?? copied?.contains.map((role) => role.code) ?? []
  // What only system roles may hold stays behind.
  const closed = new Set([...all.permissions.values()].filter((one) => one.isSystemPermission).map((one) => one.code))
  await contain(db, { id, below: [] }, children, all)
  await grant(db, id, grants ?? copied?.grants.filter((one) => !closed.has(one.permission)) ?? [])
  return finish(db, id, actor)
}

async function changeIt({ db, params, body, who, version, now }: Context<typeof api.changeRole>) {
  const [all, actor] = [await lockedRoles(db), await actorOf(db, who, now)]
  const role = editable(params.id, all, actor)
  if (version !== undefined && version !== role.version) throw stale()
  const { grants, contains, organizationId: orgId, ...fields } = body
  await change(db, 'access.roles', { id: params.id }, { ...fields, ...(orgId === undefined ? {} : { orgId }) })
  if (contains) await contain(db, role, contains, all)
  if (grants) await grant(db, params.id, grants)
  return finish(db, params.id, actor)
}

const stillHeld = () =>
  new AppError(409, 'access.role_in_use', 'People or departments still hold this role. Take it from them, or give them another, first.')

export const editRoutes = [
  handle(api.addRole, add),
  handle(api.changeRole, changeIt),
  handle(api.removeRole, async ({ db, params, who, now }) => {
    const [all, actor] = [await lockedRoles(db), await actorOf(db, who, now)]
    const role = editable(params.id, all, actor)
    for (const table of ['access.user_roles', 'access.department_roles'] as const)
      if (await db.selectFrom(table).select('id').where('roleId', '=', params.id).limit(1).executeTakeFirst()) throw stillHeld()
    await contain(db, role, [], all)
    for (const parent of all.roles.values())
      if (parent.below.includes(role.id)) await remove(db, 'access.role_hierarchy', { parentRoleId: parent.id, childRoleId: role.id })
    await grant(db, params.id, [])
    await remove(db, 'access.roles', { id: params.id })
    await emit(db, 'access.role_changed', { roleId: params.id })
  }),
]
