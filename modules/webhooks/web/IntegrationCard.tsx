import { Group, Stack, Text } from '@mantine/core'
import { IconWebhook } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useData } from '#platform/web/data.ts'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { listWebhooks } from '../contract.ts'

/** Whether other systems are told; they are named on their own page. */
export default function IntegrationCard() {
  const { t } = useTranslation('webhooks')
  const { data } = useData(listWebhooks, {})
  const active = data.items.filter((one) => one.isActive)
  return (
    <Card title={t('integration.title')} icon={IconWebhook} link={{ label: t('integration.open'), to: '/webhooks' }}>
      <Stack gap="xs">
        <Group>
          <StatusBadge tone={active.length > 0 ? 'good' : 'quiet'}>
            {active.length > 0 ? t('integration.active') : data.items.length > 0 ? t('integration.paused') : t('integration.off')}
          </StatusBadge>
        </Group>
        <Text size="sm" c="dimmed">
          {active.length > 0 ? t('integration.on', { count: active.length }) : t('integration.none')}
        </Text>
      </Stack>
    </Card>
  )
}
