import { Button, Checkbox, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import '@mantine/dates/styles.layer.css'
import { useDisclosure } from '@mantine/hooks'
import { IconIdBadge2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { listDepartments } from '#modules/directory/contract.ts'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useAll, useLookup } from '#platform/web/data.ts'
import { DateTime, useCalendar } from '#platform/web/dates.tsx'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Loading } from '#platform/web/states.tsx'
import { addAssignment, type Employment, listAssignments, personEmployment } from '../contract.ts'
import { AddRecord } from './AddRecord.tsx'
import { EmploymentFacts } from './Facts.tsx'
import { ChangeRecord, PersonalRecord } from './Record.tsx'

/** What somebody does and where, with the log of it; nothing for who may not know. */
export default function PersonEmployment({ userId }: { userId: string }) {
  const { t } = useTranslation('employees')
  const { data, isLoading } = useLookup(personEmployment, { params: { id: userId } }, { live: ['employees'] })
  const { data: log } = useLookup(listAssignments, { params: { id: userId }, query: { limit: 20 } }, { live: ['employees'] })
  const [opened, { open, close }] = useDisclosure()
  const writes = useCan()('employees:write')
  if (!data) return isLoading ? <Loading rows={2} /> : null
  const { employment } = data
  if (!employment) return writes ? <AddRecord userId={userId} /> : null
  const { employeeNumber, employmentStatus: status, may } = employment
  return (
    <Card title={t('employment.heading')} icon={IconIdBadge2}>
      <Stack>
        <EmploymentFacts of={employment} />
        {log && log.items.length > 1 && (
          <div>
            <Text fw={600} size="sm" mb={4}>
              {t('employment.history')}
            </Text>
            <Stack component="ol" gap={4} m={0} p={0} style={{ listStyle: 'none' }}>
              {log.items.map((row) => (
                <Text component="li" size="sm" key={row.id}>
                  <DateTime at={row.effectiveAt} look="date" />{' '}
                  {row.ended ? t('employment.left') : [row.jobTitle, row.departmentName].filter(Boolean).join(', ')}
                </Text>
              ))}
            </Stack>
          </div>
        )}
        {may.move && (
          <Group gap="xs">
            <Button variant="default" size="sm" onClick={open}>
              {t('employment.move')}
            </Button>
            <ChangeRecord of={employment} values={{ employeeNumber, ...(status === 'terminated' ? {} : { employmentStatus: status }) }} />
          </Group>
        )}
        {may.readPersonal && <PersonalRecord of={employment} />}
      </Stack>
      <Modal opened={opened} onClose={close} title={t('employment.move')}>
        <Move of={employment} onDone={close} />
      </Modal>
    </Card>
  )
}

function Move({ of, onDone }: { of: Employment; onDone: () => void }) {
  const { t } = useTranslation('employees')
  const calendar = useCalendar()
  const departments = useAll(listDepartments, {})
  const form = useContractForm(addAssignment.body, {
    departmentId: of.departmentId,
    jobTitle: of.jobTitle,
    effectiveOn: '',
    ended: false,
  })
  const move = useAction(addAssignment, { success: t('employment.moved') })
  const { ended } = form.values
  return (
    <Form
      form={form}
      action={move}
      input={(body) => ({ params: { id: of.userId }, body })}
      submit={t('employment.move')}
      onDone={onDone}
      onCancel={onDone}
      free
    >
      <Text size="sm" c="dimmed">
        {t('employment.moveHint')}
      </Text>
      <DatePickerInput
        {...calendar}
        label={t('employment.effectiveOn')}
        valueFormat="D MMM YYYY"
        withAsterisk
        {...form.getInputProps('effectiveOn')}
      />
      {!ended && (
        <>
          <TextInput label={t('employment.job')} {...form.getInputProps('jobTitle')} />
          <Select
            label={t('employment.department')}
            data={departments.map(({ id, name }) => ({ value: id, label: name }))}
            searchable
            clearable
            {...form.getInputProps('departmentId')}
            value={form.values.departmentId}
          />
        </>
      )}
      <Checkbox label={t('employment.ended')} {...form.getInputProps('ended', { type: 'checkbox' })} />
    </Form>
  )
}
