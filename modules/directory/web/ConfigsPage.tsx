import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AnchorLink } from '#platform/web/links.tsx'
import { ResourcePage } from '#platform/web/ResourcePage.tsx'
import { orgConfigs } from '../contract.ts'

const route = getRouteApi('/organizations/$orgId/configs')

export default function ConfigsPage() {
  const { t } = useTranslation('directory')
  return (
    <ResourcePage of={orgConfigs} params={route.useParams()} words="directory:configs">
      <AnchorLink to="/organizations">{t('back')}</AnchorLink>
    </ResourcePage>
  )
}
