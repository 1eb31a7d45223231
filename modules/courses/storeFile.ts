import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { keepFile, refuseFull } from '#modules/tenancy/index.ts'
import { type Db, insert, remove } from '#platform/db.ts'
import type { Session, Tools, Upload } from '#platform/module.ts'
import { editable } from './editing.ts'
import { forgetFiles, keysOf } from './files.ts'
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
    await refuseFull(db)
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

type Hung = {
  contentId: string
  type: 'video' | 'captions' | 'document' | 'image'
  mimeType: string
  title: string
  file: { key: string; sha256: string; size: number }
}
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
  await keepFile(db, file)
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

const office: Record<string, string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  odt: 'application/vnd.oasis.opendocument.text',
  odp: 'application/vnd.oasis.opendocument.presentation',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
}

/**
 * What kind of file these first bytes (at least 16) begin: a media type, or undefined for what Salus does not take. What the
 * browser says is not asked; a name's ending only tells office documents, which are all archives, apart.
 */
export function sniff(head: Buffer, fileName: string): string | undefined {
  const text = head.toString('latin1')
  const ending = /\.(\w+)$/.exec(fileName)?.[1]?.toLowerCase() ?? ''
  if (text.startsWith('%PDF-')) return 'application/pdf'
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'image/webp'
  if (text.slice(4, 8) === 'ftyp') return text.slice(8, 12) === 'qt  ' ? 'video/quicktime' : 'video/mp4'
  if (text.startsWith('\x1aE\xdf\xa3') && text.includes('webm')) return 'video/webm'
  if (text.startsWith('PK\x03\x04')) return office[ending]
  if (/^(\xef\xbb\xbf)?WEBVTT/.test(text)) return 'text/vtt'
  return ending === 'txt' && isText(head) ? 'text/plain' : undefined
}

function isText(head: Buffer): boolean {
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true }).includes('\0')
  } catch {
    return false
  }
}
