import { Stack } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useData } from '#platform/web/data.ts'
import { Page } from '#platform/web/Page.tsx'
import { useCan, useMe } from '#platform/web/session.tsx'
import { getSchedule } from '../contract.ts'
import { Exceptions } from './Exceptions.tsx'
import { HoursForm } from './HoursForm.tsx'
import { NotYou, useWhose, WhoseSelect } from './Whose.tsx'

const route = getRouteApi('/working-hours')

export default function HoursPage() {
  const { t } = useTranslation('appointments')
  const can = useCan()
  const { professional } = route.useSearch()
  const navigate = route.useNavigate()
  const whose = useWhose(professional)
  return (
    <Page
      subtitle={t('hours.hint')}
      crumbs={[{ label: t('pages.calendar'), to: '/calendar', search: professional ? { professional } : {} }]}
    >
      {can('appointments:manage') && whose.id && (
        <WhoseSelect value={whose.id} onChange={(id) => void navigate({ search: { professional: id } })} />
      )}
      {whose.id ? <Hours key={whose.id} id={whose.id} /> : <NotYou />}
    </Page>
  )
}

function Hours({ id }: { id: string }) {
  const { data: schedule } = useData(getSchedule, { params: { id } })
  const me = useMe()
  return (
    <Stack gap="lg" maw={860}>
      <HoursForm key={schedule.version} schedule={schedule} own={schedule.userId === me.id} />
      <Exceptions schedule={schedule} />
    </Stack>
  )
}
