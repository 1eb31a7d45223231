import { List } from '@mantine/core'
import { IconAddressBook } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { usePages } from '#platform/web/data.ts'
import { AnchorLink } from '#platform/web/links.tsx'
import { ResourcePage } from '#platform/web/ResourcePage.tsx'
import { branches } from '../contract.ts'
import { useOrganizationName } from './organizationName.ts'

const route = getRouteApi('/organizations/$orgId/branches')

export default function BranchesPage() {
  const { t } = useTranslation('directory')
  const params = route.useParams()
  const crumbs = [{ label: t('pages.organizations'), to: '/organizations' as const }]
  const { items } = usePages(branches.list, { params } as never)
  return (
    <ResourcePage of={branches} params={params} words="directory:branches" crumbs={crumbs} subtitle={useOrganizationName(params.orgId)}>
      {items.length > 0 && (
        <Card title={t('branches.contacts')} icon={IconAddressBook}>
          <List spacing="xs">
            {(items as { id: string; name: string }[]).map(({ id, name }) => (
              <List.Item key={id}>
                <AnchorLink to="/branches/$branchId/contacts" params={{ branchId: id }}>
                  {t('branches.contactsOf', { name })}
                </AnchorLink>
              </List.Item>
            ))}
          </List>
        </Card>
      )}
    </ResourcePage>
  )
}
