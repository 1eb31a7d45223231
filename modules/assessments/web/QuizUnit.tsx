import { Alert, Button, Group, List, Paper, Stack, Text, Title } from '@mantine/core'
import { IconClipboardOff, IconClock, IconListNumbers, IconRefresh, IconTargetArrow } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '#platform/contract.ts'
import { useAction, useData } from '#platform/web/data.ts'
import type { SlotProps } from '#platform/web/slots.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { type Attempt, getQuiz, type Result, startAttempt } from '../contract.ts'
import { PastAttempts } from './PastAttempts.tsx'
import { ResultView } from './ResultView.tsx'
import { TakeQuiz } from './TakeQuiz.tsx'

type Quiz = NonNullable<Output<typeof getQuiz>['quiz']>

/** The quiz of a unit in the player: what it asks for, the attempt under way, its result. */
export default function QuizUnit({ unitId, onProgress, onward }: SlotProps<'coursePlayer'>) {
  const { t } = useTranslation('assessments')
  const {
    data: { quiz },
  } = useData(getQuiz, { params: { unitId } }, { live: ['assessments'] })
  const [attempt, setAttempt] = useState<Attempt | null>(null)
  const [result, setResult] = useState<Result | null>(null)
  const start = useAction(startAttempt, { invalidates: [getQuiz] })
  if (!quiz) return <EmptyState icon={IconClipboardOff} title={t('quiz.none')} hint={t('quiz.noneHint')} />

  const begin = async () => {
    const answer = await start.run({ params: { id: quiz.id } })
    if (!answer.ok) return
    setResult(null)
    setAttempt(answer.data)
  }
  const done = (marked: Result) => {
    setAttempt(null)
    setResult(marked)
    if (marked.passed) onProgress()
  }
  if (attempt) return <TakeQuiz key={attempt.id} attempt={attempt} onDone={done} />
  const button = (quiz.may.start || quiz.may.resume) && (
    <Button size="md" loading={start.running} onClick={() => void begin()} variant={result?.passed ? 'default' : 'filled'}>
      {t(quiz.may.resume ? 'quiz.resume' : quiz.attempts.length > 0 ? 'quiz.again' : 'quiz.start')}
    </Button>
  )
  if (result) {
    const goOn = result.passed && (
      <Button size="md" onClick={onward}>
        {t('result.goOn')}
      </Button>
    )
    return (
      <ResultView
        result={result}
        own
        actions={
          <>
            {goOn}
            {button}
          </>
        }
      />
    )
  }
  return (
    <Stack gap="lg">
      <Paper withBorder p="lg">
        <Stack gap="md">
          <Title order={2} size="h3">
            {quiz.title}
          </Title>
          {quiz.description && <Text maw="70ch">{quiz.description}</Text>}
          <Rules quiz={quiz} />
          {button ? (
            <>
              <Text size="sm" c="dimmed" maw="60ch">
                {t(quiz.durationMins ? 'quiz.clockHint' : 'quiz.saveHint')}
              </Text>
              <Group>{button}</Group>
            </>
          ) : (
            <Alert variant="light" color="gray">
              {t(quiz.attemptsLeft === 0 ? 'quiz.noneLeft' : 'quiz.notEnrolled')}
            </Alert>
          )}
        </Stack>
      </Paper>
      <PastAttempts quiz={quiz} />
    </Stack>
  )
}

function Rules({ quiz }: { quiz: Quiz }) {
  const { t } = useTranslation('assessments')
  const mark = { size: 20, stroke: 1.6, 'aria-hidden': true, className: 'salus-tint' } as const
  const left = quiz.attemptsLeft
  return (
    <List spacing={6} center listStyleType="none">
      <List.Item icon={<IconListNumbers {...mark} />}>{t('quiz.questions', { count: quiz.questionCount })}</List.Item>
      <List.Item icon={<IconTargetArrow {...mark} />}>
        {quiz.type === 'practice' ? t('quiz.practice') : t('quiz.pass', { needed: quiz.passingScore, count: quiz.maxScore })}
      </List.Item>
      <List.Item icon={<IconClock {...mark} />}>
        {quiz.durationMins ? t('quiz.minutes', { count: quiz.durationMins }) : t('quiz.noLimit')}
        {quiz.durationMins && quiz.extraTimePercent ? ` ${t('quiz.extraTime', { percent: quiz.extraTimePercent })}` : ''}
      </List.Item>
      <List.Item icon={<IconRefresh {...mark} />}>{left === null ? t('quiz.anyNumber') : t('quiz.left', { count: left })}</List.Item>
    </List>
  )
}
