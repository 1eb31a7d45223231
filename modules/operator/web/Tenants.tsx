import { Button, Group, Modal, Select, TextInput } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { IconBuilding, IconPlus, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '#platform/web/DataTable.tsx'
import { usePages } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { StatusBadge, type Tone } from '#platform/web/StatusBadge.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { listTenants, TenantStatus, type WatchedTenant } from '../contract.ts'
import { NewTenant } from './NewTenant.tsx'
import { TenantSettings } from './TenantSettings.tsx'

const tones: Record<WatchedTenant['status'], Tone> = { trial: 'info', active: 'good', suspended: 'warn', closed: 'quiet' }

/** Every tenant of the installation, and what can be done with one. */
export function Tenants() {
  const { t } = useTranslation('operator')
  const [q, setQ] = useState('')
  const [asked] = useDebouncedValue(q.trim(), 250)
  const [status, setStatus] = useState<string | null>(null)
  const [sort, setSort] = useState('name')
  const [isNew, { open, close }] = useDisclosure()
  const [chosen, setChosen] = useState<WatchedTenant | null>(null)
  const query = { sort, ...(asked ? { q: asked } : {}), ...(status ? { status } : {}) }
  const { items, more, loadingMore } = usePages(listTenants, { query: query as never })
  return (
    <>
      <Group align="flex-end">
        <TextInput
          aria-label={t('console.search')}
          placeholder={t('console.search')}
          leftSection={<IconSearch size={18} stroke={1.6} />}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
          flex={1}
          miw={200}
        />
        <Select
          aria-label={t('console.status')}
          placeholder={t('console.status')}
          clearable
          value={status}
          onChange={setStatus}
          data={TenantStatus.options.map((value) => ({ value, label: t(`status.${value}`) }))}
        />
        <Button leftSection={<IconPlus size={18} stroke={1.6} />} onClick={open}>
          {t('console.new')}
        </Button>
      </Group>
      <DataTable
        caption={t('pages.console')}
        rows={items}
        rowKey={(row) => row.id}
        sort={sort}
        onSort={setSort}
        columns={[
          { key: 'name', label: t('console.name'), sort: 'name', cell: (row) => `${row.name} (${row.code})` },
          {
            key: 'status',
            label: t('console.status'),
            cell: (row) => <StatusBadge tone={tones[row.status]}>{t(`status.${row.status}`)}</StatusBadge>,
          },
          {
            key: 'people',
            label: t('console.people'),
            align: 'right',
            cell: ({ people, maxUsers }) => (maxUsers === null ? people : t('console.limit', { people, most: maxUsers })),
          },
          { key: 'plan', label: t('console.plan'), cell: (row) => row.subscriptionTier ?? '–' },
          {
            key: 'trial',
            label: t('console.trialEnds'),
            cell: (row) => (row.status === 'trial' && row.trialEndsAt ? <DateTime at={row.trialEndsAt} look="date" /> : '–'),
          },
        ]}
        actions={(row) => (
          <Button variant="default" size="sm" aria-label={t('console.manageOne', { name: row.name })} onClick={() => setChosen(row)}>
            {t('console.manage')}
          </Button>
        )}
        more={more}
        loadingMore={loadingMore}
        empty={<EmptyState icon={IconBuilding} title={t('console.none')} hint={t('console.noneHint')} />}
      />
      <Modal opened={isNew} onClose={close} title={t('console.new')}>
        <NewTenant done={close} />
      </Modal>
      <Modal opened={chosen !== null} onClose={() => setChosen(null)} title={chosen?.name} size="xl">
        {chosen && <TenantSettings id={chosen.id} done={() => setChosen(null)} />}
      </Modal>
    </>
  )
}
