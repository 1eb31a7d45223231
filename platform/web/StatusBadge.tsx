import { Badge } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX, IconClock, IconInfoCircle } from '@tabler/icons-react'

/** What a state means to the person reading, never only a colour: each has its own mark. */
export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'wait' | 'quiet'
const tones = {
  good: { color: 'green', Mark: IconCircleCheck },
  warn: { color: 'yellow', Mark: IconAlertTriangle },
  bad: { color: 'red', Mark: IconCircleX },
  info: { color: 'blue', Mark: IconInfoCircle },
  wait: { color: 'gray', Mark: IconClock },
  quiet: { color: 'gray', Mark: IconCircleDashed },
}

export function StatusBadge({ tone, children }: { tone: Tone; children: string }) {
  const { color, Mark } = tones[tone]
  return (
    <Badge className="salus-badge" variant="light" color={color} size="lg" leftSection={<Mark size={14} stroke={2} aria-hidden />}>
      {children}
    </Badge>
  )
}
