import { Checkbox, Group, NumberInput, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer, Attempt } from '../contract.ts'

type Question = Attempt['questions'][number]
type Asked = {
  question: Question
  number: number
  total: number
  answer: Answer | null
  disabled: boolean
  onAnswer: (answer: Answer | null) => void
}

/** One question with the controls that its kind needs. */
export function QuestionInput({ question, number, total, ...given }: Asked) {
  const { t } = useTranslation('assessments')
  const hint = question.type === 'single_choice' ? 'take.chooseOne' : question.type === 'multiple_choice' ? 'take.chooseSeveral' : null
  const heading = (
    <Stack gap={4} mb="md" component="span">
      <Group component="span" justify="space-between" gap="xs">
        <Text component="span" size="sm" c="dimmed">
          {t('take.legend', { number, total })}
        </Text>
        <Text component="span" size="sm" c="dimmed">
          {t('take.worth', { count: question.points })}
        </Text>
      </Group>
      <Text component="span" fw={600} style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
        {question.text}
      </Text>
      {hint && (
        <Text component="span" size="sm" c="dimmed">
          {t(hint)}
        </Text>
      )}
    </Stack>
  )
  const id = `question-${question.id}`
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }} disabled={given.disabled}>
      <legend id={id} style={{ display: 'block', width: '100%', padding: 0 }}>
        {heading}
      </legend>
      <Control question={question} labelledBy={id} {...given} />
    </fieldset>
  )
}

function Control({ question, labelledBy, answer, onAnswer }: Omit<Asked, 'number' | 'total'> & { labelledBy: string }) {
  const { t } = useTranslation('assessments')
  const chosen = answer && 'options' in answer ? answer.options : []
  switch (question.type) {
    case 'single_choice':
      return (
        <Radio.Group aria-labelledby={labelledBy} value={chosen[0] ?? null} onChange={(id) => onAnswer({ options: [id] })}>
          <Stack gap="sm">
            {question.options.map(({ id, text }) => (
              <Radio key={id} value={id} label={text} />
            ))}
          </Stack>
        </Radio.Group>
      )
    case 'multiple_choice':
      return (
        <Checkbox.Group aria-labelledby={labelledBy} value={chosen} onChange={(ids) => onAnswer(ids.length ? { options: ids } : null)}>
          <Stack gap="sm">
            {question.options.map(({ id, text }) => (
              <Checkbox key={id} value={id} label={text} />
            ))}
          </Stack>
        </Checkbox.Group>
      )
    case 'true_false':
      return (
        <Radio.Group
          aria-labelledby={labelledBy}
          value={answer && 'value' in answer ? String(answer.value) : null}
          onChange={(value) => onAnswer({ value: value === 'true' })}
        >
          <Stack gap="sm">
            <Radio value="true" label={t('take.true')} />
            <Radio value="false" label={t('take.false')} />
          </Stack>
        </Radio.Group>
      )
    case 'short_text':
      return <Words label={t('take.words')} describedBy={labelledBy} answer={answer} onAnswer={onAnswer} />
    case 'numeric':
      return <Figure label={t('take.number')} describedBy={labelledBy} answer={answer} onAnswer={onAnswer} />
  }
}

type Typed = { label: string; describedBy: string; answer: Answer | null; onAnswer: (answer: Answer | null) => void }
const pause = { delay: 400, flushOnUnmount: true }

function Words({ label, describedBy, answer, onAnswer }: Typed) {
  const [text, setText] = useState(answer && 'text' in answer ? answer.text : '')
  const send = useDebouncedCallback((typed: string) => onAnswer(typed.trim() ? { text: typed } : null), pause)
  const type = (typed: string) => {
    setText(typed)
    send(typed)
  }
  return (
    <TextInput
      label={label}
      aria-describedby={describedBy}
      maxLength={500}
      autoComplete="off"
      maw={420}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={() => send.flush()}
    />
  )
}

function Figure({ label, describedBy, answer, onAnswer }: Typed) {
  const [value, setValue] = useState<number | string>(answer && 'number' in answer ? answer.number : '')
  const send = useDebouncedCallback((typed: number | string) => onAnswer(typeof typed === 'number' ? { number: typed } : null), pause)
  const type = (typed: number | string) => {
    setValue(typed)
    send(typed)
  }
  return (
    <NumberInput
      label={label}
      aria-describedby={describedBy}
      maw={240}
      hideControls
      inputMode="decimal"
      allowedDecimalSeparators={['.', ',']}
      value={value}
      onChange={type}
      onBlur={() => send.flush()}
    />
  )
}
