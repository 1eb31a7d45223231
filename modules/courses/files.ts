import { dropFile } from '#modules/tenancy/index.ts'
import { type Db, remove } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { later } from '#platform/events.ts'
import type { FileAnswer, Session, Tools } from '#platform/module.ts'
import { editable } from './editing.ts'

/** A file of a content of this revision, as an answer that supports ranges. Throws 404. */
export async function fileOf(
  db: Db,
  { contentId, fileId, revisionId }: { contentId: string; fileId: string; revisionId?: string },
): Promise<FileAnswer> {
  let query = db
    .selectFrom('courses.resources as f')
    .innerJoin('courses.contents as c', 'c.id', 'f.contentId')
    .select(['f.type', 'f.title', 'f.fileKey', 'f.mimeType', 'f.sizeBytes'])
    .where('f.id', '=', fileId)
    .where('f.contentId', '=', contentId)
    .where('f.fileKey', 'is not', null)
  if (revisionId) query = query.where('c.revisionId', '=', revisionId)
  const row = await query.executeTakeFirst()
  if (!row?.fileKey || !row.mimeType) throw notFound()
  return {
    stored: { key: row.fileKey, size: row.sizeBytes ?? 0 },
    mimeType: row.mimeType,
    fileName: row.title,
    inline: row.type !== 'document',
  }
}

export async function removeContentFile(db: Db, who: Session, { contentId, fileId }: { contentId: string; fileId: string }): Promise<void> {
  await editable(db, who, { contentId })
  const row = await db
    .selectFrom('courses.resources')
    .select(['id', 'fileKey'])
    .where('id', '=', fileId)
    .where('contentId', '=', contentId)
    .executeTakeFirst()
  if (!row) throw notFound()
  await remove(db, 'courses.resources', { id: row.id })
  forgetFiles(db, keysOf([row]))
}

type Below = { revisionId: string } | { moduleId: string } | { unitId: string } | { contentId: string }
/** The stored files of everything below a part. */
export async function filesBelow(db: Db, at: Below): Promise<string[]> {
  let query = db
    .selectFrom('courses.resources as f')
    .innerJoin('courses.contents as c', 'c.id', 'f.contentId')
    .innerJoin('courses.units as u', 'u.id', 'c.unitId')
    .select('f.fileKey')
    .where('f.fileKey', 'is not', null)
  if ('revisionId' in at) query = query.where('c.revisionId', '=', at.revisionId)
  else if ('moduleId' in at) query = query.where('u.moduleId', '=', at.moduleId)
  else if ('unitId' in at) query = query.where('c.unitId', '=', at.unitId)
  else query = query.where('c.id', '=', at.contentId)
  return keysOf(await query.execute())
}
export const keysOf = (rows: readonly { fileKey: string | null }[]) => rows.flatMap((row) => row.fileKey ?? [])

/** Lets the bytes go after the commit, unless another revision still names them. */
export function forgetFiles(db: Db, keys: readonly string[]): void {
  for (const key of keys) later(db, 'courses.forget_file', { key })
}

/** Removes stored bytes that no row names any more. */
export async function removeUnnamed(db: Db, tools: Tools, key: string): Promise<void> {
  const named = await db.selectFrom('courses.resources').select('id').where('fileKey', '=', key).limit(1).executeTakeFirst()
  if (named) return
  await tools.files.remove(key)
  await dropFile(db, key)
}
