import { Button, Code, CopyButton, Group, Stack, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { addDomain, checkDomain, type Domain, listDomains, makePrimary, removeDomain } from '../contract.ts'

/** The organisation's own host names: added, proven by a DNS record, and one of them where links lead. */
export function DomainsCard() {
  const { t } = useTranslation('tenancy')
  const { data } = useData(listDomains, {}, { live: ['tenancy'] })
  const form = useContractForm(addDomain.body, { domain: '' })
  const add = useAction(addDomain, { invalidates: [listDomains] })
  return (
    <Card title={t('domains.title')}>
      <Stack gap="lg">
        <Text c="dimmed">{t('domains.hint')}</Text>
        {data.items.map((domain) => (
          <One key={domain.id} domain={domain} />
        ))}
        <Form
          form={form}
          action={add}
          input={(body) => ({ body })}
          onDone={() => form.setValues({ domain: '' })}
          submit={t('domains.add')}
          free
        >
          <TextInput label={t('domains.name')} placeholder={t('domains.example')} autoCapitalize="none" {...form.getInputProps('domain')} />
        </Form>
      </Stack>
    </Card>
  )
}

function One({ domain: { id, domain, isPrimary, verifiedAt, lastCheckedAt, record } }: { domain: Domain }) {
  const { t } = useTranslation('tenancy')
  const params = { id }
  const check = useAction(checkDomain, {
    invalidates: [listDomains],
    success: (answer) => t(answer.verifiedAt ? 'domains.found' : 'domains.notFound', { domain }),
  })
  const prefer = useAction(makePrimary, { invalidates: [listDomains], success: t('domains.preferred', { domain }) })
  const remove = useAction(removeDomain, { invalidates: [listDomains] })
  return (
    <Stack gap="xs" component="section" aria-label={domain}>
      <Group gap="xs">
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {domain}
        </Text>
        {verifiedAt ? (
          <StatusBadge tone="good">{t('domains.proven')}</StatusBadge>
        ) : (
          <StatusBadge tone="wait">{t('domains.waiting')}</StatusBadge>
        )}
        {isPrimary && <StatusBadge tone="info">{t('domains.primary')}</StatusBadge>}
      </Group>
      {!verifiedAt && (
        <>
          <Text size="sm">{t('domains.record', { name: record.name })}</Text>
          <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {record.value}
          </Code>
        </>
      )}
      {lastCheckedAt && (
        <Text size="sm" c="dimmed">
          {t('domains.checked')} <DateTime at={lastCheckedAt} />
        </Text>
      )}
      <Group gap="xs">
        {!verifiedAt && (
          <CopyButton value={record.value}>
            {({ copied, copy }) => (
              <Button size="sm" variant="default" onClick={copy}>
                {copied ? t('domains.copied') : t('domains.copy')}
              </Button>
            )}
          </CopyButton>
        )}
        <Button size="sm" variant="default" loading={check.running} onClick={() => void check.run({ params })}>
          {t('domains.check')}
        </Button>
        {verifiedAt && !isPrimary && (
          <Button size="sm" variant="light" loading={prefer.running} onClick={() => void prefer.run({ params })}>
            {t('domains.prefer')}
          </Button>
        )}
        <ConfirmButton size="sm" question={t('domains.removeQuestion', { domain })} onConfirm={() => remove.run({ params })}>
          {t('logo.remove')}
        </ConfirmButton>
      </Group>
    </Stack>
  )
}
