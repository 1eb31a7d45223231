import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { type Db, insert, remove } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { later } from '#platform/events.ts'
import type { StoredFile } from '#platform/files.ts'
import type { FileAnswer, Session, Tools, Upload } from '#platform/module.ts'
import { sniff } from '#platform/sniff.ts'
import { editable } from './editing.ts'
import { wrongFile } from './policy.ts'

/** What each kind of content takes, by what the bytes are, not by what the browser calls them. */
const accepts: Record<string, (mimeType: string) => 'video' | 'captions' | 'document' | 'image' | undefined> = {
  video: (mimeType) => (/^video\//.test(mimeType) ? 'video' : mimeType === 'text/vtt' ? 'captions' : undefined),
  document: (mimeType) => (/^image\//.test(mimeType) ? 'image' : /^(application\/|text\/plain)/.test(mimeType) ? 'document' : undefined),
}
const advice: Record<string, string> = {
  video: 'Choose an MP4 or WebM video, or captions as WebVTT.',
  document: 'Choose a PDF, an office document or an image.',
}

/**
 * Stores an uploaded file and hangs it on a content of a draft. The bytes travel outside any transaction; should the second
 * half be refused, they are removed. Throws 404, 403, 409 like every edit, 422 for bytes of a kind the content does not take.
 */
export async function storeContentFile(
  { tools, who, now, ip }: { tools: Tools; who: Session; now: Temporal.Instant; ip: string },
  { contentId, upload }: { contentId: string; upload: Upload },
): Promise<void> {
  const inTenant = <T>(work: (db: Db) => Promise<T>) => tools.inTenant({ tenantId: who.tenantId, userId: who.userId, ip, now }, work)
  const contentType = await inTenant(async (db) => {
    await editable(db, who, { contentId })
    return (await db.selectFrom('courses.contents').select('type').where('id', '=', contentId).executeTakeFirstOrThrow()).type
  })
  const head = await headOf(upload)
  const mimeType = sniff(head.bytes, upload.fileName)
  const type = mimeType && accepts[contentType]?.(mimeType)
  if (!type) {
    upload.stream.resume()
    throw wrongFile(advice[contentType] ?? 'This content takes no file.')
  }
  const file = await tools.files.put(who.tenantId, head.whole, mimeType)
  await inTenant((db) => hang(db, who, { contentId, type, mimeType, title: upload.fileName.slice(0, 200) || 'file', file })).catch(
    async (refusal) => {
      await tools.files.remove(file.key)
      throw refusal
    },
  )
}

type Hung = { contentId: string; type: 'video' | 'captions' | 'document' | 'image'; mimeType: string; title: string; file: StoredFile }
async function hang(db: Db, who: Session, { contentId, type, mimeType, title, file }: Hung): Promise<void> {
  await editable(db, who, { contentId })
  const replaced = type === 'document' || type === 'image' ? (['document', 'image'] as const) : ([type] as const)
  const old = await db
    .selectFrom('courses.resources')
    .select(['id', 'fileKey'])
    .where('contentId', '=', contentId)
    .where('type', 'in', replaced)
    .execute()
  for (const { id } of old) await remove(db, 'courses.resources', { id })
  const { key, sha256, size } = file
  await insert(db, 'courses.resources', { contentId, type, title, mimeType, fileKey: key, sha256, sizeBytes: size })
  forgetFiles(db, keysOf(old))
}

/** The first bytes of an upload, and the whole of it again. */
async function headOf({ stream }: Upload): Promise<{ bytes: Buffer; whole: PassThrough }> {
  const whole = new PassThrough()
  stream.on('error', (error) => whole.destroy(error))
  stream.pipe(whole)
  await Promise.race([once(whole, 'readable'), once(whole, 'end')])
  const bytes: Buffer = whole.read() ?? Buffer.alloc(0)
  if (bytes.length) whole.unshift(bytes)
  return { bytes, whole }
}

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
const keysOf = (rows: readonly { fileKey: string | null }[]) => rows.flatMap((row) => row.fileKey ?? [])

/** Lets the bytes go after the commit, unless another revision still names them. */
export function forgetFiles(db: Db, keys: readonly string[]): void {
  for (const key of keys) later(db, 'courses.forget_file', { key })
}

/** Removes stored bytes that no row names any more. */
export async function removeUnnamed(db: Db, tools: Tools, key: string): Promise<void> {
  const named = await db.selectFrom('courses.resources').select('id').where('fileKey', '=', key).limit(1).executeTakeFirst()
  if (!named) await tools.files.remove(key)
}
