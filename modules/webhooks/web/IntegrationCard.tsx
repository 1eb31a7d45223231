import { Group, Stack, Text } from '@mantine/core'
import { IconWebhook } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { listWebhooks } from '../contract.ts'

/** Whether other systems are told; they are named on their own page. */
export default function IntegrationCard() {
  const { t } = useTranslation('webhooks')
  const { data } = useData(listWebhooks, {}, { live: ['webhooks'] })
  const active = data.items.filter((one) => one.isActive)
  const failing = active.find((one) => one.status === 'failing')
  const heard = active
    .flatMap(({ lastSyncedAt }) => lastSyncedAt ?? [])
    .sort()
    .at(-1)
  return (
    <Card title={t('integration.title')} icon={IconWebhook} link={{ label: t('integration.open'), to: '/webhooks' }}>
      <Stack gap="xs">
        <Group>
          <StatusBadge tone={failing ? 'bad' : active.length > 0 ? 'good' : 'quiet'}>
            {failing
              ? t('integration.failing')
              : active.length > 0
                ? t('integration.active')
                : data.items.length > 0
                  ? t('integration.paused')
                  : t('integration.off')}
          </StatusBadge>
          {heard && (
            <Text size="sm" c="dimmed">
              {t('list.last')} <DateTime at={heard} />
            </Text>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {failing
            ? t('integration.silent', { name: failing.name })
            : active.length > 0
              ? t('integration.on', { count: active.length })
              : t('integration.none')}
        </Text>
      </Stack>
    </Card>
  )
}
