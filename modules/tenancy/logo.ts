import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Db } from '#platform/db.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { later } from '#platform/events.ts'
import { handle, handleOpen } from '#platform/module.ts'
import { Branding, removeLogo, showLogo, uploadLogo } from './contract.ts'
import { changeItself } from './lifecycle.ts'
import { keepFile } from './limits.ts'

type How = {
  /** It is made no larger than it is, and fits into this, in pixels. */
  box: { width: number; height: number }
  /** Pixels of the picture that was sent. */
  most: number
  refusal: () => Error
  as?: 'png' | 'webp'
}

/**
 * Draws a PNG, JPEG or WebP picture anew (as PNG where nothing is said): what is kept holds its pixels and nothing else of the file, no place, no camera, and
 * no script, as a drawing (SVG) could have. Throws `refusal`.
 */
export async function redrawn(bytes: Buffer, { box, most, refusal, as = 'png' }: How): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  try {
    const image = sharp(bytes, { limitInputPixels: most, failOn: 'error' })
    if (!['png', 'jpeg', 'webp'].includes((await image.metadata()).format)) throw refusal()
    return await image
      .rotate()
      .resize({ ...box, fit: 'inside', withoutEnlargement: true })
      .toFormat(as)
      .toBuffer()
  } catch {
    throw refusal()
  }
}

const logoOf = (stored: unknown) => Branding.safeParse(stored).data?.logo ?? null

/** Where everybody, signed in or not, finds the tenant's logo; a new one has a new address. */
export function logoUrlOf(tenantId: string, branding: unknown): string | null {
  const logo = logoOf(branding)
  return logo && `/api/logos/${tenantId}/${logo.id}`
}

const notAnImage = () => new AppError(422, 'tenancy.not_an_image', 'Choose a PNG, JPEG or WebP image of at most 2 MB.')

/** Keeps another logo, or none; the bytes of the one before go after the commit. */
async function hang(db: Db, logo: Branding['logo']): Promise<void> {
  const { branding } = await db.selectFrom('tenancy.tenants').select('branding').forNoKeyUpdate().executeTakeFirstOrThrow()
  const before = logoOf(branding)
  if (logo) await keepFile(db, logo)
  if (before) later(db, 'tenancy.forget_logo', { key: before.key })
  await changeItself(db, { branding: { ...(branding as object), logo } })
}

export const logoRoutes = [
  handleOpen(uploadLogo, async ({ upload, who, tools, client, now }) => {
    const picture = await redrawn(await buffer(upload.stream), { box: { width: 640, height: 160 }, most: 25_000_000, refusal: notAnImage })
    const { tenantId, userId } = who as NonNullable<typeof who>
    const stored = await tools.files.put(tenantId, Readable.from([picture]), 'image/png')
    const logo = { id: crypto.randomUUID(), key: stored.key, size: stored.size }
    await tools
      .inTenant({ tenantId, userId, ip: client.ip, now }, (db) => hang(db, logo))
      .catch(async (refusal) => {
        await tools.files.remove(stored.key)
        throw refusal
      })
    return { logoUrl: logoUrlOf(tenantId, { logo }) as string }
  }),
  handle(removeLogo, ({ db }) => hang(db, null)),
  handleOpen(showLogo, async ({ params, tools }) => {
    const tenant = await tools.system.selectFrom('tenancy.tenants').select('branding').where('id', '=', params.tenantId).executeTakeFirst()
    const logo = logoOf(tenant?.branding)
    if (!logo || logo.id !== params.id) throw notFound()
    return { stored: { key: logo.key, size: logo.size }, mimeType: 'image/png', fileName: 'logo.png', inline: true }
  }),
]
