import { Group, Select, Switch, TextInput } from '@mantine/core'
import { IconSearch, IconUserPlus, IconUserSearch } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '#platform/web/DataTable.tsx'
import { Download } from '#platform/web/Download.tsx'
import { useAll, useLookup, usePages } from '#platform/web/data.ts'
import { ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { RoomNotice } from '#platform/web/RoomNotice.tsx'
import { useCan, useMe } from '#platform/web/session.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { useTyping } from '#platform/web/typing.ts'
import { exportPeople, listDepartments, listPeople, roomForMore } from '../contract.ts'
import { PersonLine } from './PersonLine.tsx'
import { PersonState } from './PersonState.tsx'

const route = getRouteApi('/people')

export default function PeoplePage() {
  const { t } = useTranslation('directory')
  const can = useCan()
  const { q, sort = 'name', ...filters } = route.useSearch()
  const navigate = route.useNavigate()
  const query = { ...filters, sort, ...(q ? { q } : {}), ...(filters.mine ? { mine: 'true' as const } : {}) }
  const { items, more, loadingMore } = usePages(listPeople, { query: query as never }, { live: ['directory'] })
  const filtered = Boolean(q || filters.departmentId || filters.status || filters.mine)
  const add = can('people:write') && (
    <ButtonLink to="/people/new" leftSection={<IconUserPlus size={18} stroke={1.6} />}>
      {t('people.add')}
    </ButtonLink>
  )
  const { data: room } = useLookup(roomForMore, can('people:write') ? {} : null, { live: ['directory', 'tenancy'] })
  const clear = (
    <ButtonLink to="/people" search={{}} variant="default">
      {t('people.clear')}
    </ButtonLink>
  )
  const empty = filtered ? (
    <EmptyState icon={IconUserSearch} title={t('people.none')} hint={t('people.noneHint')} action={clear} />
  ) : (
    <EmptyState icon={IconUserPlus} title={t('people.empty')} hint={t('people.emptyHint')} action={add} />
  )
  return (
    <Page
      actions={
        <>
          <Download of={exportPeople} query={query} />
          {add}
        </>
      }
    >
      <RoomNotice of={room} title={t('room.title')}>
        {t('room.people', { used: room?.used, most: room?.most })}
      </RoomNotice>
      <Filters key={filtered ? 'some' : 'none'} />
      <DataTable
        caption={t('pages.people')}
        rows={items}
        rowKey={(row) => row.id}
        sort={sort}
        onSort={(next) => void navigate({ search: (old) => ({ ...old, sort: next as 'name' }), replace: true })}
        columns={[
          {
            key: 'name',
            label: t('people.name'),
            sort: 'name',
            cell: (row) => <PersonLine id={row.id} name={row.name} />,
          },
          { key: 'department', label: t('people.department'), cell: (row) => row.department?.name ?? t('people.noDepartment') },
          { key: 'type', label: t('people.type'), cell: (row) => t(`type.${row.userType}`) },
          { key: 'status', label: t('people.status'), cell: (row) => <PersonState status={row.status} /> },
        ]}
        more={more}
        loadingMore={loadingMore}
        empty={empty}
      />
    </Page>
  )
}

function Filters() {
  const { t } = useTranslation('directory')
  const can = useCan()
  const { headsDepartments } = useMe()
  const { q, departmentId, status, mine } = route.useSearch()
  const navigate = route.useNavigate()
  const narrow = (by: object) => void navigate({ search: (old) => ({ ...old, ...by }), replace: true })
  const [text, setText] = useState(q ?? '')
  const search = useTyping((words) => narrow({ q: words || undefined }))
  const departments = useAll(listDepartments, can('directory:read') ? {} : null).map(({ id, name }) => ({ value: id, label: name }))
  const all = can('people:write')
  return (
    <Group align="flex-end" gap="sm" role="search" aria-label={t('people.search')}>
      <TextInput
        label={t('people.search')}
        placeholder={all ? t('people.searchHintAll') : t('people.searchHint')}
        leftSection={<IconSearch size={18} stroke={1.6} />}
        value={text}
        onChange={({ currentTarget: { value } }) => {
          setText(value)
          search(value)
        }}
        flex="2 1 260px"
        type="search"
      />
      <Select
        label={t('people.department')}
        placeholder={t('people.anyDepartment')}
        data={departments}
        value={departmentId ?? null}
        onChange={(value) => narrow({ departmentId: value ?? undefined })}
        searchable
        clearable
        flex="1 1 200px"
      />
      <Select
        label={t('people.status')}
        placeholder={t('people.anyStatus')}
        data={(['active', 'invited', 'inactive'] as const).map((value) => ({ value, label: t(`status.${value}`) }))}
        value={status ?? null}
        onChange={(value) => narrow({ status: value ?? undefined })}
        clearable
        flex="1 1 180px"
      />
      {headsDepartments && (
        <Switch
          label={t('people.mine')}
          checked={mine ?? false}
          onChange={({ currentTarget }) => narrow({ mine: currentTarget.checked || undefined })}
          py={10}
        />
      )}
    </Group>
  )
}
