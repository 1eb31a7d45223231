import { Alert, Button, Group, PasswordInput, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCreditCard } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { forgetPaymentService, type PaymentService, readPaymentService, savePaymentService, testPaymentService } from '../contract.ts'

const tones = { active: 'good', inactive: 'quiet', failing: 'bad' } as const
const empty = { secretKey: '', webhookSecret: '' }

/** The installation's account at Stripe: its keys are entered, tried and forgotten here, and never shown. */
export default function StripeCard() {
  const { t } = useTranslation('billing')
  const { data } = useData(readPaymentService, {})
  const form = useContractForm(savePaymentService.body, empty)
  const save = useAction(savePaymentService, { invalidates: [readPaymentService], success: t('stripe.saved') })
  const kept = data.from === 'console' ? t('stripe.keep') : t('stripe.once')
  return (
    <Card title={t('stripe.title')} icon={IconCreditCard}>
      <Stack>
        <Standing of={data} />
        <Form form={form} action={save} input={(body) => ({ body })} onDone={() => form.setValues(empty)}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <PasswordInput label={t('stripe.secretKey')} description={kept} autoComplete="off" {...form.getInputProps('secretKey')} />
            <PasswordInput
              label={t('stripe.webhookSecret')}
              description={kept}
              autoComplete="off"
              {...form.getInputProps('webhookSecret')}
            />
          </SimpleGrid>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {t('stripe.webhookHint', { url: `${window.location.origin}/api/billing/stripe` })}
          </Text>
        </Form>
      </Stack>
    </Card>
  )
}

/** How it stands, and a way to try it. */
function Standing({ of }: { of: PaymentService }) {
  const { t } = useTranslation('billing')
  const test = useAction(testPaymentService, { invalidates: [readPaymentService] })
  const forget = useAction(forgetPaymentService, { invalidates: [readPaymentService], success: t('stripe.forgotten') })
  if (!of.from) return <Text c="dimmed">{t('stripe.none')}</Text>
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <StatusBadge tone={tones[of.status]}>{t(`stripe.status.${of.status}`)}</StatusBadge>
        {of.isTest && <StatusBadge tone="quiet">{t('stripe.isTest')}</StatusBadge>}
        <Text size="sm" c="dimmed">
          {of.lastSyncedAt ? (
            <>
              {t('stripe.last')} <DateTime at={of.lastSyncedAt} />
            </>
          ) : (
            t('stripe.never')
          )}
        </Text>
      </Group>
      {of.from === 'environment' && (
        <Text size="sm" c="dimmed">
          {t('stripe.environment')}
        </Text>
      )}
      {(of.problem || !of.hasWebhookSecret) && (
        <Alert variant="light" color="red" icon={<IconAlertTriangle />} title={t('stripe.problem')}>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {of.problem ?? t('stripe.noWebhook')}
          </Text>
        </Alert>
      )}
      <Group gap="xs">
        <Button variant="default" loading={test.running} onClick={() => void test.run({})}>
          {t('stripe.test')}
        </Button>
        {of.from === 'console' && (
          <ConfirmButton question={t('stripe.forgetQuestion')} hint={t('stripe.forgetHint')} onConfirm={() => forget.run({})}>
            {t('stripe.forget')}
          </ConfirmButton>
        )}
      </Group>
    </Stack>
  )
}
