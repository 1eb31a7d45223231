import { IconCalendarRepeat, IconClock, IconDoorEnter, IconGauge, IconUserCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { StatusBadge, type Tone } from '#platform/web/StatusBadge.tsx'
import type { CourseCard, CourseStatus } from '../contract.ts'

type Known = Pick<z.output<typeof CourseCard>, 'difficultyLevel' | 'durationHours' | 'validityMonths' | 'selfEnrol'>

/** What one wants to know at a glance: level, time, how long it counts, who may enrol. */
export function useFacts() {
  const { t } = useTranslation('courses')
  return ({ difficultyLevel, durationHours, validityMonths, selfEnrol }: Known) => [
    { key: 'level', Mark: IconGauge, words: t(`difficulty.${difficultyLevel}`) },
    ...(durationHours ? [{ key: 'hours', Mark: IconClock, words: t('facts.hours', { count: durationHours }) }] : []),
    {
      key: 'valid',
      Mark: IconCalendarRepeat,
      words: validityMonths === null ? t('facts.forever') : t('facts.valid', { count: validityMonths }),
    },
    { key: 'open', Mark: selfEnrol ? IconDoorEnter : IconUserCheck, words: t(selfEnrol ? 'facts.open' : 'facts.assigned') },
  ]
}

const tones: Record<z.output<typeof CourseStatus>, Tone> = { draft: 'wait', published: 'good', archived: 'quiet' }
export function StatusOf({ status }: { status: z.output<typeof CourseStatus> }) {
  const { t } = useTranslation('courses')
  return <StatusBadge tone={tones[status]}>{t(`status.${status}`)}</StatusBadge>
}
