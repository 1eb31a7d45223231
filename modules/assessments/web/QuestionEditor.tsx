import { NumberInput, SegmentedControl, SimpleGrid, Stack, TagsInput, Text, Textarea } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { DraftQuestion } from '../contract.ts'
import { OptionsEditor, type Place } from './OptionsEditor.tsx'

/** The fields of one question; which, follows from its kind. */
export function QuestionEditor({ form, index, editable }: Place) {
  const { t } = useTranslation('assessments')
  const question = form.values.questions[index] as DraftQuestion
  const at = (field: string) => form.getInputProps(`questions.${index}.${field}` as never)
  return (
    <Stack gap="md">
      <Textarea label={t('fields.text')} autosize minRows={2} {...at('text')} />
      {'options' in question && <OptionsEditor form={form} index={index} editable={editable} />}
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
