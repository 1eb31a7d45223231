import { Group, Stack, Text } from '@mantine/core'
import { IconCalendarEvent } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useData } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { AnchorLink, ButtonLink } from '#platform/web/links.tsx'
import { myAppointments } from '../contract.ts'
import { Status } from './Status.tsx'

/** My next appointment on the home page, or the way to book one. */
export default function NextAppointment() {
  const { t } = useTranslation('appointments')
  const dates = useDates()
  const { data } = useData(myAppointments, { query: { limit: 2 } }, { live: ['appointments'] })
  const [next, then] = data.items
  return (
    <Card title={t('home.next')} icon={IconCalendarEvent} link={{ label: t('home.all'), to: '/appointments' }}>
      {next ? (
        <Stack gap="xs">
          <AnchorLink to="/appointments/$id" params={{ id: next.id }} fw={600} size="lg">
            {dates.instant(next.startsAt, { look: 'long' })}
          </AnchorLink>
          <Text>
            {t(`type.${next.type}`)} · {next.professional.name} · {t(`mode.${next.mode}`)}
          </Text>
          <Group>
            <Status of={next.status} />
          </Group>
          {then && (
            <Text size="sm" c="dimmed">
              {t('home.then', { when: dates.instant(then.startsAt, { look: 'long' }) })}
            </Text>
          )}
        </Stack>
      ) : (
        <Stack gap="sm" align="flex-start">
          <Text c="dimmed">{t('home.none')}</Text>
          <ButtonLink variant="light" to="/book">
            {t('mine.book')}
          </ButtonLink>
        </Stack>
      )}
    </Card>
  )
}
