import { alterDepartment } from '#modules/directory/index.ts'
import { append, boundOf, type Db, insert } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { type Context, handle, type Reaction } from '#platform/module.ts'
import * as api from './contract.ts'
import { closedPlace, movedSince, otherOrganization, staysThere } from './policy.ts'

const most = 100

/** The moves of a department, the latest first. */
const movesOf = (db: Db, departmentId: string) =>
  db
    .selectFrom('structure.department_moves as m')
    .leftJoin('directory.people as p', 'p.id', 'm.movedBy')
    .where('m.departmentId', '=', departmentId)
    .select(['m.id', 'm.departmentId', 'm.fromParentId', 'm.fromName', 'm.toParentId', 'm.toName', 'm.movedAt', 'p.name as by'])
    .orderBy('m.movedAt', 'desc')
    .orderBy('m.id', 'desc')
    .limit(most)
    .execute()

/** Throws 404. */
export async function departmentOf(db: Db, id: string) {
  const department = await db.selectFrom('directory.department_list').selectAll().where('id', '=', id).executeTakeFirst()
  if (!department) throw notFound()
  return department
}

/** What was, as people read it; only the last move can be taken back, while the department is where it went. */
async function show(db: Db, departmentId: string, mayWrite: boolean): Promise<api.Move[]> {
  const [moves, { parentId }] = await Promise.all([movesOf(db, departmentId), departmentOf(db, departmentId)])
  const place = (id: string | null, name: string | null) => (id && name ? { id, name } : null)
  return moves.map((move, i) => ({
    ...{ id: move.id, departmentId, movedAt: move.movedAt, movedBy: move.by ?? '' },
    from: place(move.fromParentId, move.fromName),
    to: place(move.toParentId, move.toName),
    may: { undo: mayWrite && i === 0 && move.toParentId === parentId },
  }))
}

async function move({ db, params: { id }, body: { parentId } }: Context<typeof api.moveDepartment>) {
  const department = await departmentOf(db, id)
  if (department.parentId === parentId) throw staysThere()
  const parent = parentId && (await db.selectFrom('directory.department_list').selectAll().where('id', '=', parentId).executeTakeFirst())
  if (parent && parent.orgId !== department.orgId) throw otherOrganization('parentId')
  if (parent && parent.successorId !== null) throw closedPlace('parentId')
  await alterDepartment(db, { id, values: { parentId } })
  return latest(db, id)
}

async function latest(db: Db, id: string): Promise<api.Move> {
  const [last] = await show(db, id, true)
  if (!last) throw notFound()
  return last
}

/** The move back is on record as any other. */
async function undo({ db, params: { id, moveId } }: Context<typeof api.undoMove>) {
  const moves = await show(db, id, true)
  const undone = moves.find((one) => one.id === moveId)
  if (!undone) throw notFound()
  if (!undone.may.undo) throw movedSince()
  await alterDepartment(db, { id, values: { parentId: undone.from?.id ?? null } })
  return latest(db, id)
}

type Before = { parentId: string | null; headUserId: string | null }
/** Every way by which a department comes to stand elsewhere, or to another head, is on record: the chart, the form, a merger. */
export const keepHistory: NonNullable<Reaction['inside']> = async ({ db, payload, now }) => {
  const { departmentId, before } = payload as { departmentId: string; before: Before | null }
  if (!before) return
  const department = await departmentOf(db, departmentId)
  const by = boundOf(db).userId
  if (department.headUserId !== before.headUserId)
    await append(db, 'structure.head_changes', {
      ...{ departmentId, changedAt: now.toString(), changedBy: by },
      ...{ fromUserId: before.headUserId, toUserId: department.headUserId },
    })
  if (department.parentId === before.parentId) return
  const named = async (id: string | null) =>
    id === null
      ? null
      : ((await db.selectFrom('directory.department_list').select('name').where('id', '=', id).executeTakeFirst())?.name ?? null)
  await insert(db, 'structure.department_moves', {
    ...{ departmentId, movedAt: now.toString(), movedBy: by },
    ...{ fromParentId: before.parentId, fromName: await named(before.parentId) },
    ...{ toParentId: department.parentId, toName: await named(department.parentId) },
  })
}
/** How many people departments have had. */
export const keepCounts: NonNullable<Reaction['inside']> = async ({ db, payload, now }) => {
  const { counts } = payload as { counts: { departmentId: string; from: number; to: number }[] }
  for (const { departmentId, from, to } of counts)
    await append(db, 'structure.count_changes', { departmentId, fromCount: from, toCount: to, changedAt: now.toString() })
}

export const moveRoutes = [
  handle(api.listMoves, async ({ db, params, who }) => ({
    items: await show(db, params.id, who.permissions.has('directory:write')),
    next: null,
  })),
  handle(api.moveDepartment, move),
  handle(api.undoMove, undo),
]
