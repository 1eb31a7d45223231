import { Button, Modal, Text } from '@mantine/core'
import { IconFilterOff } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '#platform/web/DataTable.tsx'
import { Download } from '#platform/web/Download.tsx'
import { usePages } from '#platform/web/data.ts'
import { DateTime, useDates } from '#platform/web/dates.tsx'
import { AnchorLink, ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { StatusBadge, type Tone } from '#platform/web/StatusBadge.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { type AuditEntry, exportAudit, listAudit } from '../contract.ts'
import { AuditFilters, spanOf } from './AuditFilters.tsx'
import { Comparison, inWords } from './Comparison.tsx'

const route = getRouteApi('/audit')
const tones: Record<AuditEntry['action'], Tone> = {
  create: 'good',
  update: 'info',
  delete: 'bad',
  read: 'quiet',
  login: 'quiet',
  logout: 'quiet',
}

export default function AuditPage() {
  const { t } = useTranslation('audit')
  const dates = useDates()
  const { userId, entity, entityId, action, system, from, until } = route.useSearch()
  const query = { ...spanOf({ from, until }, dates.zone), userId, entity, entityId, action, ...(system ? { system: 'true' } : {}) }
  const { items, more, loadingMore } = usePages(listAudit, { query })
  const [open, setOpen] = useState<AuditEntry | null>(null)
  const title = (entry: AuditEntry) => t('audit.entry', { action: t(`action.${entry.action}`), entity: inWords(entry.entity) })
  return (
    <Page subtitle={t('audit.hint')} actions={<Download of={exportAudit} query={query} />}>
      <AuditFilters />
      <DataTable
        caption={t('pages.audit')}
        rows={items}
        rowKey={(row) => row.id}
        columns={[
          { key: 'when', label: t('audit.when'), cell: (row) => <DateTime at={row.at} showZone /> },
          { key: 'who', label: t('audit.who'), cell: (row) => <Who entry={row} /> },
          {
            key: 'action',
            label: t('audit.action'),
            cell: (row) => <StatusBadge tone={tones[row.action]}>{t(`action.${row.action}`)}</StatusBadge>,
          },
          { key: 'what', label: t('audit.what'), cell: (row) => inWords(row.entity) },
          { key: 'where', label: t('audit.where'), cell: (row) => row.ipAddress ?? t('audit.none') },
        ]}
        actions={(row) => (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => setOpen(row)}
            aria-label={t('audit.showOf', { action: t(`action.${row.action}`), entity: inWords(row.entity), when: dates.instant(row.at) })}
          >
            {t('audit.show')}
          </Button>
        )}
        more={more}
        loadingMore={loadingMore}
        empty={
          <EmptyState
            icon={IconFilterOff}
            title={t('audit.empty')}
            hint={t('audit.emptyHint')}
            action={
              <ButtonLink to="/audit" search={{}} variant="default">
                {t('audit.clear')}
              </ButtonLink>
            }
          />
        }
      />
      <Modal opened={open !== null} onClose={() => setOpen(null)} title={open && title(open)} size="xl">
        {open && (
          <>
            <Comparison entry={open} />
            {open.entityId && (
              <Text mt="md">
                <AnchorLink
                  to="/audit"
                  search={{ entity: open.entity, entityId: open.entityId, system: true }}
                  onClick={() => setOpen(null)}
                >
                  {t('audit.only')}
                </AnchorLink>
              </Text>
            )}
          </>
        )}
      </Modal>
    </Page>
  )
}

function Who({ entry: { user, acting } }: { entry: AuditEntry }) {
  const { t } = useTranslation('audit')
  if (!user) return t('audit.system')
  if (!acting) return <Named of={user} />
  return (
    <>
      <Named of={acting} /> {t('audit.for')} <Named of={user} />
    </>
  )
}

function Named({ of: { id, name } }: { of: { id: string; name: string | null } }) {
  const { t } = useTranslation('audit')
  if (!name) return t('audit.someone')
  return (
    <AnchorLink to="/people/$id" params={{ id }}>
      {name}
    </AnchorLink>
  )
}
