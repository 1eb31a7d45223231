import { Text } from '@mantine/core'
import { IconDevices2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { DataTable } from '#platform/web/DataTable.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { forgetDevice, myDevices } from '../contract.ts'

/** The devices on which I have signed in, and which of them are trusted. */
export default function MyDevices() {
  const { t } = useTranslation('factors')
  const { data } = useData(myDevices, {}, { live: ['auth'] })
  const forget = useAction(forgetDevice, { success: t('devices.forgotten') })
  return (
    <div className="salus-wide">
      <Card title={t('devices.title')} icon={IconDevices2}>
        <Text c="dimmed" mb="sm">
          {t('devices.hint')}
        </Text>
        <DataTable
          caption={t('devices.title')}
          rows={data.items}
          rowKey={(row) => row.id}
          columns={[
            { key: 'name', label: t('devices.name'), cell: (row) => row.name },
            { key: 'address', label: t('devices.address'), cell: (row) => row.ipAddress ?? t('devices.unknown') },
            { key: 'seen', label: t('devices.seen'), cell: (row) => <DateTime at={row.lastSeenAt} /> },
            {
              key: 'trusted',
              label: t('devices.trusted'),
              cell: (row) => (row.trustedUntil ? <DateTime at={row.trustedUntil} look="date" /> : t('devices.no')),
            },
          ]}
          actions={(row) =>
            row.isCurrent ? (
              <StatusBadge tone="info">{t('devices.here')}</StatusBadge>
            ) : (
              <ConfirmButton
                size="compact-md"
                variant="subtle"
                question={t('devices.question', { name: row.name })}
                hint={t('devices.forgetHint')}
                onConfirm={() => forget.run({ params: { id: row.id } })}
              >
                {t('devices.forget')}
              </ConfirmButton>
            )
          }
        />
      </Card>
    </div>
  )
}
