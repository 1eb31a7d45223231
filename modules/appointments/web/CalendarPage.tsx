import { Button, Group, SegmentedControl, Stack } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useData } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { getCalendar } from '../contract.ts'
import { CalendarGrid } from './CalendarGrid.tsx'
import { addDays, dayRange, daysFrom, longDay, mondayOf, todayIn } from './days.ts'
import { NotYou, useWhose, WhoseSelect } from './Whose.tsx'

const route = getRouteApi('/calendar')

export default function CalendarPage() {
  const { t } = useTranslation('appointments')
  const can = useCan()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const whose = useWhose(search.professional)
  if (!whose.id)
    return (
      <Page>
        <NotYou />
      </Page>
    )
  const go = (next: Partial<typeof search>) => void navigate({ search: { ...search, ...next }, resetScroll: false })
  return (
    <Page
      actions={
        <>
          {can('appointments:book_for_others') && (
            <ButtonLink variant="default" to="/book" search={{ professional: whose.id }}>
              {t('calendar.book')}
            </ButtonLink>
          )}
          <ButtonLink variant="default" to="/working-hours" search={search.professional ? { professional: search.professional } : {}}>
            {t('pages.hours')}
          </ButtonLink>
        </>
      }
    >
      {can('appointments:manage') && <WhoseSelect value={whose.id} onChange={(professional) => go({ professional })} />}
      <Days key={whose.id} id={whose.id} day={search.day} view={search.view ?? 'week'} go={go} />
    </Page>
  )
}

type DaysProps = {
  id: string
  day: string | undefined
  view: 'day' | 'week'
  go: (next: { day?: string | undefined; view?: 'day' | 'week' | undefined }) => void
}
function Days({ id, day, view, go }: DaysProps) {
  const { t } = useTranslation('appointments')
  const { zone, locale } = useDates()
  const today = todayIn(zone)
  const at = day ?? today
  const from = view === 'week' ? mondayOf(at) : at
  const length = view === 'week' ? 7 : 1
  const to = addDays(from, length - 1)
  const { data, isStale } = useData(getCalendar, { params: { id }, query: { from, to } }, { live: ['appointments'] })
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm">
        <Group gap="xs">
          <Button variant="default" px="xs" aria-label={t(`calendar.before_${view}`)} onClick={() => go({ day: addDays(from, -length) })}>
            <IconChevronLeft size={20} aria-hidden />
          </Button>
          <Button variant="default" px="xs" aria-label={t(`calendar.after_${view}`)} onClick={() => go({ day: addDays(from, length) })}>
            <IconChevronRight size={20} aria-hidden />
          </Button>
          <Button variant="default" onClick={() => go({ day: undefined })}>
            {t('calendar.today')}
          </Button>
        </Group>
        <SegmentedControl
          aria-label={t('calendar.view')}
          value={view}
          onChange={(value) => go({ view: value === 'day' ? 'day' : undefined, day: at })}
          data={[
            { value: 'day', label: t('calendar.day') },
            { value: 'week', label: t('calendar.week') },
          ]}
        />
      </Group>
      <CalendarGrid
        caption={view === 'week' ? dayRange(from, to, locale) : longDay(from, locale)}
        days={daysFrom(from, length)}
        today={today}
        data={data}
        stale={isStale}
        onDay={(one) => go({ day: one, view: 'day' })}
      />
    </Stack>
  )
}
