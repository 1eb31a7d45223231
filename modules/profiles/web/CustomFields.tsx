import { Button, Group, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { IconForms } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '#platform/contract.ts'
import { Card } from '#platform/web/Card.tsx'
import { useAction } from '#platform/web/data.ts'
import { PlainForm } from '#platform/web/form.tsx'
import { LeaveQuestion } from '#platform/web/LeaveQuestion.tsx'
import { ProblemAlert } from '#platform/web/states.tsx'
import { type CustomField, myProfile, type OwnProfile, personProfile, setFieldsOf, setMyFields } from '../contract.ts'

type Values = Record<string, string | number | null>
const listed = (values: Values) => Object.entries(values).map(([key, value]) => ({ key, value }))
type Answer = { ok: true } | { ok: false; problem: Problem }

/** The organisation's own fields: their rules come with them, so the server checks them. */
function FieldsForm({
  fields,
  running,
  save,
}: {
  fields: readonly CustomField[]
  running: boolean
  save: (values: Values) => Promise<Answer>
}) {
  const { t } = useTranslation()
  const [values, setValues] = useState<Values>(Object.fromEntries(fields.map((field) => [field.key, field.value])))
  const [problem, setProblem] = useState<Problem | null>(null)
  const [dirty, setDirty] = useState(false)
  const faults = new Map(problem?.errors?.map(({ path, message }) => [path.replace(/^.*values\./, ''), message]))
  const send = async () => {
    const answer = await save(values)
    setProblem(answer.ok ? null : answer.problem)
    if (answer.ok) setDirty(false)
  }
  const put = (key: string, value: string | number | null) => {
    setDirty(true)
    setValues((all) => ({ ...all, [key]: value === '' ? null : value }))
  }
  return (
    <PlainForm onSend={send}>
      <Stack gap="sm">
        <ProblemAlert of={problem} />
        {fields.map(({ key, label, type, choices, isRequired }) => {
          const common = { label, withAsterisk: isRequired, error: faults.get(key) }
          const value = values[key] ?? null
          if (type === 'number') return <NumberInput key={key} {...common} value={value ?? ''} onChange={(next) => put(key, next)} />
          if (type === 'choice')
            return (
              <Select
                key={key}
                {...common}
                data={choices}
                clearable={!isRequired}
                value={value as string | null}
                onChange={(next) => put(key, next)}
              />
            )
          return (
            <TextInput
              key={key}
              {...common}
              type={type === 'date' ? 'date' : 'text'}
              value={value ?? ''}
              onChange={(event) => put(key, event.currentTarget.value)}
            />
          )
        })}
        <Group justify="flex-end">
          <Button type="submit" loading={running}>
            {t('form.save')}
          </Button>
        </Group>
      </Stack>
      <LeaveQuestion when={() => dirty} />
    </PlainForm>
  )
}

/** Those of one's own profile; nothing where the organisation added none. */
export function MyFields({ profile }: { profile: OwnProfile }) {
  const { t } = useTranslation('profiles')
  const save = useAction(setMyFields, { invalidates: [myProfile], success: t('profile.saved') })
  if (profile.customFields.length === 0) return null
  return (
    <Card title={t('fields.mine')} icon={IconForms}>
      <FieldsForm
        fields={profile.customFields}
        running={save.running}
        save={(values) => save.run({ body: { values: listed(values) } }, { quiet: true })}
      />
    </Card>
  )
}

/** Those of somebody else, for HR to fill in. */
export function FieldsOf({ userId, fields }: { userId: string; fields: readonly CustomField[] }) {
  const { t } = useTranslation('profiles')
  const save = useAction(setFieldsOf, { invalidates: [personProfile], success: t('profile.saved') })
  return (
    <FieldsForm
      fields={fields}
      running={save.running}
      save={(values) => save.run({ params: { id: userId }, body: { values: listed(values) } }, { quiet: true })}
    />
  )
}
