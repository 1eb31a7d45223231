import { Group, Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useDates } from '#platform/web/dates.tsx'
import { StatusBadge, type Tone } from '#platform/web/StatusBadge.tsx'
import type { Enrollment } from '../contract.ts'

const tones: Record<Enrollment['due'], Tone> = { none: 'quiet', later: 'info', soon: 'warn', overdue: 'bad' }

/** When a course is due, or how it ended. Nothing where neither is to be said. */
export function DueBadge({ of }: { of: Pick<Enrollment, 'status' | 'due' | 'dueAt' | 'completionDate'> }) {
  const { t } = useTranslation('enrollments')
  const dates = useDates()
  const day = (at: string | null) => (at ? dates.instant(at, { look: 'date' }) : '')
  if (of.status === 'completed') return <StatusBadge tone="good">{t('standing.completed', { day: day(of.completionDate) })}</StatusBadge>
  if (of.status !== 'active') return <StatusBadge tone="quiet">{t(`standing.${of.status}`)}</StatusBadge>
  if (of.due === 'none') return null
  return (
    <StatusBadge tone={tones[of.due]}>{t(of.due === 'overdue' ? 'standing.overdue' : 'standing.due', { day: day(of.dueAt) })}</StatusBadge>
  )
}

/** How far, as a bar with its figure. */
export function ProgressBar({ value, label }: { value: number; label: string }) {
  const { t } = useTranslation('enrollments')
  const whole = Math.floor(value)
  return (
    <Group gap="xs" wrap="nowrap">
      <Progress value={value} flex={1} size="md" radius="xl" aria-label={t('standing.progressOf', { title: label })} />
      <Text size="sm" c="dimmed" miw={40} ta="right" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {t('standing.percent', { value: whole })}
      </Text>
    </Group>
  )
}
