import { passRoles, returnRoles } from '#modules/access/index.ts'
import { alterDepartment, changePeople, makesRing } from '#modules/directory/index.ts'
import { change, type Db, insert } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { type Context, handle } from '#platform/module.ts'
import * as api from './contract.ts'
import { departmentOf, mergersOf, shown } from './mergers.ts'
import * as refusals from './policy.ts'

const portion = 500

/** People who are in a department now, whatever their status. */
const peopleIn = async (db: Db, departmentId: string) =>
  (
    await db
      .selectFrom('directory.people')
      .select('id')
      .where('deptId', '=', departmentId)
      .where('removedAt', 'is', null)
      .orderBy('id')
      .execute()
  ).map(({ id }) => id)

async function movePeople(db: Db, userIds: readonly string[], { from, to }: { from: string; to: string }): Promise<void> {
  for (let i = 0; i < userIds.length; i += portion)
    await changePeople(
      db,
      userIds.slice(i, i + portion).map((id) => ({ id, before: { deptId: from }, values: { deptId: to } })),
    )
}

/** What would go along. Throws 404, 409, 422 as the merger itself. */
async function plan(db: Db, fromId: string, intoId: string) {
  const [from, into] = await Promise.all([
    departmentOf(db, fromId),
    db.selectFrom('directory.department_list').selectAll().where('id', '=', intoId).executeTakeFirst(),
  ])
  if (into?.status !== 'active') throw refusals.closedPlace('intoId')
  if (into.id === from.id) throw refusals.intoItself()
  if (into.orgId !== from.orgId) throw refusals.otherOrganization('intoId')
  if (from.successorId !== null) throw refusals.mergedAlready()
  const [people, children] = await Promise.all([
    peopleIn(db, fromId),
    db
      .selectFrom('directory.department_list')
      .select(['id', 'name'])
      .where('parentId', '=', fromId)
      .where('id', '<>', intoId)
      .orderBy('name')
      .execute(),
  ])
  if (people.length > refusals.mostMerged) throw refusals.tooMany()
  return { from, into, people, children }
}

/**
 * Takes a department into another one: first it becomes part of it (so whoever gains people is judged as for a move), then its
 * people, its parts and its roles go along, and it is closed. Other modules move what they hold about it.
 */
async function merge({ db, params: { id }, body: { intoId }, who, now, emit }: Context<typeof api.mergeDepartment>) {
  const { from, into, people, children } = await plan(db, id, intoId)
  if (await liesBelow(db, intoId, id)) await alterDepartment(db, { id: intoId, values: { parentId: from.parentId } })
  if (from.parentId !== intoId) await alterDepartment(db, { id, values: { parentId: intoId } })
  for (const child of children) await alterDepartment(db, { id: child.id, values: { parentId: intoId } })
  const roles = await passRoles(db, { fromId: id, intoId, who, now })
  await movePeople(db, people, { from: id, to: intoId })
  await alterDepartment(db, { id, values: { status: 'inactive', successorId: intoId } })
  const merger = await insert(db, 'structure.mergers', {
    ...{ fromId: id, fromName: from.name, intoId, intoName: into.name, formerParentId: from.parentId, people: people.length },
    ...{ children: children.map((child) => child.id), rolesAdded: roles.added, rolesMoved: roles.moved },
    ...{ mergedAt: now.toString(), mergedBy: who.userId },
  })
  for (let i = 0; i < people.length; i += portion)
    await db
      .insertInto('structure.merged_people')
      .values(people.slice(i, i + portion).map((userId) => ({ mergerId: merger.id, userId })) as never)
      .execute()
  await emit('structure.departments_merged', { mergerId: merger.id, fromId: id, intoId })
  return shown(db, merger.id)
}

async function liesBelow(db: Db, id: string, aboveId: string): Promise<boolean> {
  const rows = await db.selectFrom('directory.department_list').select(['id', 'parentId']).execute()
  // Would the upper one come below itself, if it were put there?
  return makesRing(new Map(rows.map((row) => [row.id, row.parentId])), { id: aboveId, parentId: id })
}

/** Everything back where it was, while all of it is still where the merger put it. */
async function undo({ db, params: { id }, who, now, emit }: Context<typeof api.undoMerger>) {
  const merger = await db.selectFrom('structure.mergers').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
  if (!merger) throw notFound()
  if (merger.undoneAt !== null) throw refusals.undoneAlready()
  const { fromId, intoId } = merger
  const [from, people, children] = await Promise.all([
    departmentOf(db, fromId),
    db
      .selectFrom('structure.merged_people as m')
      .innerJoin('directory.people as p', 'p.id', 'm.userId')
      .where('m.mergerId', '=', id)
      .select(['p.id', 'p.deptId'])
      .execute(),
    db
      .selectFrom('directory.department_list')
      .select(['id', 'name', 'parentId'])
      .where((eb) => eb('id', '=', eb.fn.any(eb.val(merger.children))))
      .execute(),
  ])
  const gone = people.filter(({ deptId }) => deptId !== intoId).length
  if (gone > 0) throw refusals.peopleMoved(gone)
  const moved = children.find(({ parentId }) => parentId !== intoId)
  if (moved) throw refusals.partMoved(moved.name)
  if (from.successorId !== intoId || from.parentId !== intoId) throw refusals.partMoved(merger.fromName)
  await alterDepartment(db, { id: fromId, values: { status: 'active', successorId: null } })
  for (const child of children) await alterDepartment(db, { id: child.id, values: { parentId: fromId } })
  await movePeople(
    db,
    people.map((person) => person.id),
    { from: intoId, to: fromId },
  )
  await returnRoles(db, { added: merger.rolesAdded, moved: merger.rolesMoved, fromId })
  if (merger.formerParentId !== intoId) await alterDepartment(db, { id: fromId, values: { parentId: merger.formerParentId } })
  await change(db, 'structure.mergers', { id }, { undoneAt: now.toString(), undoneBy: who.userId })
  await emit('structure.departments_parted', { mergerId: id, fromId, intoId })
  return shown(db, id)
}

export const mergeRoutes = [
  handle(api.listMergers, ({ db, params, who }) => mergersOf(db, params.id, who.permissions.has('directory:write'))),
  handle(api.planMerger, async ({ db, params: { id }, query: { intoId } }) => {
    const { people, children } = await plan(db, id, intoId)
    return { people: people.length, children: children.map(({ name }) => name) }
  }),
  handle(api.mergeDepartment, merge),
  handle(api.undoMerger, undo),
]
