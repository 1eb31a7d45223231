import { SegmentedControl, Stack, Text } from '@mantine/core'
import { IconListCheck, IconPlus } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DataTable } from '#platform/web/DataTable.tsx'
import { usePages } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { AnchorLink, ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { listRequirements, type Requirement } from '../contract.ts'
import { useItemWords } from './ClearanceView.tsx'

const route = getRouteApi('/requirements')

export default function RequirementsPage() {
  const { t } = useTranslation('compliance')
  const { state = 'in_force' } = route.useSearch()
  const navigate = route.useNavigate()
  const words = useItemWords()
  const { items, more, loadingMore } = usePages(listRequirements, { query: { state } }, { live: ['compliance'] })
  const add = (
    <ButtonLink to="/requirements/new" leftSection={<IconPlus size={18} stroke={1.8} aria-hidden />}>
      {t('requirements.add')}
    </ButtonLink>
  )
  const ended = {
    key: 'ended',
    label: t('requirements.ended'),
    cell: (row: Requirement) => row.endedAt && <DateTime at={row.endedAt} look="date" />,
  }
  return (
    <Page subtitle={t('requirements.subtitle')} actions={items.length > 0 && add}>
      <SegmentedControl
        aria-label={t('requirements.state')}
        value={state}
        onChange={(value) => void navigate({ search: value === 'ended' ? { state: 'ended' } : {}, replace: true })}
        data={[
          { value: 'in_force', label: t('requirements.in_force') },
          { value: 'ended', label: t('requirements.ended') },
        ]}
        style={{ alignSelf: 'flex-start' }}
      />
      <DataTable
        caption={t('pages.requirements')}
        rows={items}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'name',
            label: t('requirements.name'),
            cell: (row) => (
              <AnchorLink to="/requirements/$id" params={{ id: row.id }}>
                {row.name}
              </AnchorLink>
            ),
          },
          {
            key: 'applies',
            label: t('requirements.applies'),
            cell: (row) =>
              row.appliesTo === 'job_title'
                ? t('requirements.job', { job: row.jobTitle })
                : t('requirements.department', { department: row.departmentName }),
          },
          {
            key: 'asks',
            label: t('requirements.asks'),
            cell: (row) => (
              <Stack gap={2}>
                {row.items.map((item) => (
                  <Text key={item.courseId ?? item.kind} size="sm">
                    {words(item)}
                  </Text>
                ))}
              </Stack>
            ),
          },
          ...(state === 'ended' ? [ended] : []),
        ]}
        more={more}
        loadingMore={loadingMore}
        empty={
          state === 'ended' ? (
            <EmptyState icon={IconListCheck} title={t('requirements.emptyEnded')} />
          ) : (
            <EmptyState icon={IconListCheck} title={t('requirements.empty')} hint={t('requirements.emptyHint')} action={add} />
          )
        }
      />
    </Page>
  )
}
