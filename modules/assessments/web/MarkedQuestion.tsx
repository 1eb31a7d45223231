import { Group, Paper, Stack, Text } from '@mantine/core'
import { IconCheck, IconCircle, IconCircleCheckFilled, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import type { Result } from '../contract.ts'

type Question = Result['questions'][number]

/** One question as it was answered and marked. */
export function MarkedQuestion({ question, number, own }: { question: Question; number: number; own: boolean }) {
  const { t } = useTranslation('assessments')
  const { answer, options, correctAnswer } = question
  const chosen = answer && 'options' in answer ? answer.options : []
  const plain = plainAnswer(question, t('take.true'), t('take.false'))
  const right = typeof correctAnswer === 'boolean' ? t(correctAnswer ? 'take.true' : 'take.false') : correctAnswer
  return (
    <Paper withBorder p="lg" component="article" aria-label={t('editor.question', { number })}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
          <Text fw={600} style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
            {number}. {question.text}
          </Text>
          <Group gap="xs" wrap="nowrap">
            {answer === null ? (
              <StatusBadge tone="quiet">{t('result.blank')}</StatusBadge>
            ) : (
              <StatusBadge tone={question.isCorrect ? 'good' : 'bad'}>
                {t(question.isCorrect ? 'result.right' : 'result.wrong')}
              </StatusBadge>
            )}
          </Group>
        </Group>
        {options.length > 0 && (
          <Stack gap={6} component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
            {options.map((option) => (
              <Option key={option.id} option={option} chosen={chosen.includes(option.id)} own={own} />
            ))}
          </Stack>
        )}
        {plain !== null && (
          <Text>
            <Text span c="dimmed">
              {t(own ? 'result.yours' : 'result.given')}:{' '}
            </Text>
            {plain}
          </Text>
        )}
        {right !== null && !question.isCorrect && (
          <Text>
            <Text span c="dimmed">
              {t('result.correct')}:{' '}
            </Text>
            <strong>{right}</strong>
          </Text>
        )}
        {question.explanation && (
          <Text size="sm" c="dimmed" maw="70ch" style={{ whiteSpace: 'pre-line' }}>
            {question.explanation}
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {t('quiz.points', { score: question.pointsEarned, max: question.points })}
        </Text>
      </Stack>
    </Paper>
  )
}

function Option({ option, chosen, own }: { option: Question['options'][number]; chosen: boolean; own: boolean }) {
  const { t } = useTranslation('assessments')
  const Mark = option.isCorrect ? IconCheck : chosen && option.isCorrect === false ? IconX : chosen ? IconCircleCheckFilled : IconCircle
  const said = [...(chosen ? [t(own ? 'result.yours' : 'result.chosen')] : []), ...(option.isCorrect ? [t('result.correct')] : [])]
  return (
    <Group component="li" gap="xs" wrap="nowrap" align="flex-start" fw={chosen ? 600 : undefined}>
      <Mark size={18} stroke={2} aria-hidden style={{ flex: 'none', marginTop: 3, opacity: chosen || option.isCorrect ? 1 : 0.35 }} />
      <span>
        {option.text}
        {said.length > 0 && (
          <Text span size="sm" c="dimmed" fw={400}>
            {' '}
            ({said.join(', ')})
          </Text>
        )}
      </span>
    </Group>
  )
}

function plainAnswer({ answer }: Question, yes: string, no: string): string | null {
  if (!answer || 'options' in answer) return null
  if ('value' in answer) return answer.value ? yes : no
  return 'text' in answer ? answer.text : String(answer.number)
}
