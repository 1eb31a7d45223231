import { Group, Text } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deviceTime } from '#platform/web/dates.tsx'

const second = 1000
/** Minutes at which the time left is read out. */
const announced = [30, 10, 5, 1]

/** Counts down to an instant by the server's clock, which this device's may differ from. */
export function TimeLeft({ until, serverNow, onOver }: { until: string; serverNow: string; onOver: () => void }) {
  const { t } = useTranslation('assessments')
  const [ahead] = useState(() => Date.parse(serverNow) - deviceTime())
  const [left, setLeft] = useState(() => Date.parse(until) - Date.parse(serverNow))
  const over = useEffectEvent(onOver)
  useEffect(() => {
    const timer = setInterval(() => {
      const remaining = Date.parse(until) - (deviceTime() + ahead)
      setLeft(Math.max(0, remaining))
      if (remaining > 0) return
      clearInterval(timer)
      over()
    }, second)
    return () => clearInterval(timer)
  }, [until, ahead])
  const seconds = Math.ceil(left / second)
  const clock = [Math.floor(seconds / 60), seconds % 60].map((part) => String(part).padStart(2, '0')).join(':')
  const minutes = Math.ceil(seconds / 60)
  return (
    <Group gap={6} wrap="nowrap" c={seconds <= 60 ? 'red' : undefined}>
      <IconClock size={18} stroke={1.6} aria-hidden />
      <Text size="sm" fw={600} role="timer" aria-label={t('take.timeLeft')} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {clock}
      </Text>
      <span className="salus-unseen" role="status">
        {announced.includes(minutes) && t('take.minutesLeft', { count: minutes })}
      </span>
    </Group>
  )
}
