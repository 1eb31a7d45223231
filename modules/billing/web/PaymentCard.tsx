import { Stack, Text } from '@mantine/core'
import { IconCreditCard } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { forgetCard, type Overview } from '../contract.ts'
import { useMoney } from './money.ts'

/** How it is paid, what is owed, and credit that is left. */
export function PaymentCard({ of, mayWrite }: { of: Overview; mayWrite: boolean }) {
  const { t } = useTranslation('billing')
  const money = useMoney()
  const dates = useDates()
  const forget = useAction(forgetCard, { success: t('payment.forgotten') })
  const currency = of.details?.currency ?? 'GBP'
  const { label, takesCards } = of.payment
  return (
    <Card title={t('payment.title')} icon={IconCreditCard}>
      <Stack gap="sm">
        <Text>
          {t('payment.owed')}: <strong>{money(of.owed, currency)}</strong>
        </Text>
        {of.credit > 0 && <Text>{t('payment.credit', { amount: money(of.credit, currency) })}</Text>}
        {of.lastBilledAt && <Text>{t('payment.last', { day: dates.instant(of.lastBilledAt, { look: 'date' }) })}</Text>}
        <Text c="dimmed">{label ? t('payment.byCard', { label }) : takesCards ? t('payment.either') : t('payment.byTransfer')}</Text>
        {label && mayWrite && (
          <div>
            <ConfirmButton
              variant="default"
              question={t('payment.forgetQuestion')}
              hint={t('payment.forgetHint')}
              yes={t('payment.forgetYes')}
              onConfirm={() => forget.run()}
            >
              {t('payment.forget')}
            </ConfirmButton>
          </div>
        )}
      </Stack>
    </Card>
  )
}
