import { Button, Group, Modal, Select, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconIdBadge2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { listDepartments, type Person, readPerson } from '#modules/directory/contract.ts'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useAll, useLookup } from '#platform/web/data.ts'
import { FieldInput } from '#platform/web/FieldInput.tsx'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { addEmployee, personEmployment } from '../contract.ts'

/** Of somebody without an employment record: what is missing by that, and the way to add one. */
export function AddRecord({ userId }: { userId: string }) {
  const { t } = useTranslation('employees')
  const [opened, { open, close }] = useDisclosure()
  const { data: person } = useLookup(readPerson, { params: { id: userId } })
  return (
    <Card title={t('employment.heading')} icon={IconIdBadge2}>
      <Text c="dimmed" mb="md">
        {t('employment.missing')}
      </Text>
      <Group>
        <Button variant="default" size="sm" onClick={open}>
          {t('employment.add')}
        </Button>
      </Group>
      <Modal opened={opened} onClose={close} title={t('employment.add')}>
        {person && <Fields person={person} onDone={close} />}
      </Modal>
    </Card>
  )
}

function Fields({ person, onDone }: { person: Person; onDone: () => void }) {
  const { t } = useTranslation('employees')
  const departments = useAll(listDepartments, {})
  const form = useContractForm(addEmployee.body.omit({ userId: true }), {
    employeeNumber: person.employeeNumber ?? '',
    departmentId: person.department?.id ?? null,
    jobTitle: null,
    startDate: null,
  })
  const add = useAction(addEmployee, { invalidates: [personEmployment, 'employees', 'directory'], success: t('employment.added') })
  const field = (name: string) => <FieldInput form={form as never} name={name} words="employees:employment" />
  const input = (body: typeof form.values) => ({ body: { ...body, userId: person.id } })
  return (
    <Form form={form} action={add} input={input} submit={t('employment.add')} onDone={onDone} onCancel={onDone}>
      {field('employeeNumber')}
      <Select
        label={t('employment.department')}
        data={departments.map(({ id, name }) => ({ value: id, label: name }))}
        searchable
        clearable
        {...form.getInputProps('departmentId')}
        value={form.values.departmentId}
      />
      {field('jobTitle')}
      {field('startDate')}
    </Form>
  )
}
