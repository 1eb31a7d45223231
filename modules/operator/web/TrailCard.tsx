import { Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useLookup } from '#platform/web/data.ts'
import { listTenants } from '../contract.ts'
import { Deeds } from './Deeds.tsx'

const entities = [
  'tenants',
  'tenant_features',
  'plans',
  'tenant_subscriptions',
  'tenant_billing',
  'invoices',
  'payments',
  'refunds',
  'issuers',
  'system_settings',
  'sessions',
  'factors',
  'services',
] as const

/** What the operator did, with filters: for whom, what it was about, and from which day until which. */
export function TrailCard() {
  const { t } = useTranslation('operator')
  const [tenantId, setTenant] = useState<string | null>(null)
  const [entity, setEntity] = useState<string | null>(null)
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const [typed, setTyped] = useState('')
  const { data } = useLookup(listTenants, { query: { limit: 50, ...(typed ? { q: typed } : {}) } as never })
  const query = {
    ...(tenantId ? { tenantId } : {}),
    ...(entity ? { entity } : {}),
    ...(from ? { from: `${from}T00:00:00Z` } : {}),
    ...(until ? { until: `${until}T23:59:59.999Z` } : {}),
  }
  return (
    <Card title={t('trail.title')} icon={IconHistory}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('trail.hint')}
        </Text>
        <Group align="flex-end">
          <Select
            label={t('trail.tenant')}
            placeholder={t('trail.all')}
            searchable
            clearable
            value={tenantId}
            onChange={setTenant}
            onSearchChange={setTyped}
            data={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            flex="1 1 220px"
          />
          <Select
            label={t('trail.about')}
            placeholder={t('trail.all')}
            clearable
            value={entity}
            onChange={setEntity}
            data={entities.map((value) => ({ value, label: t(`trail.entity.${value}`) }))}
            flex="1 1 220px"
          />
          <TextInput type="date" label={t('trail.from')} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
          <TextInput type="date" label={t('trail.until')} value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
        </Group>
        <Deeds query={query} />
      </Stack>
    </Card>
  )
}
