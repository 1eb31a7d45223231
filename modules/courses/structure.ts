import { randomUUIDv7 } from 'node:crypto'
import { change, type Db, insert, insertMany, remove } from '#platform/db.ts'
import { invalid } from '#platform/errors.ts'
import type { Session } from '#platform/module.ts'
import { sanitized } from './content.ts'
import { editable } from './editing.ts'
import { filesBelow, forgetFiles } from './files.ts'
import { circular, newPlaces } from './policy.ts'

type ModuleFields = { title: string; description?: string; durationMins?: number | null; learningObjectives?: string[]; hidden?: boolean }
type UnitFields = Omit<ModuleFields, 'learningObjectives'>
type ContentFields = { title: string; html?: string | null; url?: string | null; estimatedDuration?: number | null; hidden?: boolean }
type Made = { id: string; version: number }
type Changing<Fields> = { id: string; version: number | undefined; fields: Partial<Fields> }

const stored = <Fields extends { hidden?: boolean }>({ hidden, ...fields }: Fields) => ({
  ...fields,
  ...(hidden === undefined ? {} : { status: hidden ? ('hidden' as const) : ('draft' as const) }),
})
const seen = ({ id, version }: { id: string; version: number | undefined }) => ({ id, ...(version === undefined ? {} : { version }) })
/** The next free place among these parts, and a new part's identity through all revisions. */
const begun = (siblings: readonly { sequenceNo: number }[]) => {
  const id = randomUUIDv7()
  return { id, originId: id, sequenceNo: Math.max(0, ...siblings.map((one) => one.sequenceNo)) + 1 }
}

/** Adds a module at the end of a draft. */
export async function addModule(db: Db, who: Session, { revisionId, ...fields }: ModuleFields & { revisionId: string }): Promise<Made> {
  const { courseId } = await editable(db, who, { revisionId })
  const siblings = await modulesOf(db, revisionId)
  return insert(db, 'courses.modules', { ...stored(fields), ...begun(siblings), courseId, revisionId, createdBy: who.userId })
}

export async function changeModule(db: Db, who: Session, at: Changing<ModuleFields>): Promise<Made> {
  await editable(db, who, { moduleId: at.id })
  return change(db, 'courses.modules', seen(at), stored(at.fields))
}

export async function removeModule(db: Db, who: Session, id: string): Promise<void> {
  await editable(db, who, { moduleId: id })
  await removeWithFiles(db, 'courses.modules', { moduleId: id }, id)
}

/** Adds a unit at the end of a module. */
export async function addUnit(
  db: Db,
  who: Session,
  { moduleId, ...fields }: UnitFields & { moduleId: string; type: 'lesson' | 'quiz' | 'discussion' },
): Promise<Made> {
  const { revisionId } = await editable(db, who, { moduleId })
  const siblings = (await unitsOf(db, revisionId)).filter((unit) => unit.parentId === moduleId)
  return insert(db, 'courses.units', { ...stored(fields), ...begun(siblings), moduleId, revisionId, createdBy: who.userId })
}

export async function changeUnit(db: Db, who: Session, at: Changing<UnitFields>): Promise<Made> {
  await editable(db, who, { unitId: at.id })
  return change(db, 'courses.units', seen(at), stored(at.fields))
}

/** Says whether a unit has a quiz that must be passed. The caller has made sure that the unit is `editable`. */
export async function requirePass(db: Db, unitId: string, requiresPass: boolean): Promise<void> {
  await change(db, 'courses.units', { id: unitId }, { requiresPass })
}

export async function removeUnit(db: Db, who: Session, id: string): Promise<void> {
  await editable(db, who, { unitId: id })
  await removeWithFiles(db, 'courses.units', { unitId: id }, id)
}

/** Adds a content at the end of a unit; rich text is sanitised. */
export async function addContent(
  db: Db,
  who: Session,
  { unitId, html, url, ...fields }: ContentFields & { unitId: string; type: 'rich_text' | 'video' | 'document' | 'link' },
): Promise<Made> {
  const { revisionId } = await editable(db, who, { unitId })
  const siblings = (await contentsOf(db, revisionId)).filter((content) => content.parentId === unitId)
  const contentData = await dataOf(fields.type, { html, url })
  return insert(db, 'courses.contents', { ...stored(fields), ...begun(siblings), contentData, unitId, revisionId, createdBy: who.userId })
}

export async function changeContent(db: Db, who: Session, at: Changing<ContentFields>): Promise<Made> {
  await editable(db, who, { contentId: at.id })
  const { html, url, ...fields } = at.fields
  if (html === undefined && url === undefined) return change(db, 'courses.contents', seen(at), stored(fields))
  const old = await db.selectFrom('courses.contents').select(['type', 'contentData']).where('id', '=', at.id).executeTakeFirstOrThrow()
  const contentData = { ...old.contentData, ...(await dataOf(old.type, { html, url })) }
  return change(db, 'courses.contents', seen(at), { ...stored(fields), contentData })
}

export async function removeContent(db: Db, who: Session, id: string): Promise<void> {
  await editable(db, who, { contentId: id })
  await removeWithFiles(db, 'courses.contents', { contentId: id }, id)
}

async function dataOf(type: string, { html, url }: { html?: string | null | undefined; url?: string | null | undefined }) {
  if (html && type !== 'rich_text') throw invalid('html', 'Only a text has a text.')
  if (url && (type === 'rich_text' || type === 'document')) throw invalid('url', 'Only a link or a video has an address.')
  return { ...(html === undefined ? {} : { html: html === null ? null : await sanitized(html) }), ...(url === undefined ? {} : { url }) }
}

type PartTable = 'courses.modules' | 'courses.units' | 'courses.contents'
async function removeWithFiles(db: Db, table: PartTable, at: Parameters<typeof filesBelow>[1], id: string) {
  const keys = await filesBelow(db, at)
  await remove(db, table, { id })
  forgetFiles(db, keys)
}

/** Puts the modules of a draft into this order. */
export async function orderModules(db: Db, who: Session, { revisionId, ids }: { revisionId: string; ids: string[] }): Promise<void> {
  await editable(db, who, { revisionId })
  const all = await modulesOf(db, revisionId)
  await move(db, 'courses.modules', newPlaces(ids, { all, parentId: revisionId }), {})
}

/** Puts the units of a module into this order; units of other modules of the same draft move here. */
export async function orderUnits(db: Db, who: Session, { moduleId, ids }: { moduleId: string; ids: string[] }): Promise<void> {
  const { revisionId } = await editable(db, who, { moduleId })
  await move(db, 'courses.units', newPlaces(ids, { all: await unitsOf(db, revisionId), parentId: moduleId }), { moduleId })
}

/** Puts the contents of a unit into this order; contents of other units of the same draft move here. */
export async function orderContents(db: Db, who: Session, { unitId, ids }: { unitId: string; ids: string[] }): Promise<void> {
  const { revisionId } = await editable(db, who, { unitId })
  await move(db, 'courses.contents', newPlaces(ids, { all: await contentsOf(db, revisionId), parentId: unitId }), { unitId })
}

async function move(db: Db, table: PartTable, places: readonly { id: string; sequenceNo: number }[], parent: object) {
  await Promise.all(places.map(({ id, sequenceNo }) => change(db, table, { id }, { ...parent, sequenceNo })))
}

type Requires = { moduleId: string; requirement: 'completed' | 'passed' | 'recommended' }
/** Says which modules come before this one, in place of what was said before. */
export async function requireModules(
  db: Db,
  who: Session,
  { moduleId, requires }: { moduleId: string; requires: Requires[] },
): Promise<void> {
  const { revisionId } = await editable(db, who, { moduleId })
  const [modules, gates] = await Promise.all([
    modulesOf(db, revisionId),
    db.selectFrom('courses.module_gates').selectAll().where('revisionId', '=', revisionId).execute(),
  ])
  const known = new Set(modules.map((one) => one.id))
  if (requires.some((one) => !known.has(one.moduleId))) throw invalid('requires', 'One of these modules is not part of this draft.')
  const graph = Map.groupBy(gates, (gate) => gate.moduleId)
  const before = new Map([...graph].map(([id, some]) => [id, some.map((gate) => gate.prerequisiteModuleId)]))
  before.set(
    moduleId,
    requires.map((one) => one.moduleId),
  )
  if (circular(before, moduleId)) throw invalid('requires', 'These modules would wait for each other.')
  const old = await db.selectFrom('courses.module_prerequisites').select('id').where('moduleId', '=', moduleId).execute()
  for (const { id } of old) await remove(db, 'courses.module_prerequisites', { id })
  const rows = requires.map((one) => ({ moduleId, prerequisiteModuleId: one.moduleId, requirementType: one.requirement }))
  await insertMany(db, 'courses.module_prerequisites', rows)
}

const modulesOf = (db: Db, revisionId: string) =>
  db.selectFrom('courses.modules').select(['id', 'revisionId as parentId', 'sequenceNo']).where('revisionId', '=', revisionId).execute()
const unitsOf = (db: Db, revisionId: string) =>
  db.selectFrom('courses.units').select(['id', 'moduleId as parentId', 'sequenceNo']).where('revisionId', '=', revisionId).execute()
const contentsOf = (db: Db, revisionId: string) =>
  db.selectFrom('courses.contents').select(['id', 'unitId as parentId', 'sequenceNo']).where('revisionId', '=', revisionId).execute()
