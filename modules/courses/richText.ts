import sanitize from 'sanitize-html'

const tags =
  'a b blockquote br code del em figcaption figure h2 h3 h4 hr i li mark ol p pre s strong sub sup table tbody td th thead tr u ul'.split(
    ' ',
  )

/** Rich text as it may be stored and shown: known elements only, links to the web or by mail only, no script and no style. */
export const sanitized = (html: string): string =>
  sanitize(html, {
    allowedTags: tags,
    allowedAttributes: { a: ['href', 'title'], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan', 'scope'], ol: ['start'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    transformTags: { h1: 'h2', h5: 'h4', h6: 'h4' },
  })
