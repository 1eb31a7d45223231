import { getRouteApi } from '@tanstack/react-router'
import { ResourcePage } from '#platform/web/ResourcePage.tsx'
import { branchContacts } from '../contract.ts'

const route = getRouteApi('/branches/$branchId/contacts')

export default function ContactsPage() {
  return <ResourcePage of={branchContacts} params={route.useParams()} words="directory:contacts" />
}
