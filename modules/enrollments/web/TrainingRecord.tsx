import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCertificate2 } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { DataTable } from '#platform/web/DataTable.tsx'
import { useAction, usePages } from '#platform/web/data.ts'
import { DateTime, useDates } from '#platform/web/dates.tsx'
import { ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { type Evidence, listEvidence, withdrawEvidence } from '../contract.ts'

const route = getRouteApi('/training-record')
type Row = z.output<typeof Evidence>

export default function TrainingRecord() {
  const { t } = useTranslation('enrollments')
  const { person } = route.useSearch()
  const { items, more, loadingMore } = usePages(listEvidence, { query: person ? { userId: person } : {} }, { live: ['enrollments'] })
  return (
    <Page subtitle={t('record.subtitle')}>
      <DataTable
        caption={t('pages.record')}
        rows={items}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'course',
            label: t('record.course'),
            cell: (row) => (
              <div>
                <Text fw={500} style={{ overflowWrap: 'anywhere' }}>
                  {row.courseTitle}
                </Text>
                <Text size="sm" c="dimmed">
                  {row.courseCode}
                  {row.revisionNumber === null ? '' : ` · ${t('participants.revision', { number: row.revisionNumber })}`}
                </Text>
              </div>
            ),
          },
          { key: 'when', label: t('record.when'), cell: (row) => <DateTime at={row.effectiveAt} look="date" /> },
          {
            key: 'score',
            label: t('record.score'),
            align: 'right',
            cell: (row) => (row.score === null ? '–' : t('record.of', { score: row.score, max: row.maxScore })),
          },
          { key: 'counts', label: t('record.counts'), cell: (row) => <Counts row={row} /> },
        ]}
        {...(items.some((row) => row.may.withdraw) ? { actions: (row: Row) => row.may.withdraw && <Withdraw row={row} /> } : {})}
        more={more}
        loadingMore={loadingMore}
        empty={
          <EmptyState
            icon={IconCertificate2}
            title={t('record.empty')}
            hint={t('record.emptyHint')}
            action={person ? undefined : <ButtonLink to="/learning">{t('record.go')}</ButtonLink>}
          />
        }
      />
    </Page>
  )
}

function Counts({ row }: { row: Row }) {
  const { t } = useTranslation('enrollments')
  const dates = useDates()
  const day = (at: string) => dates.instant(at, { look: 'date' })
  const lapsed = row.expiresAt !== null && Date.parse(row.expiresAt) <= performance.timeOrigin + performance.now()
  if (row.withdrawnAt) return <StatusBadge tone="bad">{t('record.withdrawn', { day: day(row.withdrawnAt) })}</StatusBadge>
  if (row.expiresAt === null) return <StatusBadge tone="good">{t('record.forever')}</StatusBadge>
  return (
    <StatusBadge tone={lapsed ? 'warn' : 'good'}>{t(lapsed ? 'record.lapsed' : 'record.until', { day: day(row.expiresAt) })}</StatusBadge>
  )
}

function Withdraw({ row }: { row: Row }) {
  const { t } = useTranslation('enrollments')
  const { t: say } = useTranslation()
  const [opened, { open, close }] = useDisclosure()
  const [reason, setReason] = useState('')
  const end = useAction(withdrawEvidence, { invalidates: ['enrollments'], success: t('record.withdrawDone') })
  const save = async () => {
    if ((await end.run({ params: { id: row.id }, body: { reason } })).ok) close()
  }
  return (
    <>
      <Button variant="subtle" color="red" size="compact-sm" onClick={open} aria-label={`${t('record.withdraw')}: ${row.courseTitle}`}>
        {t('record.withdraw')}
      </Button>
      <Modal opened={opened} onClose={close} title={t('record.withdrawTitle')} centered>
        <Stack gap="md">
          <Text>{t('record.withdrawHint')}</Text>
          <Textarea
            label={t('record.reason')}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
            maxLength={500}
            autosize
            minRows={2}
            required
            data-autofocus
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {say('form.cancel')}
            </Button>
            <Button color="red" onClick={() => void save()} loading={end.running} disabled={reason.trim() === ''}>
              {t('record.withdraw')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
