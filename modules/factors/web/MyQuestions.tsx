import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconHelpCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { questionCount, SecurityQuestion } from '#modules/auth/contract.ts'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { mySecurityQuestions, removeSecurityQuestions, setSecurityQuestions } from '../contract.ts'

const places = Array.from({ length: questionCount }, (_, i) => i)

/** What a new password by a link asks me besides; nothing where the organisation does not want it. */
export default function MyQuestions() {
  const { t } = useTranslation('factors')
  const { t: asked } = useTranslation('auth')
  const { data } = useData(mySecurityQuestions, {}, { live: ['auth', 'tenancy'] })
  const [choosing, setChoosing] = useState(false)
  const remove = useAction(removeSecurityQuestions, { invalidates: [mySecurityQuestions], success: t('questions.removed') })
  if (!data.isOn) return null
  const { chosen } = data
  return (
    <Card title={t('questions.title')} icon={IconHelpCircle}>
      <Stack>
        <Text c="dimmed">{t('questions.hint')}</Text>
        {chosen.length > 0 && (
          <Stack component="ul" gap={4} m={0} pl="md">
            {chosen.map((question) => (
              <li key={question}>{asked(`questions.of.${question}`)}</li>
            ))}
          </Stack>
        )}
        <Group gap="xs">
          <Button variant="light" onClick={() => setChoosing(true)}>
            {chosen.length > 0 ? t('questions.change') : t('questions.choose')}
          </Button>
          {chosen.length > 0 && (
            <ConfirmButton
              variant="subtle"
              question={t('questions.removeQuestion')}
              hint={t('questions.removeHint')}
              onConfirm={() => remove.run()}
            >
              {t('questions.remove')}
            </ConfirmButton>
          )}
        </Group>
      </Stack>
      <Modal opened={choosing} onClose={() => setChoosing(false)} title={t('questions.title')} centered>
        <Choose onDone={() => setChoosing(false)} />
      </Modal>
    </Card>
  )
}

function Choose({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('factors')
  const { t: asked } = useTranslation('auth')
  const offered = SecurityQuestion.options
  const form = useContractForm(setSecurityQuestions.body, {
    answers: places.map((i) => ({ question: offered[i] as SecurityQuestion, answer: '' })),
  })
  const set = useAction(setSecurityQuestions, { invalidates: [mySecurityQuestions], success: t('questions.saved') })
  return (
    <Form form={form} action={set} input={(body) => ({ body })} onDone={onDone}>
      <Text>{t('questions.advice')}</Text>
      {places.map((i) => (
        <Stack key={i} gap="xs">
          <Select
            label={t('questions.question', { number: i + 1 })}
            data={offered.map((value) => ({ value, label: asked(`questions.of.${value}`) }))}
            allowDeselect={false}
            {...form.getInputProps(`answers.${i}.question`)}
          />
          <TextInput label={t('questions.answer', { number: i + 1 })} autoComplete="off" {...form.getInputProps(`answers.${i}.answer`)} />
        </Stack>
      ))}
      {typeof form.errors.answers === 'string' && (
        <Text c="red" size="sm" role="alert">
          {form.errors.answers}
        </Text>
      )}
    </Form>
  )
}
