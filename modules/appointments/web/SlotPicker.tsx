import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { IconCalendarOff, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '#platform/web/api.ts'
import { useLookup } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { EmptyState, Loading, ProblemAlert } from '#platform/web/states.tsx'
import { type AppointmentMode, type AppointmentType, findSlots } from '../contract.ts'
import { addDays, dayOf, dayRange, daysFrom, longDay, todayIn } from './days.ts'
import classes from './slots.module.css'

/** Who offers a time. */
export type Offer = {
  professionalId: string
  name: string
  specialization: string | null
  location: string | null
  durationMinutes: number
}

type PickerProps = {
  type: AppointmentType
  mode: AppointmentMode
  professionalId: string | undefined
  /** First of the seven days shown. */
  from: string
  onFrom: (day: string) => void
  /** The time chosen so far. */
  at?: string | undefined
  /** Level of its heading. */
  heading: 2 | 3
  onPick: (at: string, offers: Offer[]) => void
}

/** The free times of seven days, day by day in the reader's zone. */
export function SlotPicker({ type, mode, professionalId, from, onFrom, at, heading, onPick }: PickerProps) {
  const { t } = useTranslation('appointments')
  const { zone, locale } = useDates()
  const query = { type, mode, professionalId, from, to: addDays(from, 6) }
  const { data, isLoading, problem } = useLookup(findSlots, { query }, { live: ['appointments'] })
  const today = todayIn(zone)
  const days = byDay(data?.items ?? [], zone)
  const shown = daysFrom(from, 7).filter((day) => days.has(day))
  const [, weekBefore = today] = [today, addDays(from, -7)].sort()
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="xs">
        <Title order={heading} size="h5" aria-live="polite">
          {dayRange(from, addDays(from, 6), locale)}
        </Title>
        <Group gap="xs">
          <Button
            variant="default"
            size="sm"
            leftSection={<IconChevronLeft size={18} aria-hidden />}
            disabled={from <= today}
            onClick={() => onFrom(weekBefore)}
          >
            {t('slots.earlier')}
          </Button>
          <Button
            variant="default"
            size="sm"
            rightSection={<IconChevronRight size={18} aria-hidden />}
            onClick={() => onFrom(addDays(from, 7))}
          >
            {t('slots.later')}
          </Button>
        </Group>
      </Group>
      <ProblemAlert of={problem} />
      {!data && isLoading && <Loading rows={4} />}
      {data && shown.length === 0 && <NothingFree query={query} onFrom={onFrom} />}
      {shown.length > 0 && (
        <Stack gap="sm" aria-busy={isLoading} className={isLoading ? classes.stale : undefined}>
          {shown.map((day) => (
            <Day key={day} day={day} times={days.get(day) ?? new Map()} at={at} onPick={onPick} />
          ))}
          <Text size="sm" c="dimmed">
            {t('slots.zone', { zone: zone.replace('_', ' ') })}
          </Text>
        </Stack>
      )}
    </Stack>
  )
}

type Times = Map<string, Offer[]>

function Day({ day, times, at, onPick }: { day: string; times: Times } & Pick<PickerProps, 'at' | 'onPick'>) {
  const { t } = useTranslation('appointments')
  const dates = useDates()
  const name = longDay(day, dates.locale)
  return (
    <section className={classes.day} aria-label={name}>
      <Group justify="space-between" mb="sm" gap="xs">
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {t('slots.count', { count: times.size })}
        </Text>
      </Group>
      <ul className={classes.times}>
        {[...times].map(([start, offers]) => (
          <li key={start}>
            <button type="button" className={classes.time} aria-pressed={start === at} onClick={() => onPick(start, offers)}>
              <span className="salus-unseen">{name}, </span>
              {dates.instant(start, { look: 'time' })}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

type Query = { type: AppointmentType; mode: AppointmentMode; professionalId: string | undefined; from: string; to: string }

/** Nothing in these days: looks for the first day that has something, four weeks ahead. */
function NothingFree({ query, onFrom }: { query: Query; onFrom: (day: string) => void }) {
  const { t } = useTranslation('appointments')
  const { zone } = useDates()
  const [state, setState] = useState<'idle' | 'looking' | 'none'>('idle')
  const look = async () => {
    setState('looking')
    const ahead = { ...query, from: addDays(query.to, 1), to: addDays(query.to, 28) }
    const { items } = await call(findSlots, { query: ahead })
    const first = items.flatMap((item) => item.starts[0] ?? []).sort()[0]
    setState(first ? 'idle' : 'none')
    if (first) onFrom(dayOf(first, zone))
  }
  return (
    <EmptyState
      icon={IconCalendarOff}
      title={t('slots.none')}
      hint={t(state === 'none' ? 'slots.noneAhead' : 'slots.noneHint')}
      action={
        state !== 'none' && (
          <Button onClick={() => void look().catch(() => setState('none'))} loading={state === 'looking'}>
            {t('slots.next')}
          </Button>
        )
      }
    />
  )
}

type Found = (Offer & { starts: string[] })[]
/** Days of the reader, each with its times in order and who offers them. */
function byDay(items: Found, zone: string): Map<string, Times> {
  const days = new Map<string, Times>()
  const all = items.flatMap(({ starts, ...offer }) => starts.map((start) => ({ start, offer })))
  for (const { start, offer } of all.sort((a, b) => (a.start < b.start ? -1 : 1))) {
    const day = dayOf(start, zone)
    const times = days.get(day) ?? new Map<string, Offer[]>()
    days.set(day, times.set(start, [...(times.get(start) ?? []), offer]))
  }
  return days
}
