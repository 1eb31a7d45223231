import { change, compiled, type Db, insert, remove } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { handle } from '#platform/module.ts'
import { NameCursor, pageOf, readCursor } from '#platform/paging.ts'
import * as api from './contract.ts'
import { departmentsHeadedBy, refuseSuspended } from './placement.ts'
import { belowItself, ends, makesRing, outside } from './policy.ts'

type DepartmentWanted = { name: string; id: string; limit: number; ids: readonly string[]; all: boolean }
const departmentShown = [
  'd.id',
  'd.name',
  'd.code',
  'd.description',
  'd.status',
  'd.employeeCount',
  'd.version',
  'd.orgId',
  'd.branchId',
  'd.parentId',
  'd.headUserId',
  'd.metadata',
  'd.settings',
] as const
const joined = (db: Db) =>
  db
    .selectFrom('directory.departments as d')
    .innerJoin('directory.organizations as o', 'o.id', 'd.orgId')
    .leftJoin('directory.branches as b', 'b.id', 'd.branchId')
    .leftJoin('directory.departments as p', 'p.id', 'd.parentId')
    .leftJoin('directory.users as h', 'h.id', 'd.headUserId')
    .select(departmentShown)
    .select([
      'o.name as organizationName',
      'b.name as branchName',
      'p.name as parentName',
      'h.firstName as headFirst',
      'h.lastName as headLast',
    ])
type DepartmentRow = Awaited<ReturnType<ReturnType<typeof joined>['executeTakeFirstOrThrow']>>

function departmentListing(direction: 'asc' | 'desc', some: boolean) {
  const beyond = direction === 'asc' ? '>' : '<'
  return compiled<Omit<DepartmentWanted, 'all'>, DepartmentRow>(`directory.departments_${some ? 'some' : 'all'}_${direction}`, (db, p) => {
    const query = joined(db)
      .where((eb) => eb(eb.refTuple('d.name', 'd.id'), beyond, eb.tuple(eb.val(p.name), eb.val(p.id)) as never))
      .orderBy('d.name', direction)
      .orderBy('d.id', direction)
      .limit(p.limit)
    return some ? query.where((eb) => eb('d.id', '=', eb.fn.any(eb.val(p.ids)))) : query
  })
}
const departmentLists = {
  'all asc': departmentListing('asc', false),
  'all desc': departmentListing('desc', false),
  'some asc': departmentListing('asc', true),
  'some desc': departmentListing('desc', true),
}
/** Departments by name, one more than `limit` where there are more; of `ids` only, where given. */
function departmentsBy(
  db: Db,
  {
    after,
    descending,
    limit,
    ids,
  }: { after: readonly [string, string] | undefined; descending: boolean; limit: number; ids: string[] | undefined },
): Promise<DepartmentRow[]> {
  const direction = descending ? 'desc' : 'asc'
  const [name, id] = after ?? ends[direction]
  return departmentLists[`${ids ? 'some' : 'all'} ${direction}`](db, { name, id, limit: limit + 1, ids: ids ?? [] })
}

const departmentRow = (db: Db, id: string) => joined(db).where('d.id', '=', id).executeTakeFirst()

function item(row: DepartmentRow): api.Department {
  const place = (id: string | null, name: string | null) => (id && name ? { id, name } : null)
  const { id, name, code, description, employeeCount, metadata, settings, version } = row
  return {
    ...{ id, name, code, description, employeeCount, metadata, version },
    settings: { locale: null, timeZone: null, ...settings },
    status: row.status as api.Department['status'],
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
  if (makesRing(new Map(rows.map((row) => [row.id, row.parentId])), { id, parentId })) throw belowItself()
}

/** Throws 422 where what a department is part of, or where it is, belongs to another organization. */
type Placed = { orgId: string; parentId?: string | null | undefined; branchId?: string | null | undefined }
async function refuseOutside(db: Db, { orgId, parentId, branchId }: Placed): Promise<void> {
  const of = (table: 'directory.departments' | 'directory.branches', id: string | null | undefined) =>
    id ? db.selectFrom(table).select('orgId').where('id', '=', id).executeTakeFirst() : undefined
  const [parent, branch] = await Promise.all([of('directory.departments', parentId), of('directory.branches', branchId)])
  if (parent && parent.orgId !== orgId) throw outside('parentId')
  if (branch && branch.orgId !== orgId) throw outside('branchId')
}

type Altered = { id: string; version?: number | undefined; values: Parameters<typeof change<'directory.departments'>>[3] }
/**
 * Changes a department and says what it was before: whom a new head or a new place above it gives people to is others' to judge.
 * Throws 404, 412, and 422 where it would come below itself.
 */
export async function alterDepartment(db: Db, { id, version, values }: Altered): Promise<void> {
  if (values.parentId) await refuseRing(db, { id, parentId: values.parentId })
  if (values.parentId) await refuseSuspended(db, { departmentIds: [values.parentId] })
  const known = await db
    .selectFrom('directory.departments')
    .select(['orgId', 'parentId', 'headUserId'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!known) throw notFound()
  const { orgId, ...was } = known
  await refuseOutside(db, { orgId, ...values })
  await change(db, 'directory.departments', { id, ...(version === undefined ? {} : { version }) }, values)
  await emit(db, 'directory.department_changed', { departmentId: id, before: was })
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
  handle(api.addDepartment, async ({ db, body: { organizationId: orgId, ...body } }) => {
    await refuseSuspended(db, { organizationId: orgId })
    await refuseOutside(db, { orgId, ...body })
    const { id } = await insert(db, 'directory.departments', { ...body, orgId })
    await emit(db, 'directory.department_changed', { departmentId: id, before: null })
    return show(db, id)
  }),
  handle(api.changeDepartment, async ({ db, params, body, version }) => {
    await alterDepartment(db, { id: params.id, version, values: body })
    return show(db, params.id)
  }),
  handle(api.removeDepartment, async ({ db, params }) => {
    await remove(db, 'directory.departments', { id: params.id })
    await emit(db, 'directory.department_changed', { departmentId: params.id, before: null })
  }),
]
