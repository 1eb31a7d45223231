import { Readable } from 'node:stream'
import { dropFile, keepFile, redrawn, refuseFull } from '#modules/tenancy/index.ts'
import { change, type Db } from '#platform/db.ts'
import type { FileAnswer, Session, Tools, Upload } from '#platform/module.ts'
import { forget, type PaperKind, paperOf } from './papers.ts'
import { notFound, wrongPaper, wrongPicture } from './policy.ts'
import { profileRow } from './profile.ts'

type Receiving = { tools: Tools; who: Session; now: Temporal.Instant; ip: string; upload: Upload }
/** Of a photograph or a page that was scanned. */
const mostPixels = 50_000_000
type Stored = { key: string; size: number; sha256: string; mimeType: string }

/** The bytes of an upload: its endpoint's limit keeps them few. */
const whole = async ({ stream }: Upload) => Buffer.concat(await stream.toArray())

/** Stores bytes outside any transaction; where what follows is refused, they are removed again. */
async function stored(
  { tools, who, now, ip }: Receiving,
  { bytes, mimeType }: { bytes: Buffer; mimeType: string },
  hang: (db: Db, file: Stored) => Promise<void>,
) {
  const file = { ...(await tools.files.put(who.tenantId, Readable.from([bytes]), mimeType)), mimeType }
  try {
    await tools.inTenant({ tenantId: who.tenantId, userId: who.userId, ip, now }, async (db) => {
      await keepFile(db, file)
      await hang(db, file)
    })
  } catch (refusal) {
    await tools.files.remove(file.key)
    throw refusal
  }
}

/** A portrait, or the picture behind it; the one before goes. Throws 422 for what is no picture, 409 where there is no room. */
export async function storePhoto(receiving: Receiving, kind: 'avatar' | 'cover'): Promise<void> {
  const box = kind === 'avatar' ? { width: 512, height: 512 } : { width: 1600, height: 640 }
  const bytes = await redrawn(await whole(receiving.upload), { box, most: mostPixels, refusal: wrongPicture })
  const thumb = { box: { width: 96, height: 96 }, most: mostPixels, refusal: wrongPicture, as: 'webp' } as const
  const small = kind === 'avatar' ? await redrawn(bytes, thumb) : null
  await stored(receiving, { bytes, mimeType: 'image/png' }, (db, file) => hangPhoto(db, receiving.who.userId, kind, { ...file, small }))
}
export async function hangPhoto(
  db: Db,
  userId: string,
  kind: 'avatar' | 'cover',
  file: (Pick<Stored, 'key' | 'size'> & { small: Buffer | null }) | null,
): Promise<void> {
  const { id, avatarKey, coverPhotoKey } = await profileRow(db, userId)
  const [key, size] = [file?.key ?? null, file?.size ?? null]
  const values = kind === 'avatar' ? { avatarKey: key, avatarSize: size } : { coverPhotoKey: key, coverPhotoSize: size }
  const before = kind === 'avatar' ? avatarKey : coverPhotoKey
  // Drawn from the other: it leaves no audit row.
  const small = (avatarSmall: Buffer | null) => db.updateTable('profiles.user_profiles').set({ avatarSmall }).where('id', '=', id).execute()
  if (kind === 'avatar') await small(null)
  await change(db, 'profiles.user_profiles', { id }, values)
  if (file?.small) await small(file.small)
  if (before) forget(db, before)
}

/** Somebody's picture. Throws 404 where there is none. */
export async function photo(db: Db, userId: string, kind: 'avatar' | 'cover'): Promise<FileAnswer> {
  const row = await db.selectFrom('profiles.user_profiles').selectAll().where('userId', '=', userId).executeTakeFirst()
  const [key, size] = kind === 'avatar' ? [row?.avatarKey, row?.avatarSize] : [row?.coverPhotoKey, row?.coverPhotoSize]
  if (!key || !size) throw notFound()
  return { stored: { key, size }, mimeType: 'image/png', fileName: `${kind}.png`, inline: true }
}

/**
 * The file of one's own paper: a PDF by its first bytes, or a picture that is drawn anew. What was verified was the file before.
 * Throws 404, 422 for another kind of file, 409 where there is no room.
 */
export async function storePaper(receiving: Receiving, { kind, id }: { kind: PaperKind; id: string }): Promise<{ fileSize: number }> {
  const { tools, who, now, ip, upload } = receiving
  const own = async (db: Db) => {
    const paper = await paperOf(db, kind, id)
    if (paper.userId !== who.userId) throw notFound()
    return paper
  }
  await tools
    .inTenant({ tenantId: who.tenantId, userId: who.userId, ip, now }, async (db) => {
      await own(db)
      await refuseFull(db)
    })
    .catch((refusal) => {
      upload.stream.resume()
      throw refusal
    })
  const sent = await whole(upload)
  const isPdf = sent.subarray(0, 5).toString('latin1') === '%PDF-'
  const bytes = isPdf ? sent : await redrawn(sent, { box: { width: 2400, height: 2400 }, most: mostPixels, refusal: wrongPaper })
  await stored(receiving, { bytes, mimeType: isPdf ? 'application/pdf' : 'image/png' }, async (db, file) => {
    const { fileKey } = await own(db)
    const values = { fileKey: file.key, fileType: file.mimeType, fileSize: file.size, sha256: Buffer.from(file.sha256, 'hex') }
    const table = kind === 'certifications' ? 'profiles.user_certifications' : 'profiles.user_documents'
    await change(db, table, { id }, { ...values, verifiedAt: null, verifiedBy: null })
    if (fileKey) forget(db, fileKey)
  })
  return { fileSize: bytes.length }
}

/** Removes bytes that nothing names any more. */
export async function removeFile(db: Db, tools: Tools, key: string): Promise<void> {
  await tools.files.remove(key)
  await dropFile(db, key)
}
