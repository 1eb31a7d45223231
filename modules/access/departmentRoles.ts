import { type Db, insert, remove } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { handle } from '#platform/module.ts'
import { type Actor, notYoursToGive, otherOrganization, ownerNotForAll, ownerRole } from './ceiling.ts'
import * as api from './contract.ts'
import { chosen, giveable } from './giving.ts'
import { actorOf, everyRole, named } from './roles.ts'

/** Roles that everybody directly in a department holds. Throws 404. */
async function describe(db: Db, id: string, who: Actor) {
  const [all, held, department, own] = await Promise.all([
    everyRole(db),
    db.selectFrom('access.department_roles').select(['id', 'roleId', 'permissions']).where('deptId', '=', id).orderBy('id').execute(),
    db.selectFrom('directory.department_list').select(['id', 'orgId']).where('id', '=', id).executeTakeFirst(),
    db.selectFrom('directory.people').select('deptId').where('id', '=', who.userId).executeTakeFirst(),
  ])
  if (!department) throw notFound()
  const isOwn = own?.deptId === id
  const toWhom = isOwn ? who.userId : null
  const items = held.flatMap(({ roleId, permissions, ...row }) => {
    const role = all.roles.get(roleId)
    const may = role && { take: giveable(role, all, who, toWhom) }
    return role && may ? [{ ...row, role: named(role), permissions: permissions as string[], may }] : []
  })
  const holds = new Set(held.map((row) => row.roleId))
  const free = [...all.roles.values()].filter((role) => !holds.has(role.id) && role.code !== ownerRole && giveable(role, all, who, toWhom))
  return { all, isOwn, orgId: department.orgId, items, next: null, mayGive: free.map((role) => role.code) }
}

export const departmentRoutes = [
  handle(api.rolesOfDepartment, async ({ db, params, who, now }) => describe(db, params.id, await actorOf(db, who, now))),
  handle(api.giveDepartmentRole, async ({ db, params, body, who, now }) => {
    const actor = await actorOf(db, who, now)
    const { all, orgId, isOwn } = await describe(db, params.id, actor)
    const role = chosen(all, actor, { code: body.role, field: 'role', userId: isOwn ? who.userId : null, extra: body.permissions })
    if (role.code === ownerRole) throw ownerNotForAll()
    if (role.orgId !== null && role.orgId !== orgId) throw otherOrganization('role')
    await insert(db, 'access.department_roles', { deptId: params.id, roleId: role.id, permissions: body.permissions })
    await emit(db, 'access.role_changed', { roleId: role.id })
    return describe(db, params.id, actor)
  }),
  handle(api.takeDepartmentRole, async ({ db, params, who, now }) => {
    const { items } = await describe(db, params.id, await actorOf(db, who, now))
    const held = items.find((one) => one.id === params.grantId)
    if (!held) throw notFound()
    if (!held.may.take) throw notYoursToGive()
    await remove(db, 'access.department_roles', { id: held.id })
    await emit(db, 'access.role_changed', { roleId: held.role.id })
  }),
]
