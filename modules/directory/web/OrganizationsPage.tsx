import { Button, Modal } from '@mantine/core'
import { IconBuilding, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '#platform/web/DataTable.tsx'
import { Download } from '#platform/web/Download.tsx'
import { useAction, usePages } from '#platform/web/data.ts'
import { AnchorLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { RowActions } from '#platform/web/RowActions.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { useCan } from '#platform/web/session.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { exportOrganizations, organizations } from '../contract.ts'
import { type Organization, OrganizationForm } from './OrganizationForm.tsx'

const tones = { active: 'good', suspended: 'bad', inactive: 'quiet' } as const

/** The employers of a tenant, and what they are parts of. */
export default function OrganizationsPage() {
  const { t } = useTranslation('directory')
  const writes = useCan()('directory:write')
  const [edited, edit] = useState<Organization | 'new' | null>(null)
  const { items, more, loadingMore } = usePages(organizations.list, { query: { limit: 200 } }, { live: ['directory'] })
  const all = items as Organization[]
  const nameOf = (id: string | null | undefined) => all.find((one) => one.id === id)?.name
  const remove = useAction(organizations.remove, { invalidates: [organizations.list], success: t('organizations.deleted') })
  const add = writes && (
    <Button leftSection={<IconPlus size={18} stroke={1.8} />} onClick={() => edit('new')}>
      {t('organizations.add')}
    </Button>
  )
  const actions = (row: Organization) => (
    <RowActions
      name={row.name}
      hint={t('organizations.deleteHint')}
      onChange={() => edit(row)}
      onDelete={() => remove.run({ params: { id: row.id } })}
    />
  )
  return (
    <Page
      actions={
        all.length > 0 && (
          <>
            <Download of={exportOrganizations} />
            {add}
          </>
        )
      }
    >
      <DataTable
        caption={t('pages.organizations')}
        rows={all}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'name',
            label: t('organizations.fields.name'),
            cell: (row) => (
              <AnchorLink to="/organizations/$orgId" params={{ orgId: row.id }} fw={500}>
                {row.name}
              </AnchorLink>
            ),
          },
          { key: 'code', label: t('organizations.fields.code'), cell: (row) => row.code },
          { key: 'parent', label: t('organizations.fields.parentOrgId'), cell: (row) => nameOf(row.parentOrgId) ?? '–' },
          { key: 'type', label: t('organizations.fields.type'), cell: (row) => t(`organizations.values.type.${row.type}`) },
          {
            key: 'status',
            label: t('organizations.fields.status'),
            cell: (row) => <StatusBadge tone={tones[row.status]}>{t(`organizations.values.status.${row.status}`)}</StatusBadge>,
          },
        ]}
        {...(writes ? { actions } : {})}
        more={more}
        loadingMore={loadingMore}
        empty={<EmptyState icon={IconBuilding} title={t('organizations.empty')} hint={t('organizations.emptyHint')} action={add} />}
      />
      <Modal
        opened={edited !== null}
        onClose={() => edit(null)}
        title={edited && edited !== 'new' ? t('organizations.edit', { name: edited.name }) : t('organizations.add')}
        size="lg"
      >
        {edited && <OrganizationForm organization={edited === 'new' ? null : edited} all={all} close={() => edit(null)} />}
      </Modal>
    </Page>
  )
}
