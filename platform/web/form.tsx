import { Button, Group, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import type { Endpoint, Input, Output, Problem } from '../contract.ts'
import type { Action, CallRun } from './data.ts'
import { issueWords } from './issues.ts'
import { LeaveQuestion } from './LeaveQuestion.tsx'
import { ProblemAlert } from './states.tsx'

export type ContractForm<Schema extends z.ZodType> = ReturnType<typeof useForm<z.input<Schema> & object>> & { schema: Schema }

/**
 * A form whose rules are the contract's: `const form = useContractForm(bookAppointment.body, { … })`, then
 * `<TextInput {...form.getInputProps('reason')} />`. An empty text counts as null or as left out where the schema allows it.
 */
export function useContractForm<Schema extends z.ZodType>(schema: Schema, initial: z.input<Schema> & object): ContractForm<Schema> {
  const form = useForm<z.input<Schema> & object>({
    initialValues: initial,
    validate: (values) => {
      const parsed = schema.safeParse(withoutBlanks(schema, values))
      return parsed.success ? {} : Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issueWords(issue)]))
    },
    enhanceGetInputProps: ({ inputProps, field, options, form: fields }) => {
      const part = fieldOf(schema, String(field))
      if (options.type === 'checkbox') return {}
      return {
        ...(inputProps.value === null ? { value: '' } : {}),
        // Who only passes through a field is told nothing: words that appear would push away what they are about to press.
        onBlur: () => {
          if (fields.isDirty(field)) fields.validateField(field)
        },
        withAsterisk: part !== undefined && !allows(part, undefined) && !allows(part, null),
      }
    },
  })
  return Object.assign(form, { schema }) as unknown as ContractForm<Schema>
}

type FormProps<Schema extends z.ZodType, E extends Endpoint> = {
  form: ContractForm<Schema>
  action: Action<E>
  /** What to send, from the checked values. */
  input: (values: z.input<Schema>) => Input<E>
  onDone?: (answer: Output<E>) => void
  /** Words of the button. */
  submit?: string
  /** It takes something away. */
  danger?: boolean
  /** Shows a second button. */
  onCancel?: () => void
  /** Words of the second button. */
  cancel?: string
  ifMatch?: number
  /** May be left without a question: nothing in it is worth keeping. */
  free?: boolean
  /** The button takes the whole width. */
  wide?: boolean
  children: ReactNode
}

/** The form on screen: problems in place, focus on the first field at fault, a question before unsaved input is lost. */
export function Form<Schema extends z.ZodType, E extends Endpoint>({
  form,
  action,
  input,
  onDone,
  submit,
  danger,
  onCancel,
  cancel,
  ifMatch,
  free,
  wide,
  children,
}: FormProps<Schema, E>) {
  const { t } = useTranslation()
  const saved = useRef(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const dirty = () => !free && form.isDirty() && !saved.current
  const focusOn = (path: string | undefined) => path !== undefined && form.getInputNode(path as never)?.focus()
  const send = async (values: z.input<Schema>) => {
    setProblem(null)
    const run = [input(withoutBlanks(form.schema, values)), { quiet: true, ...(ifMatch === undefined ? {} : { ifMatch }) }]
    const answer = await action.run(...(run as unknown as CallRun<E>))
    if (answer.ok) {
      saved.current = true
      form.resetDirty()
      onDone?.(answer.data)
      saved.current = false
      return
    }
    const errors = Object.fromEntries((answer.problem.errors ?? []).map(({ path, message }) => [path.replace(/^body\./, ''), message]))
    form.setErrors(errors)
    setProblem(answer.problem)
    focusOn(Object.keys(errors)[0])
  }
  return (
    <form noValidate onSubmit={form.onSubmit(send, (errors) => focusOn(Object.keys(errors)[0]))}>
      <Stack gap="md">
        {children}
        {/* Beside the button that was pressed: the top of a long form is out of sight. */}
        <ProblemAlert of={problem} />
        <Group justify="flex-end" gap="xs">
          {onCancel && (
            <Button variant="default" onClick={onCancel} disabled={action.running}>
              {cancel ?? t('form.cancel')}
            </Button>
          )}
          <Button type="submit" loading={action.running} fullWidth={wide ?? false} {...(danger ? { color: 'red' } : {})}>
            {submit ?? t('form.save')}
          </Button>
        </Group>
      </Stack>
      {!free && <LeaveQuestion when={dirty} />}
    </form>
  )
}

/** A form that is more, or less, than a contract's fields: what is wrong stands beside them in our words, not in a bubble of the browser's. */
export function PlainForm({ onSend, children }: { onSend: () => unknown; children: ReactNode }) {
  const send = (event: FormEvent) => {
    event.preventDefault()
    void onSend()
  }
  return (
    <form noValidate onSubmit={send}>
      {children}
    </form>
  )
}

const allows = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success

/** The schema of one field, by its path (`items.0.name`). */
export function fieldOf(schema: z.ZodType, path: string): z.ZodType | undefined {
  let part: z.ZodType | undefined = schema
  for (const key of path.split('.')) {
    while (part instanceof z.ZodNullable || part instanceof z.ZodOptional || part instanceof z.ZodDefault) part = part.unwrap() as z.ZodType
    part = part instanceof z.ZodObject ? part.shape[key] : part instanceof z.ZodArray ? (part.element as z.ZodType) : undefined
  }
  return part
}

/** Empty texts become null or are left out where only that is allowed. */
function withoutBlanks<Values>(schema: z.ZodType, values: Values): Values {
  if (!(schema instanceof z.ZodObject)) return values
  const filled = Object.entries(values as object).map(([key, value]) => {
    const part = schema.shape[key] as z.ZodType | undefined
    if (part instanceof z.ZodObject && value) return [key, withoutBlanks(part, value)]
    if (value !== '' || !part || allows(part, '')) return [key, value]
    return [key, allows(part, null) ? null : allows(part, undefined) ? undefined : '']
  })
  return Object.fromEntries(filled) as Values
}
