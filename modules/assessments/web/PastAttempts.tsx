import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { Output } from '#platform/contract.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { AnchorLink } from '#platform/web/links.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import type { AttemptSummary, getQuiz } from '../contract.ts'

/** How an attempt stands, in a word and a mark. */
export function AttemptState({ of }: { of: Pick<z.infer<typeof AttemptSummary>, 'status' | 'passed'> }) {
  const { t } = useTranslation('assessments')
  if (of.status === 'in_progress') return <StatusBadge tone="wait">{t('quiz.running')}</StatusBadge>
  return of.passed ? <StatusBadge tone="good">{t('quiz.passed')}</StatusBadge> : <StatusBadge tone="bad">{t('quiz.notPassed')}</StatusBadge>
}

export function PastAttempts({ quiz }: { quiz: NonNullable<Output<typeof getQuiz>['quiz']> }) {
  const { t } = useTranslation('assessments')
  const past = quiz.attempts.filter((one) => one.status !== 'in_progress')
  if (past.length === 0) return null
  return (
    <Stack gap="xs" component="section" aria-label={t('quiz.past')}>
      <Title order={3} size="h4">
        {t('quiz.past')}
      </Title>
      {past.map((one) => (
        <Paper key={one.id} withBorder p="sm">
          <Group justify="space-between" gap="xs">
            <Stack gap={2}>
              <Text fw={600}>{t('quiz.attempt', { number: one.attemptNumber })}</Text>
              <Text size="sm" c="dimmed">
                <DateTime at={one.endTime ?? one.startTime} /> · {t('quiz.points', { score: one.score ?? 0, max: quiz.maxScore })}
              </Text>
            </Stack>
            <Group gap="md">
              <AttemptState of={one} />
              <AnchorLink to="/attempts/$id" params={{ id: one.id }} size="sm">
                {t('quiz.seeResult', { number: one.attemptNumber })}
              </AnchorLink>
            </Group>
          </Group>
        </Paper>
      ))}
    </Stack>
  )
}
