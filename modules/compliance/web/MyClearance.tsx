import { getRouteApi } from '@tanstack/react-router'
import { useData } from '#platform/web/data.ts'
import { Page } from '#platform/web/Page.tsx'
import { myClearance } from '../contract.ts'
import { AsOf, AsOfAlert, type AsOfValue } from './AsOf.tsx'
import { ClearanceView } from './ClearanceView.tsx'

const route = getRouteApi('/my/clearance')

export default function MyClearance() {
  const asOf = route.useSearch()
  const navigate = route.useNavigate()
  const { data } = useData(myClearance, { query: asOf }, { live: ['employees', 'compliance', 'certificates', 'enrollments'] })
  const setAsOf = (search: AsOfValue) => void navigate({ search, replace: true })
  return (
    <Page>
      <AsOf value={asOf} onChange={setAsOf} />
      <AsOfAlert value={asOf} onChange={setAsOf} />
      <ClearanceView of={data} own />
    </Page>
  )
}
