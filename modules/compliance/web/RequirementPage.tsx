import { Alert, Paper, Stack, Text } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { Output } from '#platform/contract.ts'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { DataTable } from '#platform/web/DataTable.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime, useDates } from '#platform/web/dates.tsx'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { Page } from '#platform/web/Page.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { changeRequirement, endRequirement, getRequirement, RequirementBody, type ShownItem } from '../contract.ts'
import { dayIn } from './AsOf.tsx'
import { useItemWords } from './ClearanceView.tsx'
import { RequirementFields } from './RequirementForm.tsx'

const route = getRouteApi('/requirements/$id')
type Shown = Output<typeof getRequirement>

export default function RequirementPage() {
  const { t } = useTranslation('compliance')
  const dates = useDates()
  const { id } = route.useParams()
  const { data } = useData(getRequirement, { params: { id } }, { live: ['compliance'] })
  const end = useAction(endRequirement, { success: t('editor.endedNow') })
  const today = dayIn(dates.zone)
  return (
    <Page
      title={data.name}
      crumbs={[{ label: t('pages.requirements'), to: '/requirements' }]}
      actions={
        data.may.end && (
          <ConfirmButton
            question={t('editor.endQuestion')}
            hint={t('editor.endHint')}
            yes={t('editor.endYes')}
            onConfirm={() => end.run({ params: { id }, body: { effectiveOn: today } })}
            variant="default"
          >
            {t('editor.end')}
          </ConfirmButton>
        )
      }
    >
      {data.endedAt && <Alert color="yellow">{t('editor.endedAlert', { day: dates.instant(data.endedAt, { look: 'date' }) })}</Alert>}
      <Editor key={data.version} requirement={data} today={today} />
      <Versions versions={data.versions} />
    </Page>
  )
}

function Editor({ requirement, today }: { requirement: Shown; today: string }) {
  const { t } = useTranslation('compliance')
  const navigate = useNavigate()
  const { name, description, appliesTo, jobTitle, departmentId, items } = requirement
  const form = useContractForm(RequirementBody, {
    name,
    description,
    appliesTo,
    jobTitle,
    departmentId,
    items: items.flatMap(writable),
    effectiveOn: today,
  })
  const save = useAction(changeRequirement, { success: t('editor.saved') })
  return (
    <Paper withBorder p="lg" maw={760}>
      <Form
        form={form}
        action={save}
        input={(body) => ({ params: { id: requirement.id }, body })}
        ifMatch={requirement.version}
        submit={t('editor.save')}
        onDone={() => void navigate({ to: '/requirements' })}
        onCancel={() => void navigate({ to: '/requirements' })}
      >
        <RequirementFields form={form} />
      </Form>
    </Paper>
  )
}

function writable({ kind, courseId, notWorseThan }: ShownItem): z.input<typeof RequirementBody>['items'] {
  if (kind === 'certificate' && courseId) return [{ kind, courseId }]
  if (kind === 'fitness' && notWorseThan) return [{ kind, notWorseThan }]
  return []
}

function Versions({ versions }: { versions: Shown['versions'] }) {
  const { t } = useTranslation('compliance')
  const dates = useDates()
  const words = useItemWords()
  return (
    <Card title={t('editor.versions')} icon={IconHistory}>
      <DataTable
        caption={t('editor.versions')}
        rows={versions}
        rowKey={(row) => String(row.number)}
        columns={[
          { key: 'number', label: t('editor.version'), cell: (row) => row.number },
          { key: 'from', label: t('editor.from'), cell: (row) => <DateTime at={row.effectiveAt} look="date" /> },
          {
            key: 'asks',
            label: t('requirements.asks'),
            cell: (row) =>
              row.ended ? (
                <StatusBadge tone="quiet">{t('editor.versionEnds')}</StatusBadge>
              ) : (
                <Stack gap={2}>
                  <Text size="sm" c="dimmed">
                    {row.appliesTo === 'job_title'
                      ? t('requirements.job', { job: row.jobTitle })
                      : t('requirements.department', { department: row.departmentName })}
                  </Text>
                  {row.items.map((item) => (
                    <Text key={item.courseId ?? item.kind} size="sm">
                      {words(item)}
                    </Text>
                  ))}
                </Stack>
              ),
          },
          {
            key: 'recorded',
            label: t('editor.recorded'),
            cell: (row) =>
              row.recordedBy ? (
                t('editor.by', { when: dates.instant(row.recordedAt), name: row.recordedBy })
              ) : (
                <DateTime at={row.recordedAt} />
              ),
          },
        ]}
      />
    </Card>
  )
}
