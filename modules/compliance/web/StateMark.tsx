import { Group, Text } from '@mantine/core'
import {
  IconAlertOctagon,
  IconArrowBackUp,
  IconCircleCheck,
  IconCircleDashed,
  IconClockExclamation,
  IconClockX,
  IconHelpCircle,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useDates } from '#platform/web/dates.tsx'
import type { State } from '../contract.ts'
import classes from './team.module.css'

const marks = {
  satisfied: { Mark: IconCircleCheck, tone: 'good' },
  lapsing: { Mark: IconClockExclamation, tone: 'warn' },
  not_met: { Mark: IconAlertOctagon, tone: 'bad' },
  withdrawn: { Mark: IconArrowBackUp, tone: 'bad' },
  expired: { Mark: IconClockX, tone: 'bad' },
  missing: { Mark: IconCircleDashed, tone: 'bad' },
  unknown: { Mark: IconHelpCircle, tone: 'quiet' },
} as const

export type Found = { state: State; until: string | null; since: string | null }
const soon = 90 * 86_400_000

/** Satisfied, but not for much longer at the time asked about. */
export const isLapsing = ({ state, until }: Pick<Found, 'state' | 'until'>, at: string) =>
  state === 'satisfied' && until !== null && Date.parse(until) - Date.parse(at) <= soon

/** A state as mark, word and date: never a colour alone. */
export function StateMark({ of, at }: { of: Found; at: string }) {
  const { t } = useTranslation('compliance')
  const dates = useDates()
  const lapsing = isLapsing(of, at)
  const { Mark, tone } = marks[lapsing ? 'lapsing' : of.state]
  const day = of.until ?? of.since
  const words = day === null ? null : dates.instant(day, { look: 'date' })
  const detail =
    of.state === 'satisfied'
      ? words === null
        ? t('when.forever')
        : t(lapsing ? 'when.lapses' : 'when.until', { day: words })
      : words && t(of.state === 'expired' ? 'when.expired' : 'when.since', { day: words })
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" className={classes.mark} data-tone={tone}>
      <Mark size={18} stroke={1.8} aria-hidden className={classes.icon} />
      <div>
        <Text span size="sm" fw={600} className={classes.word}>
          {t(`state.${of.state}`)}
        </Text>
        {detail && (
          <Text size="xs" c="dimmed" className={classes.detail}>
            {detail}
          </Text>
        )}
      </div>
    </Group>
  )
}
