import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPackage } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { StatusBadge, type Tone } from '#platform/web/StatusBadge.tsx'
import { cancelPlan, type Overview, resumePlan } from '../contract.ts'
import { ChoosePlan } from './ChoosePlan.tsx'
import { useMoney } from './money.ts'

const tones: Record<string, Tone> = { trialing: 'info', active: 'good', past_due: 'warn' }

/** The plan in force, what comes next, and what can be done about it. */
export function PlanCard({ of, mayWrite }: { of: Overview; mayWrite: boolean }) {
  const { t } = useTranslation('billing')
  const dates = useDates()
  const money = useMoney()
  const [opened, { open, close }] = useDisclosure()
  const cancel = useAction(cancelPlan, { invalidates: ['billing'], success: t('plan.canceled') })
  const resume = useAction(resumePlan, { invalidates: ['billing'], success: t('plan.resumed') })
  const { subscription, may, nextBillingAt, nextAmount } = of
  const day = nextBillingAt ? dates.instant(nextBillingAt, { look: 'date' }) : ''
  const status = subscription?.status as 'active'
  return (
    <Card title={t('plan.title')} icon={IconPackage}>
      <Stack gap="sm">
        {subscription ? (
          <>
            <Group gap="sm">
              <Text fw={600} size="lg" style={{ overflowWrap: 'anywhere' }}>
                {subscription.planName}
              </Text>
              <StatusBadge tone={tones[subscription.status] ?? 'quiet'}>{t(`status.${status}`)}</StatusBadge>
            </Group>
            {subscription.description && <Text>{subscription.description}</Text>}
            <Text>
              {t(`price.${subscription.billingCycle as 'monthly'}`, { amount: money(subscription.amount, subscription.currency) })}
            </Text>
            <Text c="dimmed">
              {nextAmount === null ? t('plan.ends', { day }) : t('plan.next', { day, amount: money(nextAmount, subscription.currency) })}
            </Text>
          </>
        ) : (
          <Text c="dimmed">{of.details ? t('plan.none') : t('plan.detailsFirst')}</Text>
        )}
        {mayWrite && (
          <Group gap="xs">
            <Button onClick={open} disabled={!may.choose}>
              {subscription ? t('plan.change') : t('plan.choose')}
            </Button>
            {may.cancel && (
              <ConfirmButton
                question={t('plan.cancelQuestion')}
                hint={t('plan.cancelHint', { day })}
                yes={t('plan.cancelYes')}
                onConfirm={() => cancel.run()}
              >
                {t('plan.cancel')}
              </ConfirmButton>
            )}
            {may.resume && (
              <Button variant="light" loading={resume.running} onClick={() => void resume.run()}>
                {t('plan.resume')}
              </Button>
            )}
          </Group>
        )}
      </Stack>
      <Modal opened={opened} onClose={close} title={subscription ? t('plan.change') : t('plan.choose')} size="lg">
        <ChoosePlan current={subscription?.planId} done={close} />
      </Modal>
    </Card>
  )
}
