import { Paper, Switch } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { Page } from '#platform/web/Page.tsx'
import { addPerson, listPeople } from '../contract.ts'
import { PersonFields } from './PersonFields.tsx'

export default function NewPerson() {
  const { t } = useTranslation('directory')
  const navigate = useNavigate()
  const form = useContractForm(addPerson.body, {
    ...{ firstName: '', middleName: '', lastName: '', email: '', phone: '', employeeNumber: '' },
    ...{ userType: 'employee' as const, departmentId: null, organizationId: null, username: '', locale: '', timeZone: '', invite: true },
  })
  const add = useAction(addPerson, { invalidates: [listPeople], success: ({ name }) => t('form.added', { name }) })
  return (
    <Page crumbs={[{ label: t('pages.people'), to: '/people' }]}>
      <Paper withBorder p="lg" maw={760}>
        <Form
          form={form}
          action={add}
          input={(body) => ({ body })}
          submit={t('form.add')}
          onDone={(person) => void navigate({ to: '/people/$id', params: { id: person.id } })}
        >
          <PersonFields form={form} />
          <Switch label={t('form.invite')} {...form.getInputProps('invite', { type: 'checkbox' })} />
        </Form>
      </Paper>
    </Page>
  )
}
