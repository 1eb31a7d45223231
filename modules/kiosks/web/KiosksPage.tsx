import { Button, Group, Modal } from '@mantine/core'
import { IconDeviceTablet, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { DataTable } from '#platform/web/DataTable.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { Page } from '#platform/web/Page.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { type Kiosk, listKiosks, renewKioskCode, revokeKiosk } from '../contract.ts'
import { KioskForm } from './KioskForm.tsx'
import { ShownCode } from './ShownCode.tsx'

const tones = { waiting: 'wait', active: 'good', revoked: 'quiet' } as const

/** The kiosks of the organisation. */
export default function KiosksPage() {
  const { t } = useTranslation('kiosks')
  const { data } = useData(listKiosks)
  const [editing, setEditing] = useState<Kiosk | 'new' | null>(null)
  const [code, setCode] = useState<string | null>(null)
  const renew = useAction(renewKioskCode, { invalidates: [listKiosks] })
  const revoke = useAction(revokeKiosk, { invalidates: [listKiosks], success: t('list.revoked') })
  const again = async (id: string) => {
    const made = await renew.run({ params: { id } })
    if (made.ok) setCode(made.data.code)
  }
  const add = (
    <Button leftSection={<IconPlus size={18} stroke={1.6} />} onClick={() => setEditing('new')}>
      {t('make.title')}
    </Button>
  )
  const actions = (row: Kiosk) =>
    row.state !== 'revoked' && (
      <Group gap={4} justify="flex-end">
        <Button size="compact-md" variant="subtle" onClick={() => setEditing(row)}>
          {t('list.change')}
        </Button>
        <ConfirmButton
          size="compact-md"
          variant="subtle"
          color="brand"
          question={t('list.renewQuestion', { name: row.name })}
          hint={t('list.renewHint')}
          onConfirm={() => again(row.id)}
        >
          {t('list.renew')}
        </ConfirmButton>
        <ConfirmButton
          size="compact-md"
          variant="subtle"
          question={t('list.revokeQuestion', { name: row.name })}
          hint={t('list.revokeHint')}
          onConfirm={() => revoke.run({ params: { id: row.id } })}
        >
          {t('list.revoke')}
        </ConfirmButton>
      </Group>
    )
  return (
    <Page subtitle={t('list.subtitle')} actions={data.items.length > 0 && add}>
      <DataTable
        caption={t('pages.kiosks')}
        rows={data.items}
        rowKey={(row) => row.id}
        columns={[
          { key: 'name', label: t('list.name'), cell: (row) => row.name },
          { key: 'branch', label: t('list.branch'), cell: (row) => row.branch?.name ?? t('list.nowhere') },
          {
            key: 'state',
            label: t('list.state'),
            cell: (row) => <StatusBadge tone={tones[row.state]}>{t(`states.${row.state}`)}</StatusBadge>,
          },
          { key: 'seen', label: t('list.seen'), cell: (row) => (row.lastSeenAt ? <DateTime at={row.lastSeenAt} /> : t('list.never')) },
          { key: 'address', label: t('list.address'), cell: (row) => row.ipAddress ?? '–' },
        ]}
        actions={actions}
        empty={<EmptyState icon={IconDeviceTablet} title={t('list.empty')} hint={t('list.emptyHint')} action={add} />}
      />
      <Modal
        opened={editing !== null}
        onClose={() => setEditing(null)}
        title={editing === 'new' ? t('make.title') : t('list.change')}
        centered
      >
        {editing && (
          <KioskForm
            of={editing === 'new' ? null : editing}
            branches={data.branches}
            onDone={(shown) => {
              setEditing(null)
              setCode(shown)
            }}
          />
        )}
      </Modal>
      {code && (
        <ShownCode title={t('shown.title')} label={t('shown.code')} of={code} onClose={() => setCode(null)}>
          {t('shown.hint', { address: `${location.origin}/kiosk` })}
        </ShownCode>
      )}
    </Page>
  )
}
