import { Alert, Progress } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'

type Room = { used: number; most: number | null }

/** Says that room runs out, from four fifths on: a clear message before anybody meets the error. */
export function RoomNotice({ of, title, children }: { of: Room | undefined; title: string; children: string }) {
  if (!of || of.most === null || of.used < 0.8 * of.most) return null
  const part = Math.min(100, (100 * of.used) / of.most)
  return (
    <Alert variant="light" color={part >= 100 ? 'red' : 'yellow'} icon={<IconAlertTriangle />} title={title}>
      {children}
      <Progress value={part} mt="sm" color={part >= 100 ? 'red' : 'yellow'} aria-label={title} />
    </Alert>
  )
}
