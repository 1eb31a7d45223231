import { Alert, Group, Paper, RingProgress, Stack, Text, Title } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { DateTime } from '#platform/web/dates.tsx'
import type { Result } from '../contract.ts'
import { MarkedQuestion } from './MarkedQuestion.tsx'

/** A marked attempt: the verdict, then question by question. `own`: the reader took it. */
export function ResultView({ result, own, actions }: { result: Result; own: boolean; actions?: ReactNode }) {
  const { t } = useTranslation('assessments')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const percentOf = (points: number) => (result.maxScore === 0 ? 0 : Math.round((points / result.maxScore) * 100))
  const percent = percentOf(result.score ?? 0)
  return (
    <Stack gap="lg">
      <Paper withBorder p="lg">
        <Group gap="xl" align="center">
          <RingProgress
            size={128}
            thickness={12}
            roundCaps
            role="img"
            aria-label={t('result.mark', { percent, needed: percentOf(result.passingScore) })}
            sections={[{ value: percent, color: result.passed ? 'green' : 'red' }]}
            label={
              <Text ta="center" fw={700} size="xl" aria-hidden>
                {percent} %
              </Text>
            }
          />
          <Stack gap={4} flex={1} miw={200}>
            <Title order={2} size="h3" ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
              {t(result.passed ? 'result.passed' : 'result.notPassed')}
            </Title>
            <Text>
              {t('result.score', { score: result.score ?? 0, max: result.maxScore })} ·{' '}
              {t('result.needed', { needed: result.passingScore })}
            </Text>
            <Text size="sm" c="dimmed">
              {t('result.attempt', { number: result.attemptNumber })}
              {!own && ` · ${t('result.of', { name: result.holder })}`}
              {result.endTime && (
                <>
                  {' · '}
                  <DateTime at={result.endTime} />
                </>
              )}
            </Text>
            {result.status === 'expired' && <Text size="sm">{t('result.expired')}</Text>}
            {own && !result.passed && result.attemptsLeft !== null && (
              <Text size="sm" c="dimmed">
                {t('quiz.left', { count: result.attemptsLeft })}
              </Text>
            )}
            {actions && <Group mt="xs">{actions}</Group>}
          </Stack>
        </Group>
      </Paper>
      {!result.revealed && (
        <Alert variant="light" color="gray" icon={<IconEyeOff />}>
          {t(result.reveal === 'never' ? 'result.hidden' : 'result.hiddenUntilPassed')}
        </Alert>
      )}
      <Title order={2} size="h4">
        {t(own ? 'result.answers' : 'result.answersOf')}
      </Title>
      {result.questions.map((question, index) => (
        <MarkedQuestion key={question.id} question={question} number={index + 1} own={own} />
      ))}
    </Stack>
  )
}
