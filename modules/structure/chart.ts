import { Details } from '#modules/directory/contract.ts'
import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { handle } from '#platform/module.ts'
import * as api from './contract.ts'
import { standingAt } from './history.ts'
import { totals } from './policy.ts'

/** No chart shows more: it would be no picture any more. */
const most = 2_000

/** People by id, as the chart names them. */
async function namesOf(db: Db, ids: readonly string[]): Promise<Map<string, { id: string; name: string }>> {
  const rows = await db
    .selectFrom('directory.people')
    .select(['id', 'name'])
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .execute()
  return new Map(rows.map(({ id, name }) => [id, { id, name: name ?? '' }]))
}

export const chartRoutes = [
  handle(api.readChart, async ({ db, query: { asOf }, who }) => {
    const at = asOf ? Temporal.Instant.from(asOf) : null
    let departments = db
      .selectFrom('directory.department_list as d')
      .select(['d.id', 'd.name', 'd.code', 'd.parentId', 'd.orgId', 'd.headUserId', 'd.employeeCount', 'd.version'])
      .orderBy('d.name')
      .orderBy('d.id')
      .limit(most)
    departments = at ? departments.where('d.createdAt', '<=', at.toString()) : departments.where('d.successorId', 'is', null)
    const [present, organizations] = await Promise.all([
      departments.execute(),
      db.selectFrom('directory.organization_list').select(['id', 'name', 'parentId']).orderBy('name').orderBy('id').limit(most).execute(),
    ])
    const rows = at ? await standingAt(db, present, at) : present
    const heads = await namesOf(
      db,
      rows.flatMap(({ headUserId }) => headUserId ?? []),
    )
    const known = new Set(rows.map(({ id }) => id))
    const placed = rows.map((row) => ({ ...row, parentId: row.parentId && known.has(row.parentId) ? row.parentId : null }))
    const total = totals(placed)
    return {
      organizations,
      departments: placed.map(({ orgId, headUserId, ...row }) => ({
        ...row,
        organizationId: orgId,
        head: heads.get(headUserId ?? '') ?? null,
        totalCount: total.get(row.id) ?? row.employeeCount,
      })),
      asOf: asOf ?? null,
      may: { move: at === null && who.permissions.has('directory:write') },
    }
  }),
  handle(api.readDepartment, async ({ db, params: { id } }) => {
    const [department, all] = await Promise.all([
      db
        .selectFrom('directory.department_list as d')
        .innerJoin('directory.organization_list as o', 'o.id', 'd.orgId')
        .leftJoin('directory.branch_list as b', 'b.id', 'd.branchId')
        .where('d.id', '=', id)
        .select(['d.name', 'd.parentId', 'd.orgId', 'o.name as organizationName', 'd.headUserId', 'd.branchId', 'b.name as branchName'])
        .select(['d.code', 'd.status', 'd.description', 'd.metadata', 'd.employeeCount'])
        .executeTakeFirst(),
      db.selectFrom('directory.department_list').select(['id', 'name', 'parentId', 'employeeCount']).execute(),
    ])
    if (!department) throw notFound()
    const byId = new Map(all.map((one) => [one.id, one]))
    const above: { id: string; name: string }[] = []
    for (let next = byId.get(department.parentId ?? ''); next && above.length < all.length; next = byId.get(next.parentId ?? ''))
      above.push({ id: next.id, name: next.name })
    const { name, code, description, employeeCount, headUserId, branchId, branchName, orgId, organizationName } = department
    const heads = await namesOf(db, headUserId ? [headUserId] : [])
    return {
      ...{ id, name, code, description, employeeCount, above },
      status: department.status as 'active' | 'inactive',
      metadata: Details.parse(department.metadata),
      organization: { id: orgId, name: organizationName },
      head: heads.get(headUserId ?? '') ?? null,
      branch: branchId && branchName ? { id: branchId, name: branchName } : null,
      totalCount: totals(all).get(id) ?? 0,
    }
  }),
]
