import { Group, Select } from '@mantine/core'
import { IconIdBadge2 } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listDepartments } from '#modules/directory/contract.ts'
import { DataTable } from '#platform/web/DataTable.tsx'
import { Download } from '#platform/web/Download.tsx'
import { useAll, usePages } from '#platform/web/data.ts'
import { DayDate } from '#platform/web/dates.tsx'
import { AnchorLink, ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { exportEmployees, listEmployees } from '../contract.ts'

const route = getRouteApi('/employees')
const statuses = ['active', 'inactive', 'terminated'] as const

/** Who is employed as what since when: the records of the employer, to look through and to take along. */
export default function EmployeesPage() {
  const { t } = useTranslation('employees')
  const { sort = 'employeeNumber', ...filters } = route.useSearch()
  const navigate = route.useNavigate()
  const query = { ...filters, sort }
  const { items, more, loadingMore } = usePages(listEmployees, { query }, { live: ['employees', 'directory'] })
  const filtered = Object.values(filters).some(Boolean)
  const clear = (
    <ButtonLink to="/employees" search={{}} variant="default">
      {t('list.clear')}
    </ButtonLink>
  )
  return (
    <Page subtitle={t('list.hint')} actions={<Download of={exportEmployees} query={query} />}>
      <Filters key={filtered ? 'some' : 'none'} />
      <DataTable
        caption={t('pages.employees')}
        rows={items}
        rowKey={(row) => row.employeeId}
        sort={sort}
        onSort={(next) => void navigate({ search: (old) => ({ ...old, sort: next as 'employeeNumber' }), replace: true })}
        columns={[
          { key: 'number', label: t('list.number'), sort: 'employeeNumber', cell: (row) => row.employeeNumber },
          {
            key: 'name',
            label: t('list.name'),
            cell: (row) => (
              <Group gap="sm" wrap="nowrap">
                <Slot name="face" with={{ userId: row.userId, name: row.name }} quiet />
                <AnchorLink to="/people/$id" params={{ id: row.userId }} fw={500} style={{ overflowWrap: 'anywhere' }} miw={110}>
                  {row.name}
                </AnchorLink>
              </Group>
            ),
          },
          { key: 'department', label: t('list.department'), cell: (row) => row.departmentName ?? '–' },
          { key: 'job', label: t('list.job'), cell: (row) => row.jobTitle ?? '–' },
          { key: 'since', label: t('list.since'), cell: (row) => (row.startDate ? <DayDate day={row.startDate} /> : '–') },
          { key: 'status', label: t('list.status'), cell: (row) => t(`list.${row.employmentStatus}`) },
        ]}
        more={more}
        loadingMore={loadingMore}
        empty={
          <EmptyState
            icon={IconIdBadge2}
            title={t(filtered ? 'list.none' : 'list.empty')}
            hint={t(filtered ? 'list.noneHint' : 'list.emptyHint')}
            action={filtered && clear}
          />
        }
      />
    </Page>
  )
}

function Filters() {
  const { t } = useTranslation('employees')
  const can = useCan()
  const { departmentId, status } = route.useSearch()
  const navigate = route.useNavigate()
  const narrow = (by: object) => void navigate({ search: (old) => ({ ...old, ...by }), replace: true })
  const departments = useAll(listDepartments, can('directory:read') ? {} : null)
  return (
    <Group align="flex-end" gap="sm" role="search" aria-label={t('list.filters')}>
      <Select
        label={t('list.department')}
        placeholder={t('list.anyDepartment')}
        data={departments.map(({ id, name }) => ({ value: id, label: name }))}
        value={departmentId ?? null}
        onChange={(value) => narrow({ departmentId: value ?? undefined })}
        searchable
        clearable
        flex="1 1 200px"
      />
      <Select
        label={t('list.status')}
        placeholder={t('list.anyStatus')}
        data={statuses.map((value) => ({ value, label: t(`list.${value}`) }))}
        value={status ?? null}
        onChange={(value) => narrow({ status: value ?? undefined })}
        clearable
        flex="1 1 160px"
      />
    </Group>
  )
}
