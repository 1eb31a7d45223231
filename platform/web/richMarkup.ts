/** Rich text is made of these elements and attributes, and nothing else. */
const tags = new Set(
  'a b blockquote br code del em figcaption figure h2 h3 h4 hr i img li mark ol p pre s strong sub sup table tbody td th thead tr u ul'.split(
    ' ',
  ),
)
const empty = new Set(['br', 'hr', 'img'])
const attributes: Record<string, readonly string[]> = {
  a: ['href', 'title'],
  img: ['src', 'alt', 'title', 'width', 'height'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan', 'scope'],
  ol: ['start'],
}
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }
const closedBy: Record<string, readonly string[]> = { li: ['li'], p: ['p'], tr: ['tr'], td: ['td', 'th'], th: ['td', 'th'] }

export type Piece = string | { tag: string; attributes: Record<string, string>; content: Piece[] }

/**
 * Reads rich text into a tree. What is not in the lists above is dropped and its words are kept; so is every address that is not
 * http(s), mailto or of this site. Nothing is ever handed to the browser's parser.
 */
export function piecesOf(html: string): Piece[] {
  const root = { tag: '', attributes: {}, content: [] as Piece[] }
  const open = [root]
  const top = () => open.at(-1) as typeof root
  const close = () => {
    const done = open.pop() as typeof root
    top().content.push(done)
  }
  for (const [whole, end, name = '', given = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)>|[^<]+|</gi)) {
    const tag = name.toLowerCase()
    if (!tag) top().content.push(decode(whole))
    else if (!tags.has(tag)) continue
    else if (empty.has(tag)) top().content.push({ tag, attributes: allowed(tag, given), content: [] })
    else if (!end) {
      if (closedBy[tag]?.includes(top().tag)) close()
      open.push({ tag, attributes: allowed(tag, given), content: [] })
    } else if (open.some((one) => one.tag === tag)) {
      while (top().tag !== tag) close()
      close()
    }
  }
  while (open.length > 1) close()
  return root.content
}

/** The same rich text as clean markup. */
export const cleanMarkup = (html: string): string => piecesOf(html).map(markupOf).join('')

function markupOf(piece: Piece): string {
  if (typeof piece === 'string') return encode(piece)
  const { tag, content } = piece
  const given = Object.entries(piece.attributes).map(([name, value]) => ` ${name}="${encode(value)}"`)
  return empty.has(tag) ? `<${tag}${given.join('')}>` : `<${tag}${given.join('')}>${content.map(markupOf).join('')}</${tag}>`
}

function allowed(tag: string, text: string) {
  const given: Record<string, string> = {}
  for (const [, name = '', double, single, plain] of text.matchAll(/([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi)) {
    const key = name.toLowerCase()
    const value = decode(double ?? single ?? plain ?? '')
    if (!attributes[tag]?.includes(key)) continue
    if ((key === 'href' || key === 'src') && !/^(https?:\/\/|mailto:|\/(?![/\\])|#)/i.test(value)) continue
    given[key] = value
  }
  return given
}

const encode = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const decode = (text: string) =>
  text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name) return entities[name.toLowerCase()] ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(hex as string, 16)
    return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : ''
  })
