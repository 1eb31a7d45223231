import { Alert, Button, Group, Switch } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import '@mantine/dates/styles.layer.css'
import { IconCalendar, IconHistory } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useCalendar, useDates } from '#platform/web/dates.tsx'

export type AsOfValue = { at?: string | undefined; known?: 'then' | undefined }
type AsOfProps = { value: AsOfValue; onChange: (value: AsOfValue) => void }

/** Today in the viewer's own calendar, YYYY-MM-DD. */
export const dayIn = (zone: string, at = new Date(performance.timeOrigin + performance.now())) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at)

/** Which day is asked about, and by whose knowledge. */
export function AsOf({ value, onChange }: AsOfProps) {
  const { t } = useTranslation('compliance')
  const calendar = useCalendar()
  const { zone, locale } = useDates()
  const past = value.at !== undefined && value.at < dayIn(zone)
  return (
    <Group gap="md" align="flex-end">
      <DatePickerInput
        {...calendar}
        label={t('team.asOf')}
        placeholder={t('team.today')}
        value={value.at ?? null}
        onChange={(at) => onChange(at ? { ...value, at } : {})}
        leftSection={<IconCalendar size={18} stroke={1.6} aria-hidden />}
        valueFormat="D MMM YYYY"
        locale={locale}
        clearable
        highlightToday
        miw={190}
      />
      <Switch
        label={t('team.knownThen')}
        checked={value.known === 'then'}
        disabled={!past}
        onChange={(event) => onChange({ ...value, known: event.currentTarget.checked ? 'then' : undefined })}
        mb={10}
      />
    </Group>
  )
}

/** Says so wherever what is on screen is not today. */
export function AsOfAlert({ value, onChange }: AsOfProps) {
  const { t } = useTranslation('compliance')
  const dates = useDates()
  const today = dayIn(dates.zone)
  if (value.at === undefined || value.at === today) return null
  const words = value.at > today ? 'team.ahead' : value.known === 'then' ? 'team.pastThen' : 'team.pastNow'
  return (
    <Alert color="blue" variant="light" icon={<IconHistory />} role="status">
      <Group justify="space-between" gap="sm">
        <span>{t(words, { day: dates.day(value.at) })}</span>
        <Button size="xs" variant="default" onClick={() => onChange({})}>
          {t('team.back')}
        </Button>
      </Group>
    </Alert>
  )
}
