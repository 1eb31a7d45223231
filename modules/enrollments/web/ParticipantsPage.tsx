import { Button, Group, Paper, SegmentedControl, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconUserPlus, IconUsers } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { type ComponentProps, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { getCourse } from '#modules/courses/contract.ts'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { DataTable } from '#platform/web/DataTable.tsx'
import { Download } from '#platform/web/Download.tsx'
import { useAction, useData, usePages } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { late } from '#platform/web/late.ts'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { exportParticipants, listParticipants, moveToLatest, participation } from '../contract.ts'
import { ParticipantActions } from './ParticipantActions.tsx'
import { DueBadge, ProgressBar } from './Standing.tsx'

const AssignDialog = late<ComponentProps<typeof import('./AssignDialog.tsx').default>>(() => import('./AssignDialog.tsx'))
const route = getRouteApi('/courses/$id/participants')
const live = ['enrollments', 'courses']

export default function ParticipantsPage() {
  const { t } = useTranslation('enrollments')
  const { id } = route.useParams()
  const { status } = route.useSearch()
  const navigate = route.useNavigate()
  const params = { id }
  const { data: course } = useData(getCourse, { params }, { live })
  const { data: figures } = useData(participation, { params }, { live })
  const { items, more, loadingMore } = usePages(listParticipants, { params, query: status ? { status } : {} }, { live })
  const [assigning, { open, close }] = useDisclosure()
  const assign = figures.may.assign && (
    <Button onClick={open} leftSection={<IconUserPlus size={18} stroke={1.6} aria-hidden />}>
      {t('assign.open')}
    </Button>
  )
  return (
    <Page
      subtitle={course.title}
      crumbs={[
        { label: t('participants.catalogue'), to: '/courses' },
        { label: course.title, to: '/courses/$id', params },
      ]}
      actions={
        items.length > 0 && (
          <>
            <Download of={exportParticipants} params={params} query={status ? { status } : {}} />
            {assign}
          </>
        )
      }
    >
      {figures.onOlderRevision > 0 && <OlderRevision courseId={id} count={figures.onOlderRevision} mayMove={figures.may.move} />}
      <SegmentedControl
        aria-label={t('participants.status')}
        value={status ?? 'all'}
        onChange={(value) => void navigate({ search: value === 'all' ? {} : { status: value as never }, replace: true })}
        data={(['all', 'active', 'completed', 'withdrawn'] as const).map((value) => ({ value, label: t(`participants.${value}`) }))}
        style={{ alignSelf: 'flex-start', maxWidth: '100%', overflowX: 'auto' }}
      />
      <DataTable
        caption={t('pages.participants')}
        rows={items}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'name',
            label: t('participants.name'),
            cell: (row) => (
              <div>
                <Text fw={500}>{row.name}</Text>
                {row.department && (
                  <Text size="sm" c="dimmed">
                    {row.department}
                  </Text>
                )}
              </div>
            ),
          },
          { key: 'progress', label: t('participants.progress'), cell: (row) => <ProgressBar value={row.progress} label={row.name} /> },
          { key: 'standing', label: t('participants.standing'), cell: (row) => <DueBadge of={row} /> },
          {
            key: 'since',
            label: t('participants.since'),
            cell: (row) => (
              <Text size="sm">
                <DateTime at={row.enrolledAt} look="date" />
                {!row.isOnLatest && ` · ${t('participants.revision', { number: row.revisionNumber })}`}
              </Text>
            ),
          },
        ]}
        actions={(row) => <ParticipantActions row={row} />}
        more={more}
        loadingMore={loadingMore}
        empty={<EmptyState icon={IconUsers} title={t('participants.empty')} hint={t('participants.emptyHint')} action={assign} />}
      />
      {assigning && (
        <Suspense fallback={null}>
          <AssignDialog courseId={id} close={close} />
        </Suspense>
      )}
    </Page>
  )
}

function OlderRevision({ courseId, count, mayMove }: { courseId: string; count: number; mayMove: boolean }) {
  const { t } = useTranslation('enrollments')
  const move = useAction(moveToLatest, { invalidates: ['enrollments'], success: (done) => t('participants.moved', { count: done.moved }) })
  return (
    <Paper withBorder p="md">
      <Group justify="space-between">
        <Text>{t('participants.older', { count })}</Text>
        {mayMove && (
          <ConfirmButton
            color="brand"
            question={t('participants.moveQuestion')}
            hint={t('participants.moveHint')}
            yes={t('participants.moveGo')}
            onConfirm={() => move.run({ params: { id: courseId } })}
          >
            {t('participants.move')}
          </ConfirmButton>
        )}
      </Group>
    </Paper>
  )
}
