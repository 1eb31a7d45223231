import { ActionIcon, Button, Fieldset, Group, Stack, Switch, Text, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { OperatingHours } from '../contract.ts'
import { asClock, dayName, usual, type Weekday, week } from './hours.ts'

type HoursInputProps = {
  value: OperatingHours | null
  onChange: (value: OperatingHours | null) => void
  /** What is wrong, by its path below the hours (`1.0.1`). */
  errors: Readonly<Record<string, string>>
}

/** The hours of a week: several spans a day, none on a closed one. */
export function HoursInput({ value, onChange, errors }: HoursInputProps) {
  const { t, i18n } = useTranslation('structure')
  const set = (day: Weekday, spans: OperatingHours[Weekday]) => value && onChange({ ...value, [day]: spans })
  const likeMonday = () => value && onChange({ ...value, 2: value[1], 3: value[1], 4: value[1], 5: value[1] })
  return (
    <Fieldset legend={t('branches.hours')}>
      <Stack gap="sm">
        <Switch
          label={t('branches.stateHours')}
          checked={value !== null}
          onChange={({ currentTarget }) => onChange(currentTarget.checked ? usual() : null)}
        />
        {value &&
          week.map((day) => (
            <Day
              key={day}
              name={dayName(day, i18n.language, 'long')}
              spans={value[day]}
              set={(spans) => set(day, spans)}
              error={Object.entries(errors).find(([path]) => path.startsWith(`${day}.`))?.[1]}
            />
          ))}
        {value && (
          <Button variant="subtle" size="compact-sm" onClick={likeMonday} style={{ alignSelf: 'flex-start' }}>
            {t('branches.likeMonday')}
          </Button>
        )}
      </Stack>
    </Fieldset>
  )
}

type Spans = OperatingHours[Weekday]
type DayProps = { name: string; spans: Spans; set: (spans: Spans) => void; error: string | undefined }
function Day({ name, spans, set, error }: DayProps) {
  const { t } = useTranslation('structure')
  const change = (at: number, end: 0 | 1, time: string) =>
    set(spans.map((span, i) => (i === at ? (end === 0 ? [time, span[1]] : [span[0], time]) : span)))
  return (
    <Group gap="sm" align="flex-start" role="group" aria-label={name}>
      <Text w={100} pt={8} size="sm">
        {name}
      </Text>
      <Stack gap={6} flex="1 1 230px">
        {spans.length === 0 && (
          <Text pt={8} size="sm" c="dimmed">
            {t('branches.closed')}
          </Text>
        )}
        {spans.map((span, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a span is what its place says; two may be alike while they are typed
          <Group key={i} gap={6} wrap="nowrap">
            <Clock label={t('branches.opens', { day: name })} value={span[0]} set={(time) => change(i, 0, time)} />
            <Text aria-hidden>{t('branches.until')}</Text>
            <Clock label={t('branches.closes', { day: name })} value={span[1]} set={(time) => change(i, 1, time)} />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('branches.removeSpan', { day: name })}
              onClick={() => set(spans.toSpliced(i, 1))}
            >
              <IconX size={16} />
            </ActionIcon>
          </Group>
        ))}
        {error && (
          <Text size="sm" c="red" role="alert">
            {error}
          </Text>
        )}
      </Stack>
      {spans.length < 4 && (
        <ActionIcon
          variant="default"
          mt={4}
          aria-label={t('branches.addSpan', { day: name })}
          onClick={() => set([...spans, nextAfter(spans)])}
        >
          <IconPlus size={16} />
        </ActionIcon>
      )}
    </Group>
  )
}

/** After a break of an hour, where the day still has room. */
function nextAfter(spans: Spans): [string, string] {
  const last = spans.at(-1)?.[1]
  if (!last) return ['09:00', '17:00']
  const hour = Math.min(Number(last.slice(0, 2)) + 1, 23)
  return [`${String(hour).padStart(2, '0')}:00`, '24:00']
}

/** Twenty-four hours, whatever the browser's own clock would show. */
function Clock({ label, value, set }: { label: string; value: string; set: (time: string) => void }) {
  return (
    <TextInput
      aria-label={label}
      value={value}
      w={78}
      maxLength={5}
      placeholder="08:30"
      onChange={({ currentTarget }) => set(currentTarget.value)}
      onBlur={() => set(asClock(value))}
    />
  )
}
