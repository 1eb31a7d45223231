import { List } from '@mantine/core'
import { IconMapPin } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { usePages } from '#platform/web/data.ts'
import { AnchorLink } from '#platform/web/links.tsx'
import { ResourcePage } from '#platform/web/ResourcePage.tsx'
import { useCan } from '#platform/web/session.tsx'
import { organizations } from '../contract.ts'

export default function OrganizationsPage() {
  const { t } = useTranslation('directory')
  const can = useCan()
  const { items } = usePages(organizations.list, {})
  return (
    <ResourcePage of={organizations} words="directory:organizations">
      {items.length > 0 && (
        <Card title={t('organizations.branches')} icon={IconMapPin}>
          <List spacing="xs">
            {(items as { id: string; name: string }[]).map(({ id, name }) => (
              <List.Item key={id}>
                <AnchorLink to="/organizations/$orgId/branches" params={{ orgId: id }}>
                  {t('organizations.branchesOf', { name })}
                </AnchorLink>
                {can('org_configs:read') && (
                  <>
                    {' · '}
                    <AnchorLink to="/organizations/$orgId/configs" params={{ orgId: id }}>
                      {t('organizations.configsOf', { name })}
                    </AnchorLink>
                  </>
                )}
              </List.Item>
            ))}
          </List>
        </Card>
      )}
    </ResourcePage>
  )
}
