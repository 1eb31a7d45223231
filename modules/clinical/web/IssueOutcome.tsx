import { Button, Group, Radio, Stack, Text, Textarea } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import '@mantine/dates/styles.layer.css'
import { IconCalendar } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '#platform/contract.ts'
import { useAction } from '#platform/web/data.ts'
import { useCalendar, useDates } from '#platform/web/dates.tsx'
import { PlainForm } from '#platform/web/form.tsx'
import { LeaveQuestion } from '#platform/web/LeaveQuestion.tsx'
import { ProblemAlert } from '#platform/web/states.tsx'
import { FitnessClass, issueOutcome, type listOutcomes } from '../contract.ts'

type Class = Output<typeof listOutcomes>['items'][number]['outcome']

export function IssueOutcome({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useTranslation('clinical')
  const calendar = useCalendar()
  const [outcome, setOutcome] = useState<Class>('fit')
  const [words, setWords] = useState('')
  const { locale } = useDates()
  const [reviewDate, setReviewDate] = useState<string | null>(null)
  const issue = useAction(issueOutcome, { success: t('outcome.done') })
  const restrictions = words
    .split('\n')
    .map((line) => line.replace(/^[\s•-]+/, '').trim())
    .filter(Boolean)
  const fieldError = (path: string) => issue.problem?.errors?.find((error) => error.path.startsWith(path))?.message
  const send = async () => {
    const body = { outcome, restrictions: outcome === 'fit' ? [] : restrictions, reviewDate }
    const answer = await issue.run({ params: { id }, body }, { quiet: true })
    if (answer.ok) onDone()
  }
  return (
    <PlainForm onSend={send}>
      <Stack gap="md">
        <ProblemAlert of={issue.problem} />
        <Radio.Group label={t('outcome.class')} value={outcome} onChange={(value) => setOutcome(value as Class)}>
          <Stack gap="xs" mt="xs">
            {FitnessClass.options.map((one) => (
              <Radio key={one} value={one} label={t(`class.${one}`)} description={t(`classHint.${one}`)} />
            ))}
          </Stack>
        </Radio.Group>
        {outcome !== 'fit' && (
          <Textarea
            label={t('outcome.restrictions')}
            description={t('outcome.restrictionsHint')}
            error={fieldError('restrictions')}
            required={outcome === 'fit_with_adjustments'}
            autosize
            minRows={3}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
        )}
        <DatePickerInput
          {...calendar}
          label={t('outcome.reviewDate')}
          description={t('outcome.reviewHint')}
          error={fieldError('reviewDate')}
          required={outcome === 'temporarily_unfit'}
          value={reviewDate}
          onChange={setReviewDate}
          valueFormat="D MMMM YYYY"
          locale={locale}
          leftSection={<IconCalendar size={18} stroke={1.6} aria-hidden />}
          clearable
          maw={300}
        />
        <Text size="sm">{t('outcome.seen')}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t('outcome.not')}
          </Button>
          <Button type="submit" loading={issue.running}>
            {t('outcome.go')}
          </Button>
        </Group>
      </Stack>
      <LeaveQuestion when={() => words.trim() !== '' && !issue.running} />
    </PlainForm>
  )
}
