import { Badge, Group, Text } from '@mantine/core'
import { IconPlus, IconShieldCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '#platform/web/DataTable.tsx'
import { Download } from '#platform/web/Download.tsx'
import { useData } from '#platform/web/data.ts'
import { AnchorLink, ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { exportRoles, listRoles } from '../contract.ts'
import { OwnerProposals } from './OwnerProposals.tsx'

export default function RolesPage() {
  const { t } = useTranslation('access')
  const { data } = useData(listRoles, {}, { live: ['access'] })
  const actions = (
    <>
      <Download of={exportRoles} />
      <ButtonLink to="/roles/departments" variant="default">
        {t('pages.departmentRoles')}
      </ButtonLink>
      {data.may.add && (
        <ButtonLink to="/roles/new" leftSection={<IconPlus size={18} stroke={1.6} />}>
          {t('roles.add')}
        </ButtonLink>
      )}
    </>
  )
  return (
    <Page subtitle={t('roles.hint')} actions={actions}>
      <OwnerProposals />
      <DataTable
        caption={t('pages.roles')}
        rows={data.items}
        rowKey={(role) => role.id}
        columns={[
          {
            key: 'name',
            label: t('role.name'),
            cell: (role) => (
              <div>
                <Group gap="xs">
                  <AnchorLink to="/roles/$id" params={{ id: role.id }} fw={600} style={{ overflowWrap: 'anywhere' }}>
                    {role.name}
                  </AnchorLink>
                  {role.isDefault && (
                    <Badge variant="light" color="blue" tt="none">
                      {t('roles.default')}
                    </Badge>
                  )}
                </Group>
                {role.description && (
                  <Text size="sm" c="dimmed" lineClamp={2}>
                    {role.description}
                  </Text>
                )}
              </div>
            ),
          },
          { key: 'origin', label: t('roles.origin'), cell: (role) => t(role.isSystemRole ? 'roles.system' : 'roles.own') },
          { key: 'contains', label: t('role.contains'), cell: (role) => role.contains.map((one) => one.name).join(', ') || '–' },
          {
            key: 'scope',
            label: t('roles.narrowed'),
            cell: (role) => role.organization?.name ?? (role.scope === 'tenant' ? '–' : t(`scope.${role.scope}`)),
          },
          { key: 'rights', label: t('roles.rights'), align: 'right', cell: (role) => role.permissions.length },
        ]}
        empty={<EmptyState icon={IconShieldCheck} title={t('roles.empty')} hint={t('roles.emptyHint')} />}
      />
    </Page>
  )
}
