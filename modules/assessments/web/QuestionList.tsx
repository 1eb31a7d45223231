import { Accordion, ActionIcon, Button, Group, Menu, Stack, Text } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContractForm } from '#platform/web/form.tsx'
import { type DraftQuestion, type QuizDraft, questionTypes } from '../contract.ts'
import { QuestionEditor } from './QuestionEditor.tsx'

type Form = ContractForm<typeof QuizDraft>
type Kind = DraftQuestion['type']

/** The questions of a quiz: opened one by one, moved by buttons, new ones at the end. */
export function QuestionList({ form, editable }: { form: Form; editable: boolean }) {
  const { t } = useTranslation('assessments')
  const [open, setOpen] = useState<string[]>([])
  const { questions } = form.values
  const faulty = questions.flatMap((_, index) =>
    Object.keys(form.errors).some((path) => path.startsWith(`questions.${index}.`)) ? [String(index)] : [],
  )
  const add = (type: Kind) => {
    form.insertListItem('questions', fresh(type))
    setOpen([String(questions.length)])
  }
  const move = (from: number, to: number) => {
    form.reorderListItem('questions', { from, to })
    setOpen((before) => before.map((key) => (key === String(from) ? String(to) : key === String(to) ? String(from) : key)))
  }
  const drop = (index: number) => {
    form.removeListItem('questions', index)
    setOpen([])
  }
  return (
    <Stack gap="md">
      {questions.length === 0 && <Text c="dimmed">{t('editor.noQuestions')}</Text>}
      <Accordion multiple variant="separated" value={[...new Set([...open, ...faulty])]} onChange={setOpen} order={4}>
        {questions.map((question, index) => (
          <Accordion.Item key={question.id ?? `new-${index}`} value={String(index)}>
            <Accordion.Control>
              <Text component="span" fw={600} lineClamp={2}>
                {index + 1}. {question.text || t('editor.untitled')}
              </Text>
              <Text component="span" size="sm" c="dimmed" display="block">
                {t(`kinds.${question.type}`)} · {t('take.worth', { count: Number(question.points) || 0 })}
              </Text>
            </Accordion.Control>
            <Accordion.Panel>
              {editable && (
                <Group gap="xs" justify="flex-end" mb="xs">
                  <ActionIcon
                    variant="default"
                    size="lg"
                    disabled={index === 0}
                    aria-label={t('editor.up', { number: index + 1 })}
                    onClick={() => move(index, index - 1)}
                  >
                    <IconArrowUp size={18} stroke={1.6} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    variant="default"
                    size="lg"
                    disabled={index === questions.length - 1}
                    aria-label={t('editor.down', { number: index + 1 })}
                    onClick={() => move(index, index + 1)}
                  >
                    <IconArrowDown size={18} stroke={1.6} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    variant="light"
                    color="red"
                    size="lg"
                    aria-label={t('editor.delete', { number: index + 1 })}
                    onClick={() => drop(index)}
                  >
                    <IconTrash size={18} stroke={1.6} aria-hidden />
                  </ActionIcon>
                </Group>
              )}
              <Fixed unless={editable}>
                <QuestionEditor form={form} index={index} editable={editable} />
              </Fixed>
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      {editable && (
        <Group>
          <Menu position="bottom-start">
            <Menu.Target>
              <Button variant="default" leftSection={<IconPlus size={18} stroke={1.6} aria-hidden />}>
                {t('editor.add')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {questionTypes.map((type) => (
                <Menu.Item key={type} onClick={() => add(type)}>
                  {t(`kinds.${type}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </Group>
      )}
    </Stack>
  )
}

/** Fields to read only; what opens and closes around them stays in use. */
export function Fixed({ unless, children }: { unless: boolean; children: ReactNode }) {
  return (
    <fieldset disabled={!unless} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
      {children}
    </fieldset>
  )
}

/** A new question of a kind, with what it needs at least. */
function fresh(type: Kind): DraftQuestion {
  const asked = { text: '', points: 1, explanation: '' }
  const options = [
    { text: '', isCorrect: true },
    { text: '', isCorrect: false },
  ]
  switch (type) {
    case 'true_false':
      return { ...asked, type, correct: true }
    case 'short_text':
      return { ...asked, type, accept: [] }
    case 'numeric':
      return { ...asked, type, value: 0, tolerance: 0 }
    default:
      return { ...asked, type, options }
  }
}
