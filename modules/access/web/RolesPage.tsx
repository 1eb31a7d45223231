import { Accordion, Badge, Group, List, Text } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useData } from '#platform/web/data.ts'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { listRoles } from '../contract.ts'

export default function RolesPage() {
  const { t } = useTranslation('access')
  const { data } = useData(listRoles, {}, { live: ['access'] })
  if (data.items.length === 0)
    return (
      <Page>
        <EmptyState icon={IconShieldCheck} title={t('roles.empty')} hint={t('roles.emptyHint')} />
      </Page>
    )
  return (
    <Page subtitle={t('roles.hint')}>
      <Accordion variant="separated" multiple order={2}>
        {data.items.map((role) => (
          <Accordion.Item key={role.id} value={role.id}>
            <Accordion.Control>
              <Group gap="xs">
                <Text fw={600}>{role.name}</Text>
                <Text c="dimmed" size="sm">
                  {t('roles.count', { count: role.permissions.length })}
                </Text>
                {role.isDefault && (
                  <Badge variant="light" color="blue" tt="none">
                    {t('roles.default')}
                  </Badge>
                )}
              </Group>
            </Accordion.Control>
            <Accordion.Panel>
              {role.description && <Text mb="sm">{role.description}</Text>}
              {role.permissions.length === 0 ? (
                <Text c="dimmed">{t('roles.none')}</Text>
              ) : (
                <List spacing={6}>
                  {role.permissions.map(({ code, says }) => (
                    <List.Item key={code}>{says}</List.Item>
                  ))}
                </List>
              )}
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Page>
  )
}
