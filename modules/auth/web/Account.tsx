import { Group, PasswordInput, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconDevices, IconLock, IconUser } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { DataTable } from '#platform/web/DataTable.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { Page } from '#platform/web/Page.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { useMe } from '#platform/web/session.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { changePassword, endMyOtherSessions, endMySession, myPassword, mySessions } from '../contract.ts'
import { NextPassword } from './NextPassword.tsx'

export default function Account() {
  return (
    <Page>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <Details />
        <Password />
        <div className="salus-wide">
          <Sessions />
        </div>
        <Slot name="account" with={{}} />
      </SimpleGrid>
    </Page>
  )
}

function Details() {
  const { t } = useTranslation('auth')
  const me = useMe()
  const facts = [
    [t('account.name'), me.name],
    [t('account.employer'), me.tenant.name],
    [t('account.zone'), me.timeZone.replaceAll('_', ' ')],
  ]
  return (
    <Card title={t('account.details')} icon={IconUser}>
      <Stack component="dl" gap="sm" m={0}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <Text component="dt" size="sm" c="dimmed">
              {label}
            </Text>
            <Text component="dd" m={0} style={{ overflowWrap: 'anywhere' }}>
              {value}
            </Text>
          </div>
        ))}
      </Stack>
    </Card>
  )
}

function Sessions() {
  const { t } = useTranslation('auth')
  const { data } = useData(mySessions, {}, { live: ['auth'] })
  const endOthers = useAction(endMyOtherSessions, { invalidates: [mySessions], success: t('account.endedOthers') })
  const end = useAction(endMySession, { invalidates: [mySessions], success: t('account.ended') })
  return (
    <Card title={t('account.sessions')} icon={IconDevices}>
      <Text c="dimmed" mb="sm">
        {t('account.sessionsHint')}
      </Text>
      <DataTable
        caption={t('account.sessions')}
        rows={data.items}
        rowKey={(row) => row.id}
        columns={[
          { key: 'device', label: t('account.device'), cell: (row) => row.device || t('account.unknown') },
          { key: 'address', label: t('account.address'), cell: (row) => row.ipAddress ?? t('account.unknown') },
          { key: 'since', label: t('account.since'), cell: (row) => <DateTime at={row.createdAt} /> },
          { key: 'active', label: t('account.active'), cell: (row) => <DateTime at={row.lastActiveAt} /> },
        ]}
        actions={(row) =>
          row.isCurrent ? (
            <StatusBadge tone="info">{t('account.here')}</StatusBadge>
          ) : (
            <ConfirmButton
              size="compact-md"
              variant="subtle"
              question={t('account.endQuestion')}
              hint={t('account.endHint', { device: row.device })}
              onConfirm={() => end.run({ params: { id: row.id } })}
            >
              {t('account.end')}
            </ConfirmButton>
          )
        }
      />
      {data.items.length > 1 && (
        <Group justify="flex-end" mt="md">
          <ConfirmButton question={t('account.endOthersQuestion')} hint={t('account.endOthersHint')} onConfirm={() => endOthers.run()}>
            {t('account.endOthers')}
          </ConfirmButton>
        </Group>
      )}
    </Card>
  )
}

function Password() {
  const { t } = useTranslation('auth')
  const { data } = useData(myPassword, {}, { live: ['tenancy', 'directory'] })
  const form = useContractForm(changePassword.body, { current: '', next: '' })
  const change = useAction(changePassword, { invalidates: [mySessions], success: t('account.changed') })
  if (!data.mayUse) return null
  return (
    <Card title={t('account.password')} icon={IconLock}>
      <Form form={form} action={change} input={(body) => ({ body })} onDone={() => form.reset()} submit={t('account.change')}>
        <PasswordInput label={t('account.current')} autoComplete="current-password" {...form.getInputProps('current')} />
        <NextPassword {...form.getInputProps('next')} />
      </Form>
    </Card>
  )
}
