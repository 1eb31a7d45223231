import { SimpleGrid, Stack, Text } from '@mantine/core'
import { IconIdBadge2, IconPhone } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Output } from '#platform/contract.ts'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { FieldInput } from '#platform/web/FieldInput.tsx'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { ContactBody, changeMyContact, myEmployment } from '../contract.ts'
import { EmploymentFacts } from './Facts.tsx'

export default function MyEmployment() {
  const { t } = useTranslation('employees')
  const {
    data: { employment },
  } = useData(myEmployment, {}, { live: ['employees'] })
  if (!employment)
    return (
      <Page>
        <EmptyState icon={IconIdBadge2} title={t('employment.noRecord')} hint={t('employment.noRecordHint')} />
      </Page>
    )
  return (
    <Page>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <Card title={t('employment.heading')} icon={IconIdBadge2}>
          <Stack>
            <EmploymentFacts of={employment} />
            <Text size="sm" c="dimmed">
              {t('employment.recordHint')}
            </Text>
          </Stack>
        </Card>
        <Card title={t('employment.contact')} icon={IconPhone}>
          <Contact key={employment.version} record={employment} />
        </Card>
      </SimpleGrid>
    </Page>
  )
}

type Own = NonNullable<Output<typeof myEmployment>['employment']>
const names = ['phoneNumber', 'address', 'postcode', 'emergencyContactName', 'emergencyContactPhone'] as const

function Contact({ record }: { record: Own }) {
  const { t } = useTranslation('employees')
  const form = useContractForm(ContactBody, Object.fromEntries(names.map((name) => [name, record[name]])))
  const save = useAction(changeMyContact, { invalidates: [myEmployment], success: t('employment.saved') })
  return (
    <Form form={form} action={save} input={(body) => ({ body })} ifMatch={record.version} submit={t('employment.save')}>
      <Text size="sm" c="dimmed">
        {t('employment.contactHint')}
      </Text>
      {names.map((name) => (
        <FieldInput key={name} form={form as never} name={name} words="employees:employment" />
      ))}
    </Form>
  )
}
