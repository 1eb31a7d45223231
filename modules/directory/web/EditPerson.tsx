import { Paper } from '@mantine/core'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAction, useData } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { Page } from '#platform/web/Page.tsx'
import { changePerson, listPeople, type Person, readPerson } from '../contract.ts'
import { PersonFields } from './PersonFields.tsx'

const route = getRouteApi('/people/$id/edit')

export default function EditPerson() {
  const { t } = useTranslation('directory')
  const { id } = route.useParams()
  const { data: person } = useData(readPerson, { params: { id } })
  const crumbs = [
    { label: t('pages.people'), to: '/people' as const },
    { label: person.name, to: '/people/$id' as const, params: { id } },
  ]
  return (
    <Page crumbs={crumbs}>
      <Paper withBorder p="lg" maw={760}>
        <Fields key={person.version} person={person} />
      </Paper>
    </Page>
  )
}

function Fields({ person }: { person: Person }) {
  const { t } = useTranslation('directory')
  const navigate = useNavigate()
  const { id, firstName, middleName, lastName, email, phone, employeeNumber, userType, locale, timeZone } = person
  const form = useContractForm(changePerson.body, {
    ...{ firstName, middleName, lastName, email, phone, employeeNumber, userType, locale, timeZone },
    ...{
      username: person.username === email ? '' : (person.username ?? ''),
      departmentId: person.department?.id ?? null,
      organizationId: person.organization?.id ?? null,
    },
  })
  const save = useAction(changePerson, { invalidates: [listPeople, readPerson], success: t('form.changed') })
  const back = () => void navigate({ to: '/people/$id', params: { id } })
  return (
    <Form form={form} action={save} input={(body) => ({ params: { id }, body })} ifMatch={person.version} onDone={back} onCancel={back}>
      <PersonFields form={form} />
    </Form>
  )
}
