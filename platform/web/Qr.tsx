import { Code, Text } from '@mantine/core'

/** A QR code, dark on light in either colour scheme so that every camera reads it. */
export function Qr({ of: { side, path }, label }: { of: { side: number; path: string }; label: string }) {
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${side} ${side}`} width={196} height={196} shapeRendering="crispEdges">
      <rect width={side} height={side} rx={2} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

/** The key of an authenticator app, for who cannot scan it: in groups of four, taken whole by one tap. */
export function KeyByHand({ secret, words }: { secret: string; words: string }) {
  return (
    <Text size="sm" c="dimmed">
      {words}{' '}
      <Code style={{ overflowWrap: 'anywhere', userSelect: 'all' }} data-testid="secret">
        {secret.match(/.{1,4}/g)?.join(' ')}
      </Code>
    </Text>
  )
}
