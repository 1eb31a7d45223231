import { IconClipboardList } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DataTable } from '#platform/web/DataTable.tsx'
import { usePages } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { AnchorLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { listAttempts } from '../contract.ts'
import { AttemptState } from './PastAttempts.tsx'

const route = getRouteApi('/quizzes/$id/attempts')

export default function AttemptsPage() {
  const { t } = useTranslation('assessments')
  const { id } = route.useParams()
  const { items, more, loadingMore } = usePages(listAttempts, { params: { id } }, { live: ['assessments'] })
  return (
    <Page>
      <DataTable
        caption={t('pages.attempts')}
        rows={items}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'person',
            label: t('attempts.person'),
            cell: (row) =>
              row.status === 'in_progress' ? (
                row.name
              ) : (
                <AnchorLink to="/attempts/$id" params={{ id: row.id }}>
                  {row.name}
                </AnchorLink>
              ),
          },
          { key: 'number', label: t('attempts.number'), align: 'right', cell: (row) => row.attemptNumber },
          { key: 'started', label: t('attempts.started'), cell: (row) => <DateTime at={row.startTime} /> },
          { key: 'score', label: t('attempts.score'), align: 'right', cell: (row) => row.score ?? '–' },
          { key: 'state', label: t('attempts.state'), cell: (row) => <AttemptState of={row} /> },
        ]}
        more={more}
        loadingMore={loadingMore}
        empty={<EmptyState icon={IconClipboardList} title={t('attempts.empty')} hint={t('attempts.emptyHint')} />}
      />
    </Page>
  )
}
