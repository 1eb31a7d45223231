import { SegmentedControl } from '@mantine/core'
import { IconCalendarPlus, IconHistory } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DataTable } from '#platform/web/DataTable.tsx'
import { Download } from '#platform/web/Download.tsx'
import { usePages } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { AnchorLink, ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { exportAppointments, myAppointments } from '../contract.ts'
import { Status } from './Status.tsx'

const route = getRouteApi('/appointments')

export default function MyAppointments() {
  const { t } = useTranslation('appointments')
  const can = useCan()
  const { when = 'upcoming' } = route.useSearch()
  const navigate = route.useNavigate()
  const query = { when, sort: when === 'past' ? ('-startsAt' as const) : ('startsAt' as const), limit: 20 }
  const { items, more, loadingMore } = usePages(myAppointments, { query }, { live: ['appointments'] })
  const book = can('appointments:book') && <ButtonLink to="/book">{t('mine.book')}</ButtonLink>
  return (
    <Page
      actions={
        <>
          <Download of={exportAppointments} query={{ when, sort: query.sort }} />
          {book}
        </>
      }
    >
      <SegmentedControl
        aria-label={t('mine.show')}
        value={when}
        onChange={(value) => void navigate({ search: value === 'past' ? { when: 'past' } : {} })}
        data={[
          { value: 'upcoming', label: t('mine.upcoming') },
          { value: 'past', label: t('mine.past') },
        ]}
        maw={320}
      />
      <DataTable
        caption={t('pages.mine')}
        rows={items}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'when',
            label: t('one.when'),
            cell: (row) => (
              <AnchorLink to="/appointments/$id" params={{ id: row.id }} fw={600}>
                <DateTime at={row.startsAt} look="long" />
              </AnchorLink>
            ),
          },
          { key: 'what', label: t('one.what'), cell: (row) => `${t(`type.${row.type}`)}, ${t(`mode.${row.mode}`)}` },
          { key: 'with', label: t('one.with'), cell: (row) => row.professional.name },
          { key: 'status', label: t('one.status'), cell: (row) => <Status of={row.status} /> },
        ]}
        more={more}
        loadingMore={loadingMore}
        empty={
          when === 'past' ? (
            <EmptyState icon={IconHistory} title={t('mine.emptyPast')} hint={t('mine.emptyPastHint')} />
          ) : (
            <EmptyState icon={IconCalendarPlus} title={t('mine.empty')} hint={t('mine.emptyHint')} action={book} />
          )
        }
      />
    </Page>
  )
}
