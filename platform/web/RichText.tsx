import { Typography } from '@mantine/core'
import { createElement, type ReactNode, useMemo } from 'react'
import { type Piece, piecesOf } from './richMarkup.ts'

const reactNames: Record<string, string> = { colspan: 'colSpan', rowspan: 'rowSpan' }

/** Rich text that the server has sanitised, cleaned once more and drawn as React elements. */
export function RichText({ html }: { html: string }) {
  const content = useMemo(() => piecesOf(html).map(draw), [html])
  return <Typography className="salus-prose">{content}</Typography>
}

function draw(piece: Piece, index: number): ReactNode {
  if (typeof piece === 'string') return piece
  const { tag, attributes, content } = piece
  const given = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [reactNames[name] ?? name, value]))
  if (tag === 'img') Object.assign(given, { loading: 'lazy', alt: given.alt ?? '' })
  if (/^https?:/i.test(given.href ?? '')) Object.assign(given, { target: '_blank', rel: 'noopener noreferrer' })
  return createElement(tag, { key: index, ...given }, ...content.map(draw))
}
