import type { z } from 'zod'
import { jobTitles } from '#modules/employees/index.ts'
import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import type { Context, Session } from '#platform/module.ts'
import { NameCursor, pageOf, readCursor } from '#platform/paging.ts'
import type { Row } from '#platform/rows.gen.ts'
import type { listRequirements, Requirement, RequirementVersion, ShownItem } from './contract.ts'

export type RequirementRow = Row<'compliance.requirements'>

/** Requirements by name, in force or ended. */
export async function requirementPage(db: Db, query: Context<typeof listRequirements>['query'], who: Session) {
  const after = readCursor(query.cursor, NameCursor)
  const rows = await db
    .selectFrom('compliance.requirements')
    .selectAll()
    .where('endedAt', query.state === 'ended' ? 'is not' : 'is', null)
    .$if(after !== undefined, (select) =>
      select.where((eb) => eb(eb.refTuple('name', 'id'), query.sort === 'name' ? '>' : '<', eb.tuple(...(after ?? ['', ''])))),
    )
    .orderBy('name', query.sort === 'name' ? 'asc' : 'desc')
    .orderBy('id', query.sort === 'name' ? 'asc' : 'desc')
    .limit(query.limit + 1)
    .execute()
  const { items, next } = pageOf(rows, query.limit, (row) => [row.name, row.id])
  return { items: await show(db, items, who), next }
}

export async function oneRequirement(db: Db, id: string, who: Session) {
  const row = await find(db, id)
  const [shown] = await show(db, [row], who)
  return { ...(shown as Requirement), versions: await versionsOf(db, id) }
}

/** What a requirement may name, each list complete. */
export async function choices(db: Db) {
  const [titles, departments, courses] = await Promise.all([
    jobTitles(db),
    db.selectFrom('directory.department_list').select(['id', 'name', 'parentId']).orderBy('name').orderBy('id').limit(2000).execute(),
    db
      .selectFrom('courses.catalogue')
      .select(['courseId as id', 'title'])
      .$narrowType<{ id: string; title: string }>()
      .where('status', '!=', 'archived')
      .orderBy('title')
      .limit(2000)
      .execute(),
  ])
  return { jobTitles: titles, departments, courses }
}

export async function find(db: Db, id: string): Promise<RequirementRow> {
  const row = await db.selectFrom('compliance.requirements').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return row
}

export async function show(db: Db, rows: readonly RequirementRow[], who: Session): Promise<Requirement[]> {
  if (rows.length === 0) return []
  const [items, names] = await Promise.all([itemsOf(db, rows), departmentNames(db, rows)])
  const may = who.permissions.has('compliance:write')
  return rows.map((row) => ({
    ...row,
    departmentName: names.get(row.departmentId ?? '') ?? null,
    items: items.get(row.id) ?? [],
    may: { edit: may, end: may && row.endedAt === null },
  }))
}

/** The items of the latest version that has any: an end keeps what was required on the screen. */
async function itemsOf(db: Db, rows: readonly RequirementRow[]): Promise<Map<string, ShownItem[]>> {
  const found = await db
    .selectFrom('compliance.requirement_versions as v')
    .innerJoin('compliance.requirement_items as i', 'i.versionId', 'v.id')
    .leftJoin('courses.catalogue as c', 'c.courseId', 'i.courseId')
    .where(
      'v.requirementId',
      'in',
      rows.map((row) => row.id),
    )
    .select(['v.requirementId', 'v.number', 'i.kind', 'i.courseId', 'c.title as courseTitle', 'i.notWorseThan'])
    .orderBy('v.number', 'desc')
    .orderBy('i.id')
    .execute()
  const latest = new Map<string, number>()
  const items = new Map<string, ShownItem[]>()
  for (const { requirementId, number, ...item } of found) {
    if (!latest.has(requirementId)) latest.set(requirementId, number)
    if (latest.get(requirementId) === number) items.set(requirementId, [...(items.get(requirementId) ?? []), item])
  }
  return items
}

async function departmentNames(db: Db, rows: readonly { departmentId: string | null }[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.flatMap((row) => row.departmentId ?? []))]
  if (ids.length === 0) return new Map()
  const found = await db.selectFrom('directory.department_list').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(found.map(({ id, name }) => [id, name]))
}

/** The log, latest first; the last hundred are enough for a screen. */
async function versionsOf(db: Db, requirementId: string): Promise<z.input<typeof RequirementVersion>[]> {
  const versions = await db
    .selectFrom('compliance.requirement_versions as v')
    .leftJoin('directory.department_list as d', 'd.id', 'v.departmentId')
    .leftJoin('directory.people as p', 'p.id', 'v.recordedBy')
    .where('v.requirementId', '=', requirementId)
    .select(['v.id', 'v.number', 'v.name', 'v.appliesTo', 'v.jobTitle', 'v.effectiveAt', 'v.recordedAt', 'v.ended'])
    .select(['d.name as departmentName', 'p.name as recordedBy'])
    .orderBy('v.number', 'desc')
    .limit(100)
    .execute()
  const items = await db
    .selectFrom('compliance.requirement_items as i')
    .leftJoin('courses.catalogue as c', 'c.courseId', 'i.courseId')
    .where(
      'i.versionId',
      'in',
      versions.map((version) => version.id),
    )
    .select(['i.versionId', 'i.kind', 'i.courseId', 'c.title as courseTitle', 'i.notWorseThan'])
    .orderBy('i.id')
    .execute()
  const byVersion = Map.groupBy(items, (item) => item.versionId)
  return versions.map((version) => ({ ...version, items: byVersion.get(version.id) ?? [] }))
}
