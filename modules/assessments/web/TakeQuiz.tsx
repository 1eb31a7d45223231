import { Alert, Box, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction } from '#platform/web/data.ts'
import { ProblemAlert } from '#platform/web/states.tsx'
import { type Answer, type Attempt, getQuiz, type Result, submitAttempt } from '../contract.ts'
import { QuestionInput } from './QuestionInput.tsx'
import classes from './quiz.module.css'
import { SaveState } from './SaveState.tsx'
import { TimeLeft } from './TimeLeft.tsx'
import { useAnswers } from './useAnswers.ts'

/** An attempt under way: questions, time left, what is saved, and handing in. */
export function TakeQuiz({ attempt, onDone }: { attempt: Attempt; onDone: (result: Result) => void }) {
  const { t } = useTranslation('assessments')
  const { answers, answer, state, queue } = useAnswers(attempt)
  const submit = useAction(submitAttempt, { invalidates: [getQuiz, 'assessments', 'enrollments', 'certificates'] })
  const [over, setOver] = useState(false)
  const handing = useRef(false)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])

  const handIn = async () => {
    if (handing.current) return
    handing.current = true
    await queue.settled()
    const marked = await submit.run({ params: { id: attempt.id } }, { quiet: true })
    handing.current = false
    if (marked.ok) onDone(marked.data)
  }
  const timeOver = () => {
    setOver(true)
    void handIn()
  }
  const total = attempt.questions.length
  const open = attempt.questions.filter((question) => !isAnswered(answers.get(question.id)))
  const done = total - open.length
  return (
    <Stack gap="lg">
      <Title order={2} size="h3" ref={heading} tabIndex={-1} className={classes.heading}>
        {attempt.title}
      </Title>
      <Paper withBorder className={classes.bar} p="sm">
        <Group justify="space-between" gap="xs">
          <Text size="sm" fw={600}>
            {t('take.answered', { done, total })}
          </Text>
          <SaveState state={state} retry={queue.retry} />
          {attempt.deadlineAt && <TimeLeft until={attempt.deadlineAt} serverNow={attempt.now} onOver={timeOver} />}
        </Group>
        <Progress value={(done / total) * 100} size="sm" mt={8} aria-label={t('take.answered', { done, total })} />
      </Paper>
      {over && (
        <Alert color="yellow" variant="light" role="alert">
          {t('take.over')}
        </Alert>
      )}
      {attempt.questions.map((question, index) => (
        <Paper key={question.id} withBorder p="lg" id={`question-${index + 1}`} className={classes.question}>
          <QuestionInput
            question={question}
            number={index + 1}
            total={total}
            answer={answers.get(question.id) ?? null}
            disabled={over || state === 'closed'}
            onAnswer={(given) => answer(question.id, given)}
          />
        </Paper>
      ))}
      <ProblemAlert of={submit.problem} />
      <Group justify="space-between">
        <Box>
          {open.length > 0 && (
            <Text size="sm" c="dimmed">
              {t('take.unanswered', { count: open.length })}
            </Text>
          )}
        </Box>
        <ConfirmButton
          color="brand"
          variant="filled"
          size="md"
          question={t('take.submitQuestion')}
          hint={open.length > 0 ? `${t('take.unanswered', { count: open.length })} ${t('take.submitHint')}` : t('take.submitHint')}
          yes={t('take.submit')}
          loading={submit.running}
          onConfirm={handIn}
        >
          {t('take.submit')}
        </ConfirmButton>
      </Group>
    </Stack>
  )
}

const isAnswered = (answer: Answer | null | undefined) => {
  if (!answer) return false
  if ('options' in answer) return answer.options.length > 0
  return 'text' in answer ? answer.text.trim() !== '' : true
}
