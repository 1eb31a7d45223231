import { Progress, Stack, Text, Title } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import '@mantine/dropzone/styles.layer.css'
import { IconTableImport } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '#platform/contract.ts'
import { ApiError, upload } from '#platform/web/api.ts'
import { DataTable } from '#platform/web/DataTable.tsx'
import { usePages } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { AnchorLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { EmptyState, ProblemAlert } from '#platform/web/states.tsx'
import { listImports, startImport } from '../contract.ts'
import { RunStatus } from './RunStatus.tsx'

export default function ImportsPage() {
  const { t } = useTranslation('imports')
  const { items, more, loadingMore } = usePages(listImports, {}, { live: ['imports'] })
  return (
    <Page subtitle={t('list.hint')}>
      <NewImport />
      <Title order={2} size="h4" mt="xl" mb="sm">
        {t('list.past')}
      </Title>
      <DataTable
        caption={t('list.past')}
        rows={items}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'file',
            label: t('list.file'),
            cell: (row) => (
              <AnchorLink to="/imports/$id" params={{ id: row.id }} className="salus-heading">
                {row.fileName}
              </AnchorLink>
            ),
          },
          { key: 'by', label: t('list.by'), cell: (row) => row.startedBy },
          { key: 'when', label: t('list.when'), cell: (row) => <DateTime at={row.startedAt} /> },
          { key: 'status', label: t('list.status'), cell: (row) => <RunStatus of={row.status} /> },
        ]}
        more={more}
        loadingMore={loadingMore}
        empty={<EmptyState icon={IconTableImport} title={t('list.none')} hint={t('list.noneHint')} />}
      />
    </Page>
  )
}

function NewImport() {
  const { t } = useTranslation('imports')
  const navigate = useNavigate()
  const [sending, setSending] = useState<{ name: string; part: number } | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const send = async ([file]: File[]) => {
    if (!file) return
    setProblem(null)
    setSending({ name: file.name, part: 0 })
    try {
      const run = await upload(startImport, { file }, (part) => setSending({ name: file.name, part }))
      await navigate({ to: '/imports/$id', params: { id: run.id } })
    } catch (error) {
      setProblem(error instanceof ApiError ? error.problem : null)
    }
    setSending(null)
  }
  const said = sending && t('list.sending', { name: sending.name })
  return (
    <Stack gap="xs">
      <ProblemAlert of={problem} />
      {said && (
        <div role="status">
          <Text size="sm">{said}</Text>
          <Progress value={sending.part * 100} aria-label={said} animated />
        </div>
      )}
      <Dropzone
        onDrop={(files: File[]) => void send(files)}
        multiple={false}
        disabled={sending !== null}
        inputProps={{ 'aria-label': t('list.drop') }}
        p="xl"
      >
        <Stack gap={4} align="center" ta="center">
          <IconTableImport size={36} stroke={1.3} className="salus-tint" aria-hidden />
          <Text fw={600}>{t('list.drop')}</Text>
          <Text size="sm" c="dimmed">
            {t('list.dropHint')}
          </Text>
        </Stack>
      </Dropzone>
    </Stack>
  )
}
