import { Stack } from '@mantine/core'
import { IconCalendarEvent } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useData } from '#platform/web/data.ts'
import { useDates } from '#platform/web/dates.tsx'
import { Page } from '#platform/web/Page.tsx'
import { useMe } from '#platform/web/session.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { getAppointment } from '../contract.ts'
import { Actions } from './Actions.tsx'
import { Facts } from './Facts.tsx'
import { useNeeds } from './needs.ts'
import { ReasonCard } from './ReasonCard.tsx'
import { Status } from './Status.tsx'

const route = getRouteApi('/appointments/$id')

export default function AppointmentPage() {
  const { t } = useTranslation('appointments')
  const dates = useDates()
  const me = useMe()
  const { id } = route.useParams()
  const { data: it } = useData(getAppointment, { params: { id } }, { live: ['appointments'] })
  const needs = useNeeds(it.needs)
  const own = it.employee.userId === me.id
  const title = own ? t('one.titleWith', { name: it.professional.name }) : t('one.titleOf', { name: it.employee.name })
  const crumb = own
    ? { label: t('pages.mine'), to: '/appointments' as const }
    : { label: t('pages.calendar'), to: '/calendar' as const, search: { day: it.startsAt.slice(0, 10) } }
  const foreign = it.timeZone !== dates.zone && dates.instant(it.startsAt, { look: 'long', zone: it.timeZone, showZone: true })
  return (
    <Page title={title} crumbs={[crumb]} actions={<Actions of={it} own={own} />}>
      <Stack gap="lg" maw={860}>
        <Card title={t('one.facts')} icon={IconCalendarEvent}>
          <Facts
            of={[
              [t('one.status'), <Status key="status" of={it.status} />],
              [t('one.when'), dates.instant(it.startsAt, { look: 'long', showZone: true })],
              ...(foreign ? [[t('one.whenThere'), foreign] as const] : []),
              [t('one.duration'), t('book.minutes', { count: it.durationMinutes })],
              [t('one.what'), t(`type.${it.type}`)],
              [t('one.where'), it.mode === 'in_person' ? (it.location ?? t('one.placeToCome')) : t(`place.${it.mode}`)],
              ...(own ? [] : [[t('one.employee'), it.employee.name] as const]),
              ...(own ? [[t('one.with'), it.professional.name] as const] : []),
              ...needs,
              ...(it.cancelledReason ? [[t('one.because'), it.cancelledReason] as const] : []),
            ]}
          />
        </Card>
        {it.may.readReason && <ReasonCard of={it} own={own} />}
        <Slot name="appointment" with={{ appointmentId: it.id, mode: it.mode, status: it.status }} />
      </Stack>
    </Page>
  )
}
