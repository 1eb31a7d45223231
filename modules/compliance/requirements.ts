import { z } from 'zod'
import { jobTitles, startOfDay } from '#modules/employees/index.ts'
import { change, type Db, insert, insertMany } from '#platform/db.ts'
import { AppError, invalid, notFound } from '#platform/errors.ts'
import type { Session } from '#platform/module.ts'
import { pageOf, readCursor } from '#platform/paging.ts'
import type { Row } from '#platform/rows.gen.ts'
import type { listRequirements, Requirement, RequirementBody, RequirementVersion, ShownItem } from './contract.ts'
import { courseTitles } from './queries.ts'

export const nameTaken = () => new AppError(409, 'compliance.name_taken', 'Another requirement in force has this name.')
const ended = () => new AppError(409, 'compliance.ended', 'This requirement has ended already.')

type Body = z.output<typeof RequirementBody>
type Write = { db: Db; who: Session; now: Temporal.Instant }
type RequirementRow = Row<'compliance.requirements'>

const Cursor = z.tuple([z.string(), z.uuid()])

/** Requirements by name, in force or ended. */
export async function requirementPage(db: Db, query: z.output<(typeof listRequirements)['query']>, who: Session) {
  const after = readCursor(query.cursor, Cursor)
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

/** A new requirement with its first version. Throws 409 for a name in force, 422 for what it refers to in vain. */
export async function addRequirement({ db, who, now }: Write, body: Body): Promise<Requirement> {
  const { items: _, effectiveOn: __, ...fields } = body
  const row = await insert(db, 'compliance.requirements', { ...fields, createdBy: who.userId, updatedBy: who.userId })
  await append({ db, who, now }, { row, body, isEnd: false })
  return only(await show(db, [row], who))
}

/** Appends a version and makes it the current row. Throws 404, and 412 when somebody else was faster. */
export async function changeRequirement(write: Write, id: string, body: Body, version: number | undefined): Promise<Requirement> {
  const { db, who } = write
  const { items: _, effectiveOn: __, ...fields } = body
  const where = version === undefined ? { id } : { id, version }
  const row = await change(db, 'compliance.requirements', where, { ...fields, endedAt: null, updatedBy: who.userId })
  await append(write, { row, body, isEnd: false })
  return only(await show(db, [row], who))
}

/** From the start of that day it applies to nobody. Throws 404, 409 when it has ended. */
export async function endRequirement(write: Write, id: string, effectiveOn: string): Promise<Requirement> {
  const { db, who } = write
  const before = await find(db, id)
  if (before.endedAt !== null) throw ended()
  const endedAt = startOfDay(effectiveOn).toString()
  const row = await change(db, 'compliance.requirements', { id, version: before.version }, { endedAt, updatedBy: who.userId })
  await append(write, { row, body: { ...row, items: [], effectiveOn }, isEnd: true })
  return only(await show(db, [row], who))
}

async function append({ db, who, now }: Write, { row, body, isEnd }: { row: RequirementRow; body: Body; isEnd: boolean }): Promise<void> {
  const courseIds = body.items.flatMap((item) => (item.kind === 'certificate' ? [item.courseId] : []))
  if (courseIds.length > 0 && (await courseTitles(db, { courseIds })).length < courseIds.length)
    throw invalid('items', 'One of these courses does not exist.')
  const version = await insert(db, 'compliance.requirement_versions', {
    requirementId: row.id,
    number: row.version,
    name: row.name,
    appliesTo: row.appliesTo,
    jobTitle: row.jobTitle,
    departmentId: row.departmentId,
    effectiveAt: startOfDay(body.effectiveOn).toString(),
    recordedAt: now.toString(),
    recordedBy: who.userId,
    ended: isEnd,
  })
  await insertMany(
    db,
    'compliance.requirement_items',
    body.items.map((item) => ({ versionId: version.id, ...item })),
  )
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

async function find(db: Db, id: string): Promise<RequirementRow> {
  const row = await db.selectFrom('compliance.requirements').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return row
}

async function show(db: Db, rows: readonly RequirementRow[], who: Session): Promise<Requirement[]> {
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

const only = <T>(rows: readonly T[]): T => rows[0] as T
