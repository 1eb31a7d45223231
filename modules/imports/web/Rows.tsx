import { Chip, Group, Stack, Text } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DataTable } from '#platform/web/DataTable.tsx'
import { Download } from '#platform/web/Download.tsx'
import { usePages } from '#platform/web/data.ts'
import { AnchorLink } from '#platform/web/links.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { exportImportRows, type ImportDetail, type ImportRow, importRows, Outcome } from '../contract.ts'

const route = getRouteApi('/imports/$id')
const kinds = [...Outcome.options, 'failed', 'kept'] as const
type Kind = (typeof kinds)[number]
const queryOf = (kind: Kind) => (kind === 'failed' || kind === 'kept' ? { state: kind } : { outcome: kind })

/** The rows of a file by what comes of them. */
export function Rows({ of: run }: { of: ImportDetail }) {
  const { t } = useTranslation('imports')
  const navigate = route.useNavigate()
  const count = (kind: Kind) => (kind === 'failed' || kind === 'kept' ? run[kind] : (run.counts[kind] ?? 0))
  const shown = kinds.filter((kind) => count(kind) > 0)
  const { show = shown[0] ?? 'create' } = route.useSearch()
  return (
    <Stack>
      <Chip.Group value={show} onChange={(kind) => void navigate({ search: { show: kind as Kind }, replace: true, resetScroll: false })}>
        <Group gap="xs" role="group" aria-label={t('rows.choose')}>
          {shown.map((kind) => (
            <Chip key={kind} value={kind} variant="light">
              {t(`outcome.${kind}`)} {count(kind).toLocaleString('en-GB')}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Group justify="space-between" align="flex-start">
        <Text c="dimmed" flex="1 1 260px">
          {t(`outcomeHint.${show}`)}
        </Text>
        <Download of={exportImportRows} params={{ id: run.id }} query={queryOf(show)} />
      </Group>
      <List runId={run.id} kind={show} />
    </Stack>
  )
}

function List({ runId, kind }: { runId: string; kind: Kind }) {
  const { t } = useTranslation('imports')
  const { items, more, loadingMore } = usePages(importRows, { params: { id: runId }, query: queryOf(kind) }, { live: ['imports'] })
  return (
    <DataTable
      caption={t(`outcome.${kind}`)}
      rows={items}
      rowKey={(row) => row.id}
      columns={[
        ...(kind === 'leave' ? [] : [{ key: 'line', label: t('rows.line'), cell: (row: ImportRow) => row.line, align: 'right' as const }]),
        { key: 'number', label: t('rows.number'), cell: (row) => row.employeeNumber ?? '–' },
        { key: 'name', label: t('rows.name'), cell: (row) => <Name of={row} /> },
        ...(kind === 'same' ? [] : [{ key: 'what', label: t('rows.what'), cell: (row: ImportRow) => <What of={row} /> }]),
      ]}
      more={more}
      loadingMore={loadingMore}
      empty={<EmptyState title={t('rows.none')} hint={t('rows.noneHint')} />}
    />
  )
}

/** A link to the person, where there is one: not before they are added, and not once they are removed again. */
function Name({ of: row }: { of: ImportRow }) {
  const there = row.userId && (row.outcome !== 'create' || row.state === 'done' || row.state === 'kept')
  if (!there) return row.name || '–'
  return (
    <AnchorLink to="/people/$id" params={{ id: row.userId as string }}>
      {row.name || '–'}
    </AnchorLink>
  )
}

function What({ of: row }: { of: ImportRow }) {
  const { t } = useTranslation('imports')
  const value = (text: string | null, field: string) =>
    field === 'status' && text ? t(`values.${text as 'active'}`) : (text ?? t('columns.empty'))
  if (row.problems.length)
    return (
      <Stack gap={2}>
        {row.problems.map(({ message }) => (
          <Text key={message} size="sm">
            {message}
          </Text>
        ))}
      </Stack>
    )
  const was = (field: string) => row.changes.find((one) => one.field === field)?.from
  if (row.outcome === 'leave')
    return (
      <Stack gap={2}>
        <Text size="sm">{[was('jobTitle'), was('department')].filter(Boolean).join(', ') || t('columns.empty')}</Text>
        {row.state === 'done' && <Text size="sm">{t('rows.left')}</Text>}
      </Stack>
    )
  // Of a new person the name stands beside it already.
  const told = row.changes.filter(({ field }) => row.outcome !== 'create' || !/Name$/.test(field))
  return (
    <Stack gap={2}>
      {told.map(({ field, from, to }) => (
        <Text key={field} size="sm">
          <Text span c="dimmed" inherit>
            {t(field === 'department' ? 'rows.department' : `fields.${field as 'email'}`)}:{' '}
          </Text>
          {value(to, field)}
          {row.outcome !== 'create' && (
            <Text span c="dimmed" inherit>
              {' '}
              ({t('rows.from', { value: value(from, field) })})
            </Text>
          )}
        </Text>
      ))}
    </Stack>
  )
}
