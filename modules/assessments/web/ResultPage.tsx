import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useData } from '#platform/web/data.ts'
import { Page } from '#platform/web/Page.tsx'
import { useMe } from '#platform/web/session.tsx'
import { getResult } from '../contract.ts'
import { ResultView } from './ResultView.tsx'

const route = getRouteApi('/attempts/$id')

export default function ResultPage() {
  const { t } = useTranslation('assessments')
  const { id } = route.useParams()
  const me = useMe()
  const { data: result } = useData(getResult, { params: { id } })
  const own = result.userId === me.id
  return (
    <Page title={result.title} subtitle={t('pages.result')} crumbs={own ? [{ label: t('result.back'), to: '/learning' }] : []}>
      <ResultView result={result} own={own} />
    </Page>
  )
}
