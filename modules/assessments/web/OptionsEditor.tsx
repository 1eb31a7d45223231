import { ActionIcon, Button, Checkbox, Group, Radio, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContractForm } from '#platform/web/form.tsx'
import type { DraftQuestion, QuizDraft } from '../contract.ts'

export type Place = { form: ContractForm<typeof QuizDraft>; index: number; editable: boolean }

export function OptionsEditor({ form, index, editable }: Place) {
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
