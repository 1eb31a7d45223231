import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  NumberInput,
  Radio,
  SegmentedControl,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContractForm } from '#platform/web/form.tsx'
import type { DraftQuestion, QuizDraft } from '../contract.ts'

type Place = { form: ContractForm<typeof QuizDraft>; index: number; editable: boolean }

/** The fields of one question; which, follows from its kind. */
export function QuestionEditor({ form, index, editable }: Place) {
  const { t } = useTranslation('assessments')
  const question = form.values.questions[index] as DraftQuestion
  const at = (field: string) => form.getInputProps(`questions.${index}.${field}` as never)
  return (
    <Stack gap="md">
      <Textarea label={t('fields.text')} autosize minRows={2} {...at('text')} />
      {'options' in question && <Options form={form} index={index} editable={editable} />}
      {question.type === 'true_false' && <Truth form={form} index={index} editable={editable} />}
      {question.type === 'short_text' && <Accepted form={form} index={index} editable={editable} />}
      {question.type === 'numeric' && (
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <NumberInput label={t('editor.value')} {...at('value')} />
          <NumberInput label={t('editor.tolerance')} description={t('editor.toleranceHint')} min={0} {...at('tolerance')} />
        </SimpleGrid>
      )}
      <Textarea
        label={t('fields.explanation')}
        description={t('fields.explanationHint')}
        autosize
        minRows={2}
        {...at('explanation')}
        withAsterisk={false}
      />
      <NumberInput label={t('fields.points')} min={0} max={1000} maw={160} {...at('points')} />
    </Stack>
  )
}

function Options({ form, index, editable }: Place) {
  const { t } = useTranslation('assessments')
  const question = form.values.questions[index] as Extract<DraftQuestion, { options: unknown }>
  const path = `questions.${index}.options`
  const one = question.type === 'single_choice'
  const name = useId()
  const mark = (at: number, isCorrect: boolean) =>
    form.setFieldValue(
      path as never,
      question.options.map((option, i) => ({ ...option, isCorrect: i === at ? isCorrect : one ? false : option.isCorrect })) as never,
    )
  return (
    <Stack gap="xs" role="group" aria-label={t('editor.options')}>
      <Text size="sm" fw={500}>
        {t('editor.options')}{' '}
        <Text span c="dimmed">
          {t(one ? 'editor.optionsOne' : 'editor.optionsSeveral')}
        </Text>
      </Text>
      {question.options.map((option, at) => (
        <Group key={option.id ?? `new-${at}`} wrap="nowrap" gap="sm" align="center">
          {one ? (
            <Radio
              name={name}
              checked={option.isCorrect}
              onChange={() => mark(at, true)}
              aria-label={t('editor.isRight', { number: at + 1 })}
            />
          ) : (
            <Checkbox
              checked={option.isCorrect}
              onChange={(event) => mark(at, event.currentTarget.checked)}
              aria-label={t('editor.isRight', { number: at + 1 })}
            />
          )}
          <TextInput
            flex={1}
            aria-label={t('editor.option', { number: at + 1 })}
            placeholder={t('editor.option', { number: at + 1 })}
            {...form.getInputProps(`${path}.${at}.text` as never)}
          />
          {editable && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('editor.removeOption', { number: at + 1 })}
              onClick={() => form.removeListItem(path as never, at)}
            >
              <IconX size={18} stroke={1.6} aria-hidden />
            </ActionIcon>
          )}
        </Group>
      ))}
      {editable && question.options.length < 20 && (
        <Group>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={16} stroke={1.6} aria-hidden />}
            onClick={() => form.insertListItem(path as never, { text: '', isCorrect: false } as never)}
          >
            {t('editor.addOption')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function Truth({ form, index, editable }: Place) {
  const { t } = useTranslation('assessments')
  const question = form.values.questions[index] as Extract<DraftQuestion, { type: 'true_false' }>
  const label = useId()
  return (
    <Stack gap={6} align="flex-start">
      <Text size="sm" fw={500} id={label}>
        {t('editor.correct')}
      </Text>
      <SegmentedControl
        aria-labelledby={label}
        disabled={!editable}
        value={String(question.correct)}
        onChange={(value) => form.setFieldValue(`questions.${index}.correct` as never, (value === 'true') as never)}
        data={[
          { value: 'true', label: t('take.true') },
          { value: 'false', label: t('take.false') },
        ]}
      />
    </Stack>
  )
}

function Accepted({ form, index }: Place) {
  const { t } = useTranslation('assessments')
  const errors = Object.entries(form.errors).find(([key]) => key.startsWith(`questions.${index}.accept`))
  return (
    <TagsInput
      label={t('editor.accept')}
      description={t('editor.acceptHint')}
      splitChars={['\n', ';']}
      acceptValueOnBlur
      maxTags={50}
      {...form.getInputProps(`questions.${index}.accept` as never)}
      error={errors?.[1]}
    />
  )
}
