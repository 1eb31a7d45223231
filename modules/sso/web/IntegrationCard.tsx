import { Group, Stack, Text } from '@mantine/core'
import { IconFingerprintScan } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useData } from '#platform/web/data.ts'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { listConnections } from '../contract.ts'

/** How single sign-on stands; it is set up on its own page. */
export default function IntegrationCard() {
  const { t } = useTranslation('sso')
  const { data } = useData(listConnections, {}, { live: ['tenancy'] })
  const active = data.items.filter((one) => one.isActive)
  const failing = active.find((one) => one.problem !== null)
  return (
    <Card title={t('integration.title')} icon={IconFingerprintScan} link={{ label: t('integration.open'), to: '/single-sign-on' }}>
      <Stack gap="xs">
        <Group>
          {active.length > 0 ? (
            <StatusBadge tone={failing ? 'bad' : 'good'}>{t('integration.on', { count: active.length })}</StatusBadge>
          ) : (
            <StatusBadge tone="quiet">{t('integration.off')}</StatusBadge>
          )}
        </Group>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {failing
            ? t('integration.failing', { name: failing.name })
            : active.length > 0
              ? active.map(({ name }) => name).join(' · ')
              : t('integration.none')}
        </Text>
      </Stack>
    </Card>
  )
}
