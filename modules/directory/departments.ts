import { change, type Db, insert, remove } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { handle } from '#platform/module.ts'
import { NameCursor, pageOf, readCursor } from '#platform/paging.ts'
import * as api from './contract.ts'
import { type DepartmentRow, departmentRow, departmentsBy } from './departmentQueries.ts'
import { departmentsHeadedBy } from './index.ts'
import { belowItself } from './policy.ts'

function item(row: DepartmentRow): api.Department {
  const place = (id: string | null, name: string | null) => (id && name ? { id, name } : null)
  const { id, name, code, description, status, employeeCount, version } = row
  return {
    ...{ id, name, code, description, employeeCount, version },
    status: status as api.Department['status'],
    organization: { id: row.orgId, name: row.organizationName },
    branch: place(row.branchId, row.branchName),
    parent: place(row.parentId, row.parentName),
    head: row.headUserId && row.headFirst ? { id: row.headUserId, name: `${row.headFirst} ${row.headLast}` } : null,
  }
}
async function show(db: Db, id: string): Promise<api.Department> {
  const row = await departmentRow(db, id)
  if (!row) throw notFound()
  return item(row)
}

/** Throws where `parentId` is the department itself or lies below it. Holds all departments, so that two moves at once cannot make a ring. */
async function refuseRing(db: Db, { id, parentId }: { id: string; parentId: string }): Promise<void> {
  const rows = await db.selectFrom('directory.departments').select(['id', 'parentId']).orderBy('id').forNoKeyUpdate().execute()
  const parents = new Map(rows.map((row) => [row.id, row.parentId]))
  for (let above: string | null | undefined = parentId; above; above = parents.get(above)) if (above === id) throw belowItself()
}

export const listOfDepartments = handle(api.listDepartments, async ({ db, query, who }) => {
  const rows = await departmentsBy(db, {
    after: readCursor(query.cursor, NameCursor),
    descending: query.sort === '-name',
    limit: query.limit,
    ids: query.mine ? await departmentsHeadedBy(db, who.userId) : undefined,
  })
  const { items, next } = pageOf(rows, query.limit, (row) => [row.name, row.id])
  return { items: items.map(item), next }
})

export const departmentRoutes = [
  handle(api.addDepartment, async ({ db, body: { organizationId: orgId, ...body }, emit }) => {
    const { id } = await insert(db, 'directory.departments', { ...body, orgId })
    await emit('directory.department_changed', { departmentId: id })
    return show(db, id)
  }),
  handle(api.changeDepartment, async ({ db, params, body, version, emit }) => {
    if (body.parentId) await refuseRing(db, { id: params.id, parentId: body.parentId })
    await change(db, 'directory.departments', { id: params.id, ...(version === undefined ? {} : { version }) }, body)
    await emit('directory.department_changed', { departmentId: params.id })
    return show(db, params.id)
  }),
  handle(api.removeDepartment, async ({ db, params, emit }) => {
    await remove(db, 'directory.departments', { id: params.id })
    await emit('directory.department_changed', { departmentId: params.id })
  }),
]
