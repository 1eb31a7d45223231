import { Group, Stack, Text } from '@mantine/core'
import { IconCreditCard } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useData } from '#platform/web/data.ts'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { readBilling } from '../contract.ts'

/** How the organisation pays; it is decided on the page of its plan and invoices. */
export default function IntegrationCard() {
  const { t } = useTranslation('billing')
  const { data } = useData(readBilling, {}, { live: ['billing', 'tenancy'] })
  const { label, takesCards } = data.payment
  return (
    <Card title={t('integration.title')} icon={IconCreditCard} link={{ label: t('integration.open'), to: '/billing' }}>
      <Stack gap="xs">
        <Group>
          <StatusBadge tone={label ? 'good' : 'quiet'}>{label ? t('integration.cards') : t('integration.noCard')}</StatusBadge>
        </Group>
        <Text size="sm" c="dimmed">
          {label ? t('integration.card', { label }) : takesCards ? t('integration.either') : t('integration.transfer')}.{' '}
          {takesCards ? t('integration.provider') : t('integration.noStripe')}
        </Text>
      </Stack>
    </Card>
  )
}
