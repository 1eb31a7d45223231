import { Button } from '@mantine/core'
import { IconMailCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '#platform/web/DataTable.tsx'
import { useAction, usePages } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { listFailedDeliveries, retryDelivery } from '../contract.ts'

export default function FailedPage() {
  const { t } = useTranslation('notifications')
  const { items, more, loadingMore } = usePages(listFailedDeliveries, {})
  const retry = useAction(retryDelivery, { invalidates: [listFailedDeliveries], success: t('failed.retried') })
  return (
    <Page subtitle={t('failed.hint')}>
      <DataTable
        caption={t('pages.failed')}
        rows={items}
        rowKey={(row) => row.id}
        columns={[
          { key: 'person', label: t('failed.person'), cell: (row) => row.person.name },
          { key: 'type', label: t('failed.type'), cell: (row) => t(`type.${row.type}`) },
          { key: 'channel', label: t('failed.channel'), cell: (row) => t(`preferences.${row.channel}`) },
          { key: 'error', label: t('failed.error'), cell: (row) => row.lastError },
          { key: 'attempts', label: t('failed.attempts'), align: 'right', cell: (row) => row.attempts },
          { key: 'since', label: t('failed.since'), cell: (row) => <DateTime at={row.createdAt} /> },
        ]}
        actions={(row) => (
          <Button
            size="compact-md"
            variant="light"
            aria-label={`${t('failed.retry')}: ${row.person.name}`}
            onClick={() => void retry.run({ params: { id: row.id } })}
          >
            {t('failed.retry')}
          </Button>
        )}
        more={more}
        loadingMore={loadingMore}
        empty={<EmptyState icon={IconMailCheck} title={t('failed.empty')} hint={t('failed.emptyHint')} />}
      />
    </Page>
  )
}
