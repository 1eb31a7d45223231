import { List, Progress, Stack, Text } from '@mantine/core'
import { IconCheck, IconGauge } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useDates } from '#platform/web/dates.tsx'
import type { Overview } from '../contract.ts'

const gigabyte = 1e9

/** What the plan includes, and how much of it is used. */
export function UseCard({ of }: { of: Overview }) {
  const { t } = useTranslation('billing')
  const { locale } = useDates()
  const size = (bytes: number) => `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(bytes / gigabyte)} GB`
  return (
    <Card title={t('use.title')} icon={IconGauge}>
      <Stack gap="md">
        <Meter label={t('use.people')} {...of.people} words={String} />
        <Meter label={t('use.storage')} {...of.storage} words={size} />
        <List spacing={4} icon={<IconCheck size={18} stroke={1.8} className="salus-tint" aria-hidden />} aria-label={t('use.features')}>
          {of.features.map((key) => (
            <List.Item key={key}>{t(`feature.${key}`)}</List.Item>
          ))}
        </List>
      </Stack>
    </Card>
  )
}

type MeterProps = { label: string; used: number; most: number | null; words: (value: number) => string }
function Meter({ label, used, most, words }: MeterProps) {
  const { t } = useTranslation('billing')
  const share = most === null ? 0 : Math.min(100, Math.round((100 * used) / most))
  return (
    <div>
      <Text size="sm" mb={4}>
        {label}:{' '}
        <strong>{most === null ? t('use.noLimit', { used: words(used) }) : t('use.of', { used: words(used), most: words(most) })}</strong>
      </Text>
      {most !== null && <Progress value={share} color={share >= 90 ? 'orange' : undefined} size="lg" aria-label={label} />}
    </div>
  )
}
