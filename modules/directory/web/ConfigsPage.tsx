import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ResourcePage } from '#platform/web/ResourcePage.tsx'
import { orgConfigs } from '../contract.ts'
import { useOrganizationName } from './organizationName.ts'

const route = getRouteApi('/organizations/$orgId/configs')

export default function ConfigsPage() {
  const { t } = useTranslation('directory')
  const params = route.useParams()
  const crumbs = [{ label: t('pages.organizations'), to: '/organizations' as const }]
  return (
    <ResourcePage of={orgConfigs} params={params} words="directory:configs" crumbs={crumbs} subtitle={useOrganizationName(params.orgId)} />
  )
}
