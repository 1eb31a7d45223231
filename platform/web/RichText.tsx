import { Typography } from '@mantine/core'
import { createElement, type ReactNode, useMemo } from 'react'
import { type Piece, piecesOf } from './richMarkup.ts'

const reactNames: Record<string, string> = { colspan: 'colSpan', rowspan: 'rowSpan' }

/** Rich text that the server has sanitised, cleaned once more and drawn as React elements. Its headings begin at h3: it stands below an h2. */
export function RichText({ html }: { html: string }) {
  const content = useMemo(() => {
    const highest = Math.min(...[...html.matchAll(/<h([2-4])/gi)].map(([, level]) => Number(level)))
    return piecesOf(html).map((piece, index) => draw(piece, index, 3 - highest))
  }, [html])
  return <Typography className="salus-prose">{content}</Typography>
}

function draw(piece: Piece, index: number, lower: number): ReactNode {
  if (typeof piece === 'string') return piece
  const { tag, attributes, content } = piece
  const given = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [reactNames[name] ?? name, value]))
  if (tag === 'img') Object.assign(given, { loading: 'lazy', alt: given.alt ?? '' })
  if (/^https?:/i.test(given.href ?? '')) Object.assign(given, { target: '_blank', rel: 'noopener noreferrer' })
  const level = tag.match(/^h(\d)$/)?.[1]
  const name = level ? `h${Number(level) + lower}` : tag
  return createElement(name, { key: index, ...given }, ...content.map((one, i) => draw(one, i, lower)))
}
