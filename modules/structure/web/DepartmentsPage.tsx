import { Button, Modal } from '@mantine/core'
import { IconPlus, IconSitemap } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Department, exportDepartments, listDepartments, removeDepartment } from '#modules/directory/contract.ts'
import { DataTable } from '#platform/web/DataTable.tsx'
import { Download } from '#platform/web/Download.tsx'
import { useAction, usePages } from '#platform/web/data.ts'
import { AnchorLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { RowActions } from '#platform/web/RowActions.tsx'
import { useCan } from '#platform/web/session.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { DepartmentForm } from './DepartmentForm.tsx'

export default function DepartmentsPage() {
  const { t } = useTranslation('structure')
  const can = useCan()
  const writes = can('directory:write')
  const [edited, edit] = useState<Department | 'new' | null>(null)
  const [sort, setSort] = useState('name')
  const { items, more, loadingMore } = usePages(listDepartments, { query: { sort: sort as 'name', limit: 100 } }, { live: ['directory'] })
  const remove = useAction(removeDepartment, { invalidates: [listDepartments], success: t('departments.deleted') })
  const add = writes && (
    <Button leftSection={<IconPlus size={18} stroke={1.8} />} onClick={() => edit('new')}>
      {t('departments.add')}
    </Button>
  )
  const actions = (row: Department) => (
    <RowActions
      name={row.name}
      hint={t('departments.deleteHint')}
      onChange={() => edit(row)}
      onDelete={() => remove.run({ params: { id: row.id } })}
    />
  )
  return (
    <Page
      actions={
        items.length > 0 && (
          <>
            <Download of={exportDepartments} query={{ sort }} />
            {add}
          </>
        )
      }
    >
      <DataTable
        caption={t('pages.departments')}
        rows={items}
        rowKey={(row) => row.id}
        sort={sort}
        onSort={setSort}
        columns={[
          {
            key: 'name',
            label: t('departments.name'),
            sort: 'name',
            cell: (row) => (
              <AnchorLink to="/departments/$id" params={{ id: row.id }} fw={500}>
                {row.name}
              </AnchorLink>
            ),
          },
          { key: 'parent', label: t('departments.parent'), cell: (row) => row.parent?.name ?? row.organization.name },
          {
            key: 'head',
            label: t('departments.head'),
            cell: (row) =>
              row.head ? (
                <AnchorLink to="/people/$id" params={{ id: row.head.id }}>
                  {row.head.name}
                </AnchorLink>
              ) : (
                t('departments.nobody')
              ),
          },
          {
            key: 'people',
            label: t('departments.people'),
            align: 'right',
            cell: (row) => (
              <AnchorLink
                to="/people"
                search={{ departmentId: row.id }}
                aria-label={t('departments.see', { people: row.employeeCount, name: row.name })}
              >
                {row.employeeCount}
              </AnchorLink>
            ),
          },
        ]}
        {...(writes ? { actions } : {})}
        more={more}
        loadingMore={loadingMore}
        empty={<EmptyState icon={IconSitemap} title={t('departments.empty')} hint={t('departments.emptyHint')} action={add} />}
      />
      <Modal
        opened={edited !== null}
        onClose={() => edit(null)}
        title={edited && edited !== 'new' ? t('departments.edit', { name: edited.name }) : t('departments.add')}
        size="lg"
      >
        {edited && <DepartmentForm department={edited === 'new' ? null : edited} close={() => edit(null)} />}
      </Modal>
    </Page>
  )
}
