import { Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { IconFileExport } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import type { Output } from '#platform/contract.ts'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { Page } from '#platform/web/Page.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Slot, useFills } from '#platform/web/slots.tsx'
import { changeTenant, readTenant } from '../contract.ts'
import { DomainsCard } from './DomainsCard.tsx'
import { LogoCard } from './LogoCard.tsx'

type Tenant = Output<typeof readTenant>

export default function SettingsPage() {
  const { t } = useTranslation('tenancy')
  const can = useCan()
  const { data } = useData(readTenant, {}, { live: ['tenancy'] })
  const changes = can('tenants:write') && data.suspension === null
  return (
    <Page subtitle={t('settings.hint', { name: data.name })}>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg" style={{ alignItems: 'start' }}>
        <Stack gap="lg">
          <Facts tenant={data} />
          <Exports />
          {changes && <LogoCard logoUrl={data.logoUrl} />}
          {changes && can('tenants:domains') && <DomainsCard />}
        </Stack>
        {changes && (
          <Stack gap="lg">
            <Names tenant={data} />
            <Defaults tenant={data} />
          </Stack>
        )}
      </SimpleGrid>
    </Page>
  )
}

function Facts({ tenant }: { tenant: Tenant }) {
  const { t } = useTranslation('tenancy')
  const status = tenant.status as 'active'
  return (
    <Card title={t('settings.facts')}>
      <Stack gap="xs">
        <Text>
          {t('settings.code')}: <strong>{tenant.code}</strong>
        </Text>
        <Text component="div">
          {t('settings.status')}: <StatusBadge tone={status === 'active' ? 'good' : 'info'}>{t(`settings.state.${status}`)}</StatusBadge>
        </Text>
        {tenant.suspension && <Text>{tenant.suspension}</Text>}
        {tenant.trialEndsAt && tenant.status === 'trial' && (
          <Text>
            {t('settings.trialEnds')}: <DateTime at={tenant.trialEndsAt} look="date" />
          </Text>
        )}
      </Stack>
    </Card>
  )
}

/** What is kept here, as files. */
function Exports() {
  const { t } = useTranslation('tenancy')
  if (useFills('exports').length === 0) return null
  return (
    <Card title={t('exports.title')} icon={IconFileExport}>
      <Text c="dimmed" mb="md">
        {t('exports.hint')}
      </Text>
      <Group gap="xs">
        <Slot name="exports" with={{}} quiet />
      </Group>
    </Card>
  )
}

const NamesForm = z.object({ ...changeTenant.body.shape.branding.unwrap().shape, industryType: changeTenant.body.shape.industryType })
function Names({ tenant }: { tenant: Tenant }) {
  const { t } = useTranslation('tenancy')
  const form = useContractForm(NamesForm, { ...tenant.branding, industryType: tenant.industryType })
  const save = useAction(changeTenant, { success: t('settings.saved') })
  return (
    <Card title={t('settings.names')}>
      <Form form={form} action={save} input={({ industryType, ...branding }) => ({ body: { branding, industryType } })}>
        <TextInput
          label={t('settings.displayName')}
          description={t('settings.displayNameHint', { name: tenant.name })}
          {...form.getInputProps('displayName')}
        />
        <TextInput label={t('settings.senderName')} description={t('settings.senderNameHint')} {...form.getInputProps('senderName')} />
        <TextInput
          type="email"
          label={t('settings.supportEmail')}
          description={t('settings.supportEmailHint')}
          {...form.getInputProps('supportEmail')}
        />
        <TextInput label={t('settings.industryType')} {...form.getInputProps('industryType')} />
      </Form>
    </Card>
  )
}

const settingsForm = changeTenant.body.shape.settings.unwrap()
function Defaults({ tenant }: { tenant: Tenant }) {
  const { t } = useTranslation('tenancy')
  const form = useContractForm(settingsForm, tenant.settings)
  const save = useAction(changeTenant, { success: t('settings.saved') })
  return (
    <Card title={t('settings.defaults')}>
      <Form form={form} action={save} input={(settings) => ({ body: { settings } })}>
        <Text c="dimmed">{t('settings.defaultsHint')}</Text>
        <Select
          label={t('settings.timeZone')}
          data={Intl.supportedValuesOf('timeZone')}
          searchable
          limit={50}
          allowDeselect={false}
          {...form.getInputProps('timeZone')}
        />
        <Select
          label={t('settings.locale')}
          data={(['en-GB', 'cy'] as const).map((value) => ({ value, label: t(`settings.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('locale')}
        />
      </Form>
    </Card>
  )
}
