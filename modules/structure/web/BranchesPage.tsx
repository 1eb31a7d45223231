import { Badge, Button, Modal, Stack, Text } from '@mantine/core'
import { IconMapPin, IconPlus } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '#platform/web/DataTable.tsx'
import { Download } from '#platform/web/Download.tsx'
import { useAction, usePages } from '#platform/web/data.ts'
import { AnchorLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { RowActions } from '#platform/web/RowActions.tsx'
import { useCan } from '#platform/web/session.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { type Branch, exportBranches, listBranches, removeBranch } from '../contract.ts'
import { BranchForm } from './BranchForm.tsx'
import { OpenState } from './OpenState.tsx'
import { useOrganizationName } from './organizationName.ts'

const route = getRouteApi('/organizations/$orgId/branches')

/** The places of one organisation: where they are, when they are open, and who heads them. */
export default function BranchesPage() {
  const { t } = useTranslation('structure')
  const params = route.useParams()
  const writes = useCan()('directory:write')
  const [edited, edit] = useState<Branch | 'new' | null>(null)
  const { items, more, loadingMore } = usePages(listBranches, { params } as never, { live: ['directory'] })
  const name = useOrganizationName(params.orgId)
  const remove = useAction(removeBranch, { invalidates: [listBranches], success: t('branches.deleted') })
  const add = writes && (
    <Button leftSection={<IconPlus size={18} stroke={1.8} />} onClick={() => edit('new')}>
      {t('branches.add')}
    </Button>
  )
  const actions = (row: Branch) => (
    <RowActions
      name={row.name}
      hint={t('branches.deleteHint')}
      onChange={() => edit(row)}
      onDelete={() => remove.run({ params: { ...params, id: row.id } })}
    />
  )
  return (
    <Page
      title={name && t('branches.of', { name })}
      crumbs={[{ label: t('branches.back'), to: '/organizations' }]}
      actions={
        <>
          <Download of={exportBranches} params={params} />
          {add}
        </>
      }
    >
      <DataTable
        caption={t('pages.branches')}
        rows={items}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'name',
            label: t('branches.name'),
            cell: (row) => (
              <Stack gap={2} align="flex-start">
                <Text fw={500} className="salus-words">
                  {row.name}
                </Text>
                {row.isMainBranch && (
                  <Badge variant="light" tt="none" miw="max-content">
                    {t('branches.main')}
                  </Badge>
                )}
                <AnchorLink
                  to="/branches/$branchId/contacts"
                  params={{ branchId: row.id }}
                  size="sm"
                  aria-label={t('branches.contactsOf', { name: row.name })}
                >
                  {t('branches.contacts')}
                </AnchorLink>
              </Stack>
            ),
          },
          {
            key: 'address',
            label: t('branches.address'),
            cell: (row) => [row.address, row.postalCode, row.city].filter(Boolean).join(', ') || t('branches.noAddress'),
          },
          { key: 'open', label: t('branches.hours'), cell: (row) => <OpenState branch={row} /> },
          {
            key: 'head',
            label: t('branches.head'),
            cell: (row) =>
              row.head ? (
                <AnchorLink to="/people/$id" params={{ id: row.head.id }}>
                  {row.head.name}
                </AnchorLink>
              ) : (
                t('departments.nobody')
              ),
          },
        ]}
        {...(writes ? { actions } : {})}
        more={more}
        loadingMore={loadingMore}
        empty={<EmptyState icon={IconMapPin} title={t('branches.empty')} hint={t('branches.emptyHint')} action={add} />}
      />
      <Modal
        opened={edited !== null}
        onClose={() => edit(null)}
        title={edited && edited !== 'new' ? t('branches.edit', { name: edited.name }) : t('branches.add')}
        size="xl"
      >
        {edited && (
          <BranchForm
            branch={edited === 'new' ? null : edited}
            orgId={params.orgId}
            isFirst={items.length === 0}
            close={() => edit(null)}
          />
        )}
      </Modal>
    </Page>
  )
}
