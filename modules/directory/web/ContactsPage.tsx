import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AnchorLink } from '#platform/web/links.tsx'
import { ResourcePage } from '#platform/web/ResourcePage.tsx'
import { branchContacts } from '../contract.ts'

const route = getRouteApi('/branches/$branchId/contacts')

export default function ContactsPage() {
  const { t } = useTranslation('directory')
  return (
    <ResourcePage of={branchContacts} params={route.useParams()} words="directory:contacts">
      <AnchorLink to="/organizations">{t('back')}</AnchorLink>
    </ResourcePage>
  )
}
