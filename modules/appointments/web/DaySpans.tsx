import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Span } from '../contract.ts'
import classes from './hours.module.css'

type SpansProps = { name: string; spans: readonly Span[]; error?: string | undefined; onChange: (spans: Span[]) => void }
/** The working times of one day; a gap between two is a break. */
export function DaySpans({ name, spans, error, onChange }: SpansProps) {
  const { t } = useTranslation('appointments')
  const set = (i: number, span: Span) => onChange(spans.map((one, j) => (j === i ? span : one)))
  const last = spans.at(-1)
  const next: Span = last ? [last[1] < '23:00' ? last[1] : '23:00', last[1] < '23:00' ? '23:00' : '23:30'] : ['09:00', '17:00']
  const adding = t(spans.length ? 'hours.addBreak' : 'hours.addSpan')
  const add = () => onChange([...spans, last && last[1] < '16:00' ? [later(last[1], 60), '17:00'] : next])
  return (
    <Group component="fieldset" align="flex-start" gap="sm" m={0} p={0} style={{ border: 0 }}>
      <Text component="legend" fw={500} w={110} pt={8} style={{ float: 'left' }}>
        {name}
      </Text>
      <Stack gap="xs" style={{ flex: '1 1 240px' }}>
        <Group gap="xs" style={{ columnGap: 28 }}>
          {spans.map((span, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a span has no name but its place
            <Group key={i} gap="xs" wrap="nowrap">
              <TextInput
                type="time"
                aria-label={t('hours.from', { day: name, number: i + 1 })}
                value={span[0]}
                onChange={(event) => set(i, [event.currentTarget.value, span[1]])}
                className={classes.time}
              />
              <Text aria-hidden>–</Text>
              <TextInput
                type="time"
                aria-label={t('hours.to', { day: name, number: i + 1 })}
                value={span[1] === '24:00' ? '00:00' : span[1]}
                onChange={(event) => set(i, [span[0], event.currentTarget.value === '00:00' ? '24:00' : event.currentTarget.value])}
                className={classes.time}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('hours.removeSpan', { day: name, from: span[0], to: span[1] })}
                onClick={() => onChange(spans.filter((_, j) => j !== i))}
              >
                <IconX size={18} stroke={1.6} />
              </ActionIcon>
            </Group>
          ))}
        </Group>
        <Group gap="xs">
          {spans.length === 0 && <Text c="dimmed">{t('hours.free')}</Text>}
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={add}
            aria-label={`${adding}: ${name}`}
          >
            {adding}
          </Button>
        </Group>
        {error && (
          <Text size="sm" c="red" role="alert">
            {error}
          </Text>
        )}
      </Stack>
    </Group>
  )
}

function later(time: string, minutes: number): string {
  const total = Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) + minutes
  return `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`
}
