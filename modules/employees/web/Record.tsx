import { Button, Group, Modal, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Input } from '#platform/contract.ts'
import { AskReason } from '#platform/web/AskReason.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { Facts } from '#platform/web/Facts.tsx'
import { FieldInput } from '#platform/web/FieldInput.tsx'
import { Form, useContractForm } from '#platform/web/form.tsx'
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
  const words = { label: t('employment.reason'), hint: t('employment.reasonHint'), show: t('employment.show') }
  const frame = (question: ReactNode) => (
    <div>
      <Text fw={600} mb={4}>
        {t('employment.personal')}
      </Text>
      {question}
    </div>
  )
  return (
    <AskReason of={Reason} words={words} frame={frame}>
      {(reason) => <Shown of={of} reason={reason} />}
    </AskReason>
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
