import { Group, Text } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { DataTable } from '#platform/web/DataTable.tsx'
import { Download } from '#platform/web/Download.tsx'
import { usePages } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { exportSignIns, mySignIns } from '../contract.ts'

const tones = { success: 'good', failure: 'bad', throttled: 'bad', locked: 'bad', second_factor_needed: 'warn' } as const
const reasons = ['wrong password', 'wrong second factor', 'wrong answers', 'wrong PIN', 'too many attempts', 'inactive', 'invited'] as const
type Reason = (typeof reasons)[number]
const isElsewhere = (method: string): method is 'kiosk' | 'support' => method === 'kiosk' || method === 'support'
const isKnown = (reason: string | null): reason is Reason => reasons.includes(reason as Reason)

/** When somebody signed in as me, or tried to, and why it failed. */
export default function MySignIns() {
  const { t } = useTranslation('factors')
  const { items, more, loadingMore } = usePages(mySignIns, { query: { limit: 10 } }, { live: ['auth'] })
  return (
    <div className="salus-wide">
      <Card title={t('signIns.title')} icon={IconHistory}>
        <Group justify="space-between" mb="sm" gap="sm">
          <Text c="dimmed">{t('signIns.hint')}</Text>
          <Download of={exportSignIns} />
        </Group>
        <DataTable
          caption={t('signIns.title')}
          rows={items}
          rowKey={(row) => row.id}
          columns={[
            { key: 'at', label: t('signIns.at'), cell: (row) => <DateTime at={row.at} /> },
            {
              key: 'outcome',
              label: t('signIns.outcome'),
              cell: (row) => <StatusBadge tone={tones[row.outcome]}>{t(`outcomes.${row.outcome}`)}</StatusBadge>,
            },
            { key: 'why', label: t('signIns.reason'), cell: (row) => (isKnown(row.reason) ? t(`reasons.${row.reason}`) : '–') },
            { key: 'device', label: t('devices.name'), cell: (row) => (isElsewhere(row.method) ? t(`methods.${row.method}`) : row.device) },
            { key: 'address', label: t('devices.address'), cell: (row) => row.ipAddress ?? t('devices.unknown') },
          ]}
          more={more}
          loadingMore={loadingMore}
        />
      </Card>
    </div>
  )
}
