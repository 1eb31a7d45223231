import { IconHistory, IconSitemap } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { DataTable } from '#platform/web/DataTable.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { Facts } from '#platform/web/Facts.tsx'
import { AnchorLink, ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { listMergers, listMoves, type Merger, type Move, readDepartment, undoMerger, undoMove } from '../contract.ts'

const route = getRouteApi('/departments/$id')

/** One department: where it stands and stood, what became of it. */
export default function DepartmentPage() {
  const { t } = useTranslation('structure')
  const params = route.useParams()
  const { data: department } = useData(readDepartment, { params }, { live: ['directory'] })
  const { data } = useData(listMoves, { params }, { live: ['directory'] })
  const undo = useAction(undoMove, { success: t('chart.undone') })
  const place = (of: Move['from']) => of?.name ?? t('history.top')
  const { code, status, description, head, branch, employeeCount: count, totalCount: total, metadata } = department
  const facts: (readonly [string, ReactNode])[] = [
    [t('departments.code'), code],
    [t('departments.status'), t(`departments.${status}`)],
    [
      t('departments.head'),
      head ? (
        <AnchorLink key="head" to="/people/$id" params={{ id: head.id }}>
          {head.name}
        </AnchorLink>
      ) : (
        t('departments.nobody')
      ),
    ],
    [t('departments.people'), t('departments.directly', { count, total })],
    [t('departments.branch'), branch?.name],
    [t('departments.description'), description],
    ...metadata.map(({ label, value }) => [label, value] as const),
  ]
  return (
    <Page
      title={department.name}
      subtitle={t('history.subtitle', { organization: department.organization.name, count: department.totalCount })}
      crumbs={[
        { label: t('pages.chart'), to: '/organization-chart' },
        ...department.above.toReversed().map(({ id, name }) => ({ label: name, to: '/departments/$id' as const, params: { id } as never })),
      ]}
      actions={
        <ButtonLink to="/people" search={{ departmentId: params.id }} variant="default">
          {t('chart.seePeople')}
        </ButtonLink>
      }
    >
      <Card title={t('departments.details')} icon={IconSitemap}>
        <Facts of={facts.filter(([, value]) => value)} />
      </Card>
      <DataTable
        caption={t('history.title')}
        rows={data.items}
        rowKey={(row) => row.id}
        columns={[
          { key: 'when', label: t('history.when'), cell: (row) => <DateTime at={row.movedAt} /> },
          { key: 'from', label: t('history.from'), cell: (row) => place(row.from) },
          { key: 'to', label: t('history.to'), cell: (row) => place(row.to) },
          { key: 'who', label: t('history.who'), cell: (row) => row.movedBy || t('history.system') },
        ]}
        actions={(row) =>
          row.may.undo && (
            <ConfirmButton
              size="compact-sm"
              variant="subtle"
              color="blue"
              question={t('history.undoQuestion', { place: place(row.from) })}
              hint={t('history.undoHint')}
              onConfirm={() => undo.run({ params: { id: params.id, moveId: row.id } })}
            >
              {t('chart.undo')}
            </ConfirmButton>
          )
        }
        empty={<EmptyState icon={IconHistory} title={t('history.none')} hint={t('history.noneHint')} />}
      />
      <Mergers id={params.id} />
    </Page>
  )
}

function Mergers({ id }: { id: string }) {
  const { t } = useTranslation('structure')
  const { data } = useData(listMergers, { params: { id } }, { live: ['directory', 'structure'] })
  const undo = useAction(undoMerger, { success: t('history.mergerUndone') })
  if (data.items.length === 0) return null
  return (
    <DataTable<Merger>
      caption={t('history.mergers')}
      rows={data.items}
      rowKey={(row) => row.id}
      columns={[
        { key: 'when', label: t('history.when'), cell: (row) => <DateTime at={row.mergedAt} /> },
        { key: 'what', label: t('history.what'), cell: (row) => t('history.mergedInto', { from: row.from.name, into: row.into.name }) },
        { key: 'people', label: t('history.mergedPeople'), align: 'right', cell: (row) => row.people },
        { key: 'who', label: t('history.who'), cell: (row) => row.mergedBy || t('history.system') },
      ]}
      actions={(row) =>
        row.may.undo ? (
          <ConfirmButton
            size="compact-sm"
            variant="subtle"
            color="blue"
            question={t('history.undoMergerQuestion')}
            hint={t('history.undoMergerHint')}
            onConfirm={() => undo.run({ params: { id: row.id } })}
          >
            {t('chart.undo')}
          </ConfirmButton>
        ) : (
          row.undoneAt && t('history.mergedUndone')
        )
      }
      empty={null}
    />
  )
}
