import { Typography } from '@mantine/core'
import { createElement, type ReactNode, useMemo } from 'react'

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
const reactNames: Record<string, string> = { colspan: 'colSpan', rowspan: 'rowSpan' }
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

type Node = { tag: string; given: Record<string, string>; content: ReactNode[] }

/**
 * Rich text that the server has sanitised, drawn as React elements: no markup is ever handed to the browser, tags and attributes
 * outside the list above are dropped, and so is every address that is not http(s), mailto or of this site.
 */
export function RichText({ html }: { html: string }) {
  const content = useMemo(() => elementsOf(html), [html])
  return <Typography className="salus-prose">{content}</Typography>
}

export function elementsOf(html: string): ReactNode[] {
  const root: Node = { tag: '', given: {}, content: [] }
  const open = [root]
  const top = () => open.at(-1) as Node
  const close = () => {
    const node = open.pop() as Node
    top().content.push(createElement(node.tag, { key: top().content.length, ...node.given }, ...node.content))
  }
  for (const [whole, end, name = '', given = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)>|[^<]+|</gi)) {
    const tag = name.toLowerCase()
    if (!tag) top().content.push(decode(whole))
    else if (!tags.has(tag)) continue
    else if (empty.has(tag)) top().content.push(createElement(tag, { key: top().content.length, ...allowed(tag, given) }))
    else if (!end) open.push({ tag, given: allowed(tag, given), content: [] })
    else if (open.some((node) => node.tag === tag)) {
      while (top().tag !== tag) close()
      close()
    }
  }
  while (open.length > 1) close()
  return root.content
}

function allowed(tag: string, text: string) {
  const given: Record<string, string> = {}
  for (const [, name = '', double, single, plain] of text.matchAll(/([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi)) {
    const key = name.toLowerCase()
    const value = decode(double ?? single ?? plain ?? '')
    if (!attributes[tag]?.includes(key)) continue
    if ((key === 'href' || key === 'src') && !/^(https?:\/\/|mailto:|\/(?!\/)|#)/i.test(value)) continue
    given[reactNames[key] ?? key] = value
  }
  if (tag === 'img') given.loading = 'lazy'
  if (tag === 'a' && /^https?:/i.test(given.href ?? '')) Object.assign(given, { target: '_blank', rel: 'noopener noreferrer' })
  return given
}

const decode = (text: string) =>
  text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name) return entities[name.toLowerCase()] ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(hex as string, 16)
    return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : ''
  })
