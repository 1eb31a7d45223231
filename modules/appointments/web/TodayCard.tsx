import { Group, Stack, Text } from '@mantine/core'
import { IconStethoscope } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useData, useLookup } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { AnchorLink, ButtonLink } from '#platform/web/links.tsx'
import { Loading } from '#platform/web/states.tsx'
import { getCalendar, mySchedule } from '../contract.ts'
import { todayIn } from './days.ts'
import { Status } from './Status.tsx'

/** The professional's day on the home page. */
export default function TodayCard() {
  const { t } = useTranslation('appointments')
  const dates = useDates()
  const { data: own } = useData(mySchedule, {})
  const id = own.schedule?.id
  const today = todayIn(own.schedule?.timeZone ?? dates.zone)
  const { data } = useLookup(getCalendar, id ? { params: { id }, query: { from: today, to: today } } : null, { live: ['appointments'] })
  const shown = data?.items.slice(0, 6) ?? []
  return (
    <Card title={t('home.today')} icon={IconStethoscope} link={{ label: t('home.calendar'), to: '/calendar' }}>
      {!own.schedule && <Text c="dimmed">{t('hours.notYou')}</Text>}
      {own.schedule && !data && <Loading rows={3} />}
      {data?.items.length === 0 && (
        <Stack gap="sm" align="flex-start">
          <Text c="dimmed">{t('home.free')}</Text>
          <ButtonLink variant="light" to="/working-hours">
            {t('pages.hours')}
          </ButtonLink>
        </Stack>
      )}
      <Stack component="ol" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {shown.map((item) => (
          <Group component="li" key={item.id} justify="space-between" gap="xs" wrap="nowrap">
            <AnchorLink to="/appointments/$id" params={{ id: item.id }} style={{ overflowWrap: 'anywhere' }}>
              {dates.instant(item.startsAt, { look: 'time' })} {item.employeeName}
            </AnchorLink>
            <Status of={item.status} />
          </Group>
        ))}
      </Stack>
      {data && data.items.length > shown.length && (
        <Text size="sm" c="dimmed" mt="xs">
          {t('home.more', { count: data.items.length - shown.length })}
        </Text>
      )}
    </Card>
  )
}
