import { randomUUIDv7 } from 'node:crypto'
import { change, changeAll, type Db, insert, insertMany, remove } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Session } from '#platform/module.ts'
import type { Insert, TableName } from '#platform/rows.gen.ts'
import { writable } from './course.ts'
import { editable, placeOf } from './editing.ts'
import { filesBelow, forgetFiles } from './files.ts'
import { archived, draftExists, nothingPublished, refuseUnready } from './policy.ts'

const partsOf = (db: Db, revisionId: string) =>
  Promise.all([
    db
      .selectFrom('courses.course_revisions as r')
      .innerJoin('courses.courses as c', 'c.id', 'r.courseId')
      .select(['r.id', 'r.courseId', 'c.title as courseTitle', 'r.number', 'r.status', 'r.publishedAt', 'r.version'])
      .where('r.id', '=', revisionId)
      .execute(),
    db.selectFrom('courses.modules').selectAll().where('revisionId', '=', revisionId).orderBy('sequenceNo').orderBy('id').execute(),
    db.selectFrom('courses.units').selectAll().where('revisionId', '=', revisionId).orderBy('sequenceNo').orderBy('id').execute(),
    db.selectFrom('courses.contents').selectAll().where('revisionId', '=', revisionId).orderBy('sequenceNo').orderBy('id').execute(),
    db
      .selectFrom('courses.module_prerequisites as p')
      .innerJoin('courses.modules as m', 'm.id', 'p.moduleId')
      .select(['p.moduleId', 'p.prerequisiteModuleId', 'p.requirementType'])
      .where('m.revisionId', '=', revisionId)
      .execute(),
    db
      .selectFrom('courses.resources as f')
      .innerJoin('courses.contents as c', 'c.id', 'f.contentId')
      .selectAll('f')
      .where('c.revisionId', '=', revisionId)
      .orderBy('f.id')
      .execute(),
  ])

/** A revision with all its parts, for whoever may write the course. */
export async function readRevision(db: Db, who: Session, id: string) {
  const place = await placeOf(db, who, { revisionId: id })
  const [[revision], modules, units, contents, gates] = await partsOf(db, id)
  if (!revision) throw notFound()
  const edit = place.status === 'draft' && place.courseStatus !== 'archived'
  const unitsIn = Map.groupBy(units, (unit) => unit.moduleId)
  const contentsIn = Map.groupBy(contents, (content) => content.unitId)
  const gatesOf = Map.groupBy(gates, (gate) => gate.moduleId)
  return {
    ...revision,
    may: { edit, publish: edit, discard: edit && revision.number > 1 },
    modules: modules.map((module) => ({
      ...module,
      requires: (gatesOf.get(module.id) ?? []).map((gate) => ({ moduleId: gate.prerequisiteModuleId, requirement: gate.requirementType })),
      units: (unitsIn.get(module.id) ?? []).map((unit) => ({ ...unit, contents: contentsIn.get(unit.id) ?? [] })),
    })),
  }
}

/** A new draft that begins as a copy of the published revision; every part keeps its origin. Answers the draft's id. */
export async function startDraft(db: Db, who: Session, courseId: string): Promise<string> {
  if ((await writable(db, who, courseId)).status === 'archived') throw archived()
  const revisions = await db
    .selectFrom('courses.course_revisions')
    .select(['id', 'number', 'status', 'title'])
    .where('courseId', '=', courseId)
    .execute()
  const from = revisions.find((revision) => revision.status === 'published')
  if (!from) throw nothingPublished()
  if (revisions.some((revision) => revision.status === 'draft')) throw draftExists()
  const number = Math.max(...revisions.map((revision) => revision.number)) + 1
  const draft = await insert(db, 'courses.course_revisions', { courseId, number, title: from.title, createdBy: who.userId })
  await copyParts(db, { fromId: from.id, toId: draft.id, courseId, by: who.userId })
  return draft.id
}

async function copyParts(
  db: Db,
  { fromId, toId, courseId, by }: { fromId: string; toId: string; courseId: string; by: string },
): Promise<void> {
  const [, modules, units, contents, gates, files] = await partsOf(db, fromId)
  const fresh = new Map([...modules, ...units, ...contents].map((part) => [part.id, randomUUIDv7()]))
  const renewed = (id: string) => fresh.get(id) as string
  const copied = <Part extends { id: string; status: 'draft' | 'published' | 'hidden' }>(part: Part) => {
    const { tenantId, createdAt, updatedAt, version, publishedAt, ...rest } = part as Part & Record<string, unknown>
    return { ...rest, id: renewed(part.id), revisionId: toId, status: part.status === 'hidden' ? 'hidden' : 'draft', createdBy: by }
  }
  await inPortions(db, 'courses.modules', modules.map(copied) as never)
  await inPortions(db, 'courses.units', units.map((unit) => ({ ...copied(unit), moduleId: renewed(unit.moduleId) })) as never)
  await inPortions(db, 'courses.contents', contents.map((content) => ({ ...copied(content), unitId: renewed(content.unitId) })) as never)
  await inPortions(
    db,
    'courses.resources',
    files.map(({ type, title, url, fileKey, sha256, mimeType, sizeBytes, metadata, contentId }) => ({
      ...{ type, title, url, fileKey, sha256, mimeType, sizeBytes, metadata },
      contentId: renewed(contentId),
    })),
  )
  await inPortions(
    db,
    'courses.module_prerequisites',
    gates.map((gate) => ({
      moduleId: renewed(gate.moduleId),
      prerequisiteModuleId: renewed(gate.prerequisiteModuleId),
      requirementType: gate.requirementType,
    })),
  )
  const pairs = units.map((unit) => ({ fromId: unit.id, toId: renewed(unit.id) }))
  await emit(db, 'courses.revision_copied', { courseId, revisionId: toId, units: pairs })
}

/** A statement has at most 65,535 parameters: large courses are written in portions. */
async function inPortions<T extends TableName>(db: Db, table: T, rows: readonly Insert<T>[]): Promise<void> {
  for (let from = 0; from < rows.length; from += 1000) await insertMany(db, table, rows.slice(from, from + 1000))
}

/** Throws a draft away, with its files; the first revision of a course cannot go. */
export async function discardDraft(db: Db, who: Session, revisionId: string): Promise<void> {
  const { number } = await editable(db, who, { revisionId })
  if (number === 1) throw nothingPublished()
  const keys = await filesBelow(db, { revisionId })
  await remove(db, 'courses.course_revisions', { id: revisionId })
  forgetFiles(db, keys)
}

/**
 * Publishes a draft: refuses what is unfinished, lets higher modules freeze what they hang on it (they may refuse too), counts
 * what a learner has to complete, and supersedes the revision before. Answers the course's id.
 */
export async function publish(db: Db, who: Session, { revisionId, now }: { revisionId: string; now: Temporal.Instant }): Promise<string> {
  const { courseId } = await editable(db, who, { revisionId })
  await publishDraft(db, { courseId, revisionId, now, by: who.userId })
  return courseId
}

export async function publishDraft(
  db: Db,
  { courseId, revisionId, now, by }: { courseId: string; revisionId: string; now: Temporal.Instant; by: string | null },
): Promise<void> {
  // Taken for update: whoever writes a part holds it shared, and is waited for.
  await db
    .selectFrom('courses.course_revisions')
    .select('id')
    .where('id', '=', revisionId)
    .where('status', '=', 'draft')
    .forUpdate()
    .executeTakeFirstOrThrow(notFound)
  await emit(db, 'courses.publishing', { courseId, revisionId })
  const itemCount = await countItems(db, revisionId)
  const at = now.toString()
  const course = await db
    .selectFrom('courses.courses')
    .select(['title', 'description', 'learningObjectives', 'publishedAt'])
    .where('id', '=', courseId)
    .executeTakeFirstOrThrow()
  await changeAll(db, 'courses.course_revisions', { courseId, status: 'published' }, { status: 'superseded' })
  const { title, description, learningObjectives } = course
  await Promise.all([
    change(
      db,
      'courses.course_revisions',
      { id: revisionId },
      { status: 'published', publishedAt: at, publishedBy: by, itemCount, title, description, learningObjectives },
    ),
    changeAll(db, 'courses.modules', { revisionId, status: 'draft' }, { status: 'published', publishedAt: at }),
    changeAll(db, 'courses.units', { revisionId, status: 'draft' }, { status: 'published', publishedAt: at }),
    changeAll(db, 'courses.contents', { revisionId, status: 'draft' }, { status: 'published', publishedAt: at }),
    change(db, 'courses.courses', { id: courseId }, { status: 'published', publishedAt: course.publishedAt ?? at }),
  ])
  await emit(db, 'courses.published', { courseId, revisionId })
}

/** Visible contents and quizzes to be passed; refuses a revision that is not ready. */
async function countItems(db: Db, revisionId: string): Promise<number> {
  const [, modules, units, contents, , files] = await partsOf(db, revisionId)
  const shown = <Part extends { status: string }>(parts: readonly Part[]) => parts.filter((part) => part.status !== 'hidden')
  const shownModules = new Set(shown(modules).map((module) => module.id))
  const shownUnits = shown(units).filter((unit) => shownModules.has(unit.moduleId))
  const unitIds = new Set(shownUnits.map((unit) => unit.id))
  const items = shown(contents).filter((content) => unitIds.has(content.unitId))
  const quizzes = shownUnits.filter((unit) => unit.requiresPass).length
  const filesOf = Map.groupBy(files, (file) => file.contentId)
  refuseUnready(
    items.map(({ id, title, type, contentData }) => ({
      id,
      title,
      type,
      data: contentData,
      files: (filesOf.get(id) ?? []).map((file) => file.type),
    })),
    quizzes,
  )
  return items.length + quizzes
}
