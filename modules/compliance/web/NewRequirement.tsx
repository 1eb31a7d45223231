import { Paper } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAction } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { Page } from '#platform/web/Page.tsx'
import { addRequirement, RequirementBody } from '../contract.ts'
import { dayIn } from './AsOf.tsx'
import { RequirementFields } from './RequirementForm.tsx'

export default function NewRequirement() {
  const { t } = useTranslation('compliance')
  const navigate = useNavigate()
  const { zone } = useDates()
  const form = useContractForm(RequirementBody, {
    name: '',
    description: '',
    appliesTo: 'job_title',
    jobTitle: null,
    departmentId: null,
    items: [],
    effectiveOn: dayIn(zone),
  })
  const add = useAction(addRequirement, { success: t('editor.created') })
  return (
    <Page crumbs={[{ label: t('pages.requirements'), to: '/requirements' }]}>
      <Paper withBorder p="lg" maw={760}>
        <Form
          form={form}
          action={add}
          input={(body) => ({ body })}
          submit={t('editor.create')}
          onDone={() => void navigate({ to: '/requirements' })}
          onCancel={() => void navigate({ to: '/requirements' })}
        >
          <RequirementFields form={form} />
        </Form>
      </Paper>
    </Page>
  )
}
