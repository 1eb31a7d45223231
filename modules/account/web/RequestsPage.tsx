import { Button, Group, Select } from '@mantine/core'
import { IconUserX } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '#platform/web/DataTable.tsx'
import { usePages } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { AnchorLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { listDeletionRequests, type PersonsRequest } from '../contract.ts'
import { DecideDialog } from './DecideDialog.tsx'
import { RequestState } from './RequestState.tsx'

const route = getRouteApi('/deletion-requests')
const states = ['open', 'accepted', 'declined', 'withdrawn'] as const

/** People who ask to be deleted. */
export default function RequestsPage() {
  const { t } = useTranslation('account')
  const { status = 'open' } = route.useSearch()
  const go = route.useNavigate()
  const { items, more, loadingMore } = usePages(listDeletionRequests, { query: { status } }, { live: ['account'] })
  const [decided, decide] = useState<{ request: PersonsRequest; verb: 'accept' | 'decline' } | null>(null)
  return (
    <Page subtitle={t('requests.subtitle')}>
      <Select
        label={t('requests.state')}
        maw={240}
        value={status}
        allowDeselect={false}
        onChange={(next) => void go({ search: { status: next as (typeof states)[number] }, replace: true })}
        data={states.map((value) => ({ value, label: t(`state.${value}`) }))}
      />
      <DataTable
        caption={t('pages.requests')}
        rows={items}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'person',
            label: t('requests.person'),
            cell: (row) => (
              <AnchorLink to="/people/$id" params={{ id: row.person.id }}>
                {row.person.name}
              </AnchorLink>
            ),
          },
          { key: 'asked', label: t('requests.asked'), cell: (row) => <DateTime at={row.requestedAt} look="date" /> },
          { key: 'reason', label: t('requests.reason'), cell: (row) => <span className="salus-words">{row.reason}</span> },
          { key: 'state', label: t('requests.state'), cell: (row) => <RequestState of={row} /> },
          ...(status === 'open'
            ? []
            : [
                {
                  key: 'answer',
                  label: t('requests.answer'),
                  cell: (row: PersonsRequest) => <span className="salus-words">{row.answer ?? '–'}</span>,
                },
              ]),
        ]}
        actions={(row) =>
          row.may.decide && (
            <Group gap={4} justify="flex-end">
              <Button
                size="compact-md"
                variant="default"
                c="var(--mantine-color-red-light-color)"
                onClick={() => decide({ request: row, verb: 'accept' })}
              >
                {t('requests.accept')}
              </Button>
              <Button size="compact-md" variant="default" onClick={() => decide({ request: row, verb: 'decline' })}>
                {t('requests.decline')}
              </Button>
            </Group>
          )
        }
        more={more}
        loadingMore={loadingMore}
        empty={<EmptyState icon={IconUserX} title={t('requests.none')} hint={t('requests.noneHint')} />}
      />
      {decided && <DecideDialog {...decided} close={() => decide(null)} />}
    </Page>
  )
}
