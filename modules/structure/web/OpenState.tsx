import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import type { Branch } from '../contract.ts'
import { hoursWords } from './hours.ts'

/** Whether a place is open now, and its week in few words. */
export function OpenState({ branch: { status, open, operatingHours } }: { branch: Branch }) {
  const { t, i18n } = useTranslation('structure')
  if (status === 'inactive') return <StatusBadge tone="quiet">{t('branches.inactive')}</StatusBadge>
  if (!open || !operatingHours) return t('branches.noHours')
  const words = open.isOpen ? 'openUntil' : open.changesAt ? 'opensAt' : 'closedToday'
  return (
    <Stack gap={4} align="flex-start">
      <StatusBadge tone={open.isOpen ? 'good' : 'quiet'}>{t(`branches.${words}`, { time: open.changesAt })}</StatusBadge>
      {hoursWords(operatingHours, i18n.language).map(({ days, spans }) => (
        <Text key={days} size="xs" c="dimmed" ta="start">
          {days} {spans || t('branches.closed')}
        </Text>
      ))}
    </Stack>
  )
}
