import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ResourcePage } from '#platform/web/ResourcePage.tsx'
import { branchContacts } from '../contract.ts'

const route = getRouteApi('/branches/$branchId/contacts')

export default function ContactsPage() {
  const { t } = useTranslation('directory')
  const crumbs = [{ label: t('pages.organizations'), to: '/organizations' as const }]
  return <ResourcePage of={branchContacts} params={route.useParams()} words="directory:contacts" crumbs={crumbs} />
}
