import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useData } from '#platform/web/data.ts'
import { Page } from '#platform/web/Page.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { personClearance } from '../contract.ts'
import { AsOf, AsOfAlert, type AsOfValue } from './AsOf.tsx'
import { ClearanceView } from './ClearanceView.tsx'

const route = getRouteApi('/team/$id')

export default function PersonPage() {
  const { t } = useTranslation('compliance')
  const { id } = route.useParams()
  const asOf = route.useSearch()
  const navigate = route.useNavigate()
  const { data } = useData(personClearance, { params: { id }, query: asOf }, { live: ['employees', 'compliance', 'certificates'] })
  const setAsOf = (search: AsOfValue) => void navigate({ search, replace: true })
  return (
    <Page title={t('person.title', { name: data.name })} crumbs={[{ label: t('person.back'), to: '/team', search: asOf }]}>
      <AsOf value={asOf} onChange={setAsOf} />
      <AsOfAlert value={asOf} onChange={setAsOf} />
      <ClearanceView of={data} own={false} />
      <Slot name="clearance" with={{ userId: id }} />
    </Page>
  )
}
