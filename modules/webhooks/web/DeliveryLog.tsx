import { Button, Group, Stack } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '#platform/web/DataTable.tsx'
import { Download } from '#platform/web/Download.tsx'
import { useAction, usePages } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { StatusBadge, type Tone } from '#platform/web/StatusBadge.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { type Delivery, exportDeliveries, listDeliveries, replayDelivery } from '../contract.ts'

const tones: Record<Delivery['status'], Tone> = { pending: 'wait', delivered: 'good', failed: 'bad' }

/** What was sent to one system, and what became of it. */
export function DeliveryLog({ webhookId }: { webhookId: string }) {
  const { t } = useTranslation('webhooks')
  const { items, more, loadingMore } = usePages(listDeliveries, { params: { id: webhookId } }, { live: ['webhooks'] })
  const replay = useAction(replayDelivery, { invalidates: [listDeliveries], success: t('log.replayed') })
  return (
    <Stack align="stretch">
      {items.length > 0 && (
        <Group justify="flex-end">
          <Download of={exportDeliveries} params={{ id: webhookId }} />
        </Group>
      )}
      <DataTable
        caption={t('list.log')}
        rows={items}
        rowKey={(row) => row.id}
        columns={[
          { key: 'event', label: t('log.event'), cell: (row) => row.event },
          { key: 'at', label: t('log.at'), cell: (row) => <DateTime at={row.createdAt} /> },
          {
            key: 'status',
            label: t('log.status'),
            cell: (row) => <StatusBadge tone={tones[row.status]}>{t(`log.${row.status}`)}</StatusBadge>,
          },
          { key: 'attempts', label: t('log.attempts'), align: 'right', cell: (row) => row.attempts },
          { key: 'answer', label: t('log.answer'), cell: (row) => row.lastError ?? row.answerStatus ?? '–' },
        ]}
        actions={(row) => (
          <Button size="compact-sm" variant="subtle" onClick={() => void replay.run({ params: { id: row.id } })}>
            {t('log.replay')}
          </Button>
        )}
        more={more}
        loadingMore={loadingMore}
        empty={<EmptyState icon={IconSend} title={t('log.empty')} hint={t('log.emptyHint')} />}
      />
    </Stack>
  )
}
