import { Button, Center, Group, List, Paper, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useDates } from '#platform/web/dates.tsx'
import { StatusBadge, type Tone } from '#platform/web/StatusBadge.tsx'
import type { FitnessOutcome } from '../contract.ts'

const tones: Record<FitnessOutcome['outcome'], Tone> = {
  fit: 'good',
  fit_with_adjustments: 'warn',
  temporarily_unfit: 'bad',
  unfit: 'bad',
}

type ListProps = { items: readonly FitnessOutcome[]; more: (() => void) | undefined; loadingMore: boolean }

/** Fitness outcomes, latest first: class, what it means at work, dates. */
export function OutcomeList({ items, more, loadingMore }: ListProps) {
  const { t } = useTranslation()
  return (
    <Stack gap="sm">
      <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {items.map((outcome) => (
          <Outcome key={outcome.id} outcome={outcome} />
        ))}
      </Stack>
      {more && (
        <Center>
          <Button variant="default" onClick={more} loading={loadingMore}>
            {t('list.more')}
          </Button>
        </Center>
      )}
    </Stack>
  )
}

function Outcome({ outcome }: { outcome: FitnessOutcome }) {
  const { t } = useTranslation('employees')
  const dates = useDates()
  const counts = outcome.state === 'current' || outcome.state === 'due'
  const day = (at: string) => dates.instant(at, { look: 'date' })
  const issued = { day: day(outcome.effectiveAt), name: outcome.issuedByName ?? '' }
  return (
    <Paper component="li" withBorder p="md">
      <Stack gap="xs">
        <Group gap="xs">
          <StatusBadge tone={counts ? tones[outcome.outcome] : 'quiet'}>{t(`class.${outcome.outcome}`)}</StatusBadge>
          <Text size="sm" fw={600} td={outcome.state === 'withdrawn' ? 'line-through' : undefined}>
            {t(`outcome.${outcome.state}`)}
          </Text>
        </Group>
        {outcome.restrictions.length > 0 && (
          <div>
            <Text size="sm" fw={600}>
              {t('outcome.restrictions')}
            </Text>
            <List size="sm">
              {outcome.restrictions.map((words) => (
                <List.Item key={words} style={{ overflowWrap: 'anywhere' }}>
                  {words}
                </List.Item>
              ))}
            </List>
          </div>
        )}
        <Text size="sm" c="dimmed">
          {outcome.issuedByName ? t('outcome.issuedBy', issued) : t('outcome.issued', issued)}
          {' · '}
          {outcome.reviewDate
            ? t(outcome.state === 'current' ? 'outcome.review' : 'outcome.reviewed', { day: dates.day(outcome.reviewDate) })
            : t('outcome.noReview')}
        </Text>
        {outcome.withdrawnAt && (
          <Text size="sm">
            {outcome.withdrawalReason
              ? t('outcome.because', { day: day(outcome.withdrawnAt), reason: outcome.withdrawalReason })
              : t('outcome.withdrawnOn', { day: day(outcome.withdrawnAt) })}
          </Text>
        )}
      </Stack>
    </Paper>
  )
}
