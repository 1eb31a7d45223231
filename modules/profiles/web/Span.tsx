import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useDates } from '#platform/web/dates.tsx'

/** From when to when, as far as it is known. */
export function Span({
  of: { startDate, endDate, isCurrent },
}: {
  of: { startDate: string | null; endDate: string | null; isCurrent: boolean }
}) {
  const { t } = useTranslation('profiles')
  const dates = useDates()
  const from = startDate && dates.day(startDate)
  const until = isCurrent ? t('span.now') : endDate && dates.day(endDate)
  const words = from && until ? `${from} – ${until}` : from ? t('span.from', { day: from }) : until ? t('span.until', { day: until }) : null
  return words ? (
    <Text size="sm" c="dimmed">
      {words}
    </Text>
  ) : null
}
