import { Button, Group, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { activateIt, closeIt, suspendIt, type WatchedTenant } from '../contract.ts'

/** Suspends, lets work, closes. */
export function TenantLife({ tenant, done }: { tenant: WatchedTenant; done: () => void }) {
  const { t } = useTranslation('operator')
  const [asking, setAsking] = useState<'suspend' | 'close'>()
  const params = { id: tenant.id }
  const activate = useAction(activateIt, { success: t('one.activated') })
  const suspend = useAction(suspendIt, { success: t('one.suspended') })
  const close = useAction(closeIt, { success: t('one.closed') })
  const reason = useContractForm(suspendIt.body, { reason: '' })
  const code = useContractForm(closeIt.body, { code: '' })
  const { status } = tenant
  if (status === 'closed') return null
  return (
    <Stack component="section" gap="sm" aria-label={t('one.life')}>
      <Title order={3} size="h5">
        {t('one.life')}
      </Title>
      {tenant.suspendedReason && <Text>{tenant.suspendedReason}</Text>}
      {asking === 'suspend' && (
        <Form
          form={reason}
          action={suspend}
          input={(body) => ({ params, body })}
          onDone={done}
          submit={t('one.suspend')}
          onCancel={() => setAsking(undefined)}
          free
        >
          <Textarea label={t('one.reason')} autosize minRows={2} {...reason.getInputProps('reason')} />
        </Form>
      )}
      {asking === 'close' && (
        <Form
          form={code}
          action={close}
          input={(body) => ({ params, body })}
          onDone={done}
          submit={t('one.close')}
          onCancel={() => setAsking(undefined)}
          free
        >
          <Text>{t('one.closeHint', { code: tenant.code })}</Text>
          <TextInput label={t('one.code')} autoCapitalize="none" {...code.getInputProps('code')} />
        </Form>
      )}
      {!asking && (
        <Group gap="xs">
          {status !== 'active' && (
            <Button variant="light" loading={activate.running} onClick={() => void activate.run({ params }).then(done)}>
              {t('one.activate')}
            </Button>
          )}
          {status !== 'suspended' && (
            <Button variant="light" color="yellow" onClick={() => setAsking('suspend')}>
              {t('one.suspend')}
            </Button>
          )}
          <Button variant="default" c="var(--mantine-color-red-light-color)" onClick={() => setAsking('close')}>
            {t('one.close')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}
