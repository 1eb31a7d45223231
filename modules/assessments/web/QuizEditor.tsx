import { Button, Group, NumberInput, Select, SimpleGrid, Stack, Switch, Text, Textarea, TextInput, Title } from '@mantine/core'
import { IconPencilPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { ButtonLink } from '#platform/web/links.tsx'
import type { SlotProps } from '#platform/web/slots.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { type AuthoredQuiz, getQuizDraft, putQuizDraft, QuizDraft, QuizType, Reveal, removeQuizDraft } from '../contract.ts'
import { Fixed, QuestionList } from './QuestionList.tsx'

const blank: QuizDraft = {
  title: 'Quiz',
  description: '',
  type: 'quiz',
  passingPercent: 80,
  durationMins: null,
  maxAttempts: 3,
  shuffle: true,
  reveal: 'submitted',
  questions: [],
}
const draftOf = ({ id: _, unitId, maxScore, version, may, ...draft }: AuthoredQuiz): QuizDraft => draft

/** The quiz of a unit in the course editor. */
export default function QuizEditor({ unitId, mayEdit }: SlotProps<'courseEditorUnit'>) {
  const { t } = useTranslation('assessments')
  const {
    data: { quiz },
  } = useData(getQuizDraft, { params: { unitId } })
  const [writing, setWriting] = useState(false)
  const editable = mayEdit && (quiz?.may.change ?? true)
  if (!quiz && !(writing && editable))
    return (
      <EmptyState
        icon={IconPencilPlus}
        title={t('editor.none')}
        hint={t('editor.noneHint')}
        action={editable && <Button onClick={() => setWriting(true)}>{t('editor.write')}</Button>}
      />
    )
  return <Editor key={unitId} unitId={unitId} quiz={quiz} editable={editable} onRemoved={() => setWriting(false)} />
}

type Edited = { unitId: string; quiz: AuthoredQuiz | null; editable: boolean; onRemoved: () => void }
function Editor({ unitId, quiz, editable, onRemoved }: Edited) {
  const { t } = useTranslation('assessments')
  const form = useContractForm(QuizDraft, quiz ? draftOf(quiz) : blank)
  const save = useAction(putQuizDraft, { invalidates: [getQuizDraft, 'courses'], success: t('editor.saved') })
  const remove = useAction(removeQuizDraft, { invalidates: [getQuizDraft, 'courses'], success: t('editor.removed') })
  const { questions, passingPercent } = form.values
  const points = questions.reduce((sum, question) => sum + (Number(question.points) || 0), 0)
  const saved = (stored: AuthoredQuiz) => {
    form.setValues(draftOf(stored) as never)
    form.resetDirty(draftOf(stored) as never)
  }
  const removed = async () => {
    const answer = await remove.run({ params: { unitId } })
    if (answer.ok) onRemoved()
  }
  const fields = (
    <Stack gap="md">
      <Fixed unless={editable}>
        <Rules form={form} />
      </Fixed>
      <Title order={3} size="h4">
        {t('editor.questions')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('editor.total', { count: points, needed: Math.ceil(((passingPercent || 0) * points) / 100) })}
      </Text>
      <QuestionList form={form} editable={editable} />
    </Stack>
  )
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={2} size="h4">
          {t('editor.title')}
        </Title>
        <Group gap="xs">
          {quiz && !editable && (
            <ButtonLink to="/quizzes/$id/attempts" params={{ id: quiz.id }} variant="default" size="sm">
              {t('editor.attempts')}
            </ButtonLink>
          )}
          {quiz && editable && (
            <ConfirmButton size="sm" question={t('editor.removeQuestion')} onConfirm={removed}>
              {t('editor.remove')}
            </ConfirmButton>
          )}
        </Group>
      </Group>
      {editable ? (
        <Form
          form={form}
          action={save}
          input={(body) => ({ params: { unitId }, body })}
          submit={t('editor.save')}
          onDone={saved}
          {...(quiz ? { ifMatch: quiz.version } : {})}
        >
          {fields}
        </Form>
      ) : (
        <>
          <Text c="dimmed">{t('editor.fixed')}</Text>
          {fields}
        </>
      )}
    </Stack>
  )
}

function Rules({ form }: { form: ReturnType<typeof useContractForm<typeof QuizDraft>> }) {
  const { t } = useTranslation('assessments')
  return (
    <Stack gap="md">
      <TextInput label={t('fields.title')} {...form.getInputProps('title')} />
      <Textarea label={t('fields.description')} autosize minRows={2} {...form.getInputProps('description')} withAsterisk={false} />
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <NumberInput label={t('fields.passingPercent')} min={0} max={100} suffix=" %" {...form.getInputProps('passingPercent')} />
        <NumberInput
          label={t('fields.durationMins')}
          description={t('fields.durationHint')}
          min={1}
          {...form.getInputProps('durationMins')}
        />
        <NumberInput
          label={t('fields.maxAttempts')}
          description={t('fields.maxAttemptsHint')}
          min={1}
          {...form.getInputProps('maxAttempts')}
        />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={t('fields.type')}
          data={QuizType.options.map((value) => ({ value, label: t(`types.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('type')}
        />
        <Select
          label={t('fields.reveal')}
          data={Reveal.options.map((value) => ({ value, label: t(`reveals.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('reveal')}
        />
      </SimpleGrid>
      <Switch label={t('fields.shuffle')} {...form.getInputProps('shuffle', { type: 'checkbox' })} />
    </Stack>
  )
}
