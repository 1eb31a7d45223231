import { Paper } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { Page } from '#platform/web/Page.tsx'
import { createCourse } from '../contract.ts'
import { blank, CourseFieldsOf, Details } from './CourseForm.tsx'

export default function NewCourse() {
  const { t } = useTranslation('courses')
  const navigate = useNavigate()
  const form = useContractForm(Details, blank)
  const create = useAction(createCourse, { invalidates: ['courses'] })
  return (
    <Page crumbs={[{ label: t('pages.catalogue'), to: '/courses' }]}>
      <Paper withBorder p="lg" maw={820}>
        <Form
          form={form}
          action={create}
          input={(body) => ({ body })}
          submit={t('form.create')}
          onDone={(course) => void navigate({ to: '/revisions/$id', params: { id: course.draftId ?? '' } })}
        >
          <CourseFieldsOf form={form} />
        </Form>
      </Paper>
    </Page>
  )
}
