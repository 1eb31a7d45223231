import { Button, Group, Modal, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconLock } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import type { Input } from '#platform/contract.ts'
import { useAction, useData } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { Facts } from '#platform/web/Facts.tsx'
import { FieldInput } from '#platform/web/FieldInput.tsx'
import { Form, PlainForm, useContractForm } from '#platform/web/form.tsx'
import { changeEmployee, type Employment, personalRecord, personEmployment } from '../contract.ts'

const Reason = personalRecord.query.shape.reason
const contact = ['phoneNumber', 'address', 'postcode', 'emergencyContactName', 'emergencyContactPhone'] as const
const personal = ['title', 'dateOfBirth', 'gender', ...contact] as const
type Values = NonNullable<Input<typeof changeEmployee>['body']>

/** A button that opens some fields of a record. */
export function ChangeRecord({ of, values }: { of: Employment; values: Values }) {
  const { t } = useTranslation('employees')
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <Button variant="default" size="sm" onClick={open}>
        {t('employment.change')}
      </Button>
      <Modal opened={opened} onClose={close} title={t('employment.change')}>
        <Fields of={of} values={values} onDone={close} />
      </Modal>
    </>
  )
}

function Fields({ of, values, onDone }: { of: Employment; values: Values; onDone: () => void }) {
  const { t } = useTranslation('employees')
  const form = useContractForm(changeEmployee.body, values)
  const save = useAction(changeEmployee, { invalidates: [personEmployment, personalRecord], success: t('employment.changed') })
  const input = (body: Values) => ({ params: { id: of.userId }, body })
  return (
    <Form form={form} action={save} input={input} ifMatch={of.version} onDone={onDone} onCancel={onDone}>
      {Object.keys(values).map((name) => (
        <FieldInput key={name} form={form as never} name={name} words="employees:employment" />
      ))}
    </Form>
  )
}

/** What is personal in a record, for personnel: after they have said why, which is kept. */
export function PersonalRecord({ of }: { of: Employment }) {
  const { t } = useTranslation('employees')
  const [reason, setReason] = useState('')
  const [given, setGiven] = useState<string | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  if (given) return <Shown of={of} reason={given} />
  const look = () => {
    const parsed = Reason.safeParse(reason)
    if (parsed.success) setGiven(parsed.data)
    else setFault(z.flattenError(parsed.error).formErrors[0] ?? null)
  }
  return (
    <PlainForm onSend={look}>
      <Text fw={600} mb={4}>
        {t('employment.personal')}
      </Text>
      <Group align="flex-end" gap="xs">
        <TextInput
          flex="1 1 16rem"
          label={t('employment.reason')}
          description={t('employment.reasonHint')}
          value={reason}
          error={fault}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" leftSection={<IconLock size={16} stroke={1.6} />}>
          {t('employment.show')}
        </Button>
      </Group>
    </PlainForm>
  )
}

function Shown({ of, reason }: { of: Employment; reason: string }) {
  const { t } = useTranslation('employees')
  const dates = useDates()
  const { data } = useData(personalRecord, { params: { id: of.userId }, query: { reason } })
  const said = (name: (typeof personal)[number]) => {
    if (name === 'gender') return data.gender && t(`employment.values.gender.${data.gender}`)
    return name === 'dateOfBirth' && data.dateOfBirth ? dates.day(data.dateOfBirth) : data[name]
  }
  return (
    <>
      <Text fw={600}>{t('employment.personal')}</Text>
      <Facts of={personal.map((name) => [t(`employment.fields.${name}`), said(name) ?? t('employment.none')] as const)} />
      {of.may.change && (
        <Group>
          <ChangeRecord of={of} values={Object.fromEntries(personal.map((name) => [name, data[name]]))} />
        </Group>
      )}
    </>
  )
}
