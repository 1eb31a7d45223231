import { compiled, type Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'

const one = compiled('courses.content', (db, { id }: { id: string }) =>
  db
    .selectFrom('courses.contents')
    .select(['id', 'unitId', 'revisionId', 'type', 'title', 'contentData', 'status', 'estimatedDuration', 'version'])
    .where('id', '=', id),
)
const files = compiled('courses.content_files', (db, { id }: { id: string }) =>
  db
    .selectFrom('courses.resources')
    .select(['id', 'type', 'title', 'mimeType', 'sizeBytes'])
    .where('contentId', '=', id)
    .where('fileKey', 'is not', null)
    .orderBy('id'),
)

/** One content with its files, of whichever revision: who may see it is the caller's business. Throws 404. */
export async function readContent(db: Db, id: string) {
  const [[content], found] = await Promise.all([one(db, { id }), files(db, { id })])
  if (!content) throw notFound()
  const { contentData, status, ...rest } = content
  const { html = null, url = null } = contentData as { html?: string | null; url?: string | null }
  return {
    ...rest,
    html,
    url,
    hidden: status === 'hidden',
    files: found.map((file) => ({ ...file, mimeType: file.mimeType ?? '', sizeBytes: file.sizeBytes ?? 0 })),
  }
}

const tags =
  'a b blockquote br code del em figcaption figure h2 h3 h4 hr i li mark ol p pre s strong sub sup table tbody td th thead tr u ul'.split(
    ' ',
  )

/** Rich text as it may be stored and shown: known elements only, links to the web or by mail only, no script and no style. */
export async function sanitized(html: string): Promise<string> {
  const { default: sanitize } = await import('sanitize-html') // large, and needed by those who write courses only
  return sanitize(html, {
    allowedTags: tags,
    allowedAttributes: { a: ['href', 'title'], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan', 'scope'], ol: ['start'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    transformTags: { h1: 'h2', h5: 'h4', h6: 'h4' },
  })
}
