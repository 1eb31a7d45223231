import { NumberInput, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '#platform/contract.ts'
import { useAction, useLookup } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { Loading, ProblemAlert } from '#platform/web/states.tsx'
import { changeTenant, readTenant } from '../contract.ts'
import { Deeds } from './Deeds.tsx'
import { TenantFeature } from './TenantFeature.tsx'
import { TenantLife } from './TenantLife.tsx'

type Tenant = Output<typeof readTenant>

/** What was agreed with one tenant, its features, and its life. */
export function TenantSettings({ id, done }: { id: string; done: () => void }) {
  const { t } = useTranslation('operator')
  const { data, problem } = useLookup(readTenant, { params: { id } })
  if (!data) return problem ? <ProblemAlert of={problem} /> : <Loading rows={4} />
  return (
    <Stack gap="xl">
      <section aria-label={t('one.agreement')}>
        <Agreement tenant={data} />
      </section>
      <Stack component="section" gap="sm" aria-label={t('one.features')}>
        <Title order={3} size="h5">
          {t('one.features')}
        </Title>
        {data.features.map((feature) => (
          <TenantFeature key={`${feature.key} ${feature.isSet}`} tenantId={id} feature={feature} />
        ))}
      </Stack>
      <Slot name="operatorTenant" with={{ tenantId: id }} />
      <TenantLife tenant={data} done={done} />
      <Stack component="section" gap="sm" aria-label={t('trail.title')}>
        <Title order={3} size="h5">
          {t('trail.title')}
        </Title>
        <Deeds query={{ tenantId: id, limit: 10 }} empty={<Text c="dimmed">{t('trail.none')}</Text>} />
      </Stack>
    </Stack>
  )
}

function Agreement({ tenant }: { tenant: Tenant }) {
  const { t } = useTranslation('operator')
  const { name, maxUsers, maxStorageGb, agreed, status } = tenant
  const trialEnds = tenant.trialEndsAt?.slice(0, 10) ?? ''
  const [trial, setTrial] = useState(trialEnds)
  const asAgreed = (most: number | null) => (most === null ? t('one.anyMany') : t('one.byPlan', { most }))
  const form = useContractForm(changeTenant.body, { name, maxUsers, maxStorageGb })
  const save = useAction(changeTenant, { success: t('one.saved') })
  const moved = trial && trial !== trialEnds ? { trialEndsAt: `${trial}T23:59:59Z` } : {}
  return (
    <Form form={form} action={save} input={(body) => ({ params: { id: tenant.id }, body: { ...body, ...moved } })} free>
      <TextInput label={t('one.name')} {...form.getInputProps('name')} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NumberInput label={t('one.maxUsers')} description={asAgreed(agreed.maxUsers)} min={1} {...form.getInputProps('maxUsers')} />
        <NumberInput
          label={t('one.maxStorageGb')}
          description={asAgreed(agreed.maxStorageGb)}
          min={1}
          {...form.getInputProps('maxStorageGb')}
        />
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {t('one.noLimit')}
      </Text>
      {status === 'trial' && (
        <TextInput
          type="date"
          label={t('one.trialEnds')}
          description={t('one.trialHint')}
          value={trial}
          onChange={(event) => setTrial(event.currentTarget.value)}
          maw={280}
        />
      )}
    </Form>
  )
}
