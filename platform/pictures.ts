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
