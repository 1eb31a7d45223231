import { Alert, Button, Checkbox, Group, Paper, Progress, Stack, Stepper, Text } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { Page } from '#platform/web/Page.tsx'
import { applyImport, type ImportDetail, readImport, undoImport } from '../contract.ts'
import { Columns } from './Columns.tsx'
import { Rows } from './Rows.tsx'
import { RunStatus } from './RunStatus.tsx'

const route = getRouteApi('/imports/$id')
const step: Record<ImportDetail['status'], number> = {
  mapping: 0,
  unreadable: 0,
  checking: 1,
  checked: 1,
  applying: 2,
  applied: 3,
  undoing: 3,
  undone: 3,
}

export default function ImportPage() {
  const { t } = useTranslation('imports')
  const { id } = route.useParams()
  const { columns } = route.useSearch()
  const navigate = route.useNavigate()
  const { data: run } = useData(readImport, { params: { id } }, { live: ['imports'] })
  const busy = run.status === 'checking' || run.status === 'applying' || run.status === 'undoing'
  const asks = run.may.check && (run.status === 'mapping' || columns)
  return (
    <Page title={run.fileName} crumbs={[{ label: t('pages.imports'), to: '/imports' }]} actions={<RunStatus of={run.status} />} wide>
      <Stack gap="lg">
        <Stepper active={asks ? 0 : step[run.status]} size="sm" allowNextStepsSelect={false} visibleFrom="sm">
          <Stepper.Step label={t('steps.columns')} />
          <Stepper.Step label={t('steps.check')} />
          <Stepper.Step label={t('steps.done')} />
        </Stepper>
        {run.problem && (
          <Alert color="red" title={t('said.problem')}>
            {run.problem}
          </Alert>
        )}
        {busy && <AtWork of={run} />}
        {asks && <Columns of={run} onDone={() => void navigate({ search: {}, replace: true })} />}
        {run.may.apply && !asks && <Apply of={run} onColumns={() => void navigate({ search: { columns: true } })} />}
        {run.may.undo && <Undo id={run.id} keptUntil={run.keptUntil} />}
        {run.keptUntil === null && <Alert color="gray">{t('said.tidied')}</Alert>}
        {run.status === 'undone' && <Alert color="gray">{t('said.undone')}</Alert>}
        {!asks && run.keptUntil !== null && run.status !== 'unreadable' && run.status !== 'checking' && (
          <Paper withBorder p="lg">
            <Rows of={run} />
          </Paper>
        )}
      </Stack>
    </Page>
  )
}

function AtWork({ of: run }: { of: ImportDetail }) {
  const { t } = useTranslation('imports')
  return (
    <Card title={t(`status.${run.status}`)}>
      <Stack gap="xs">
        <Progress value={run.total ? (run.done / run.total) * 100 : 0} aria-label={t(`status.${run.status}`)} size="lg" animated />
        <Text role="status">{t('progress.of', { done: run.done.toLocaleString('en-GB'), total: run.total.toLocaleString('en-GB') })}</Text>
        <Text size="sm" c="dimmed">
          {t('progress.wait')}
        </Text>
      </Stack>
    </Card>
  )
}

function Apply({ of: run, onColumns }: { of: ImportDetail; onColumns: () => void }) {
  const { t } = useTranslation('imports')
  const apply = useAction(applyImport, { invalidates: ['imports'] })
  const [leavers, setLeavers] = useState(false)
  const { create = 0, change = 0, leave = 0 } = run.counts
  const count = create + change
  const go = () => apply.run({ params: { id: run.id }, body: { deactivateLeavers: leavers } })
  return (
    <Card title={t('apply.title')}>
      <Stack>
        {leave > 0 && (
          <Checkbox
            label={t('apply.leavers', { count: leave })}
            description={t('apply.leaversHint')}
            checked={leavers}
            onChange={(event) => setLeavers(event.currentTarget.checked)}
          />
        )}
        <Group>
          {leavers ? (
            <ConfirmButton question={t('apply.question')} hint={t('apply.leavers', { count: leave })} onConfirm={go} variant="filled">
              {t('apply.go', { count: count + leave })}
            </ConfirmButton>
          ) : (
            <Button onClick={() => void go()} loading={apply.running} disabled={count === 0}>
              {t('apply.go', { count })}
            </Button>
          )}
          <Button variant="default" onClick={onColumns}>
            {t('columns.again')}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {t('apply.undoable')}
        </Text>
      </Stack>
    </Card>
  )
}

function Undo({ id, keptUntil }: { id: string; keptUntil: string | null }) {
  const { t } = useTranslation('imports')
  const undo = useAction(undoImport, { invalidates: ['imports'] })
  return (
    <Group>
      <ConfirmButton question={t('undo.question')} hint={t('undo.hint')} onConfirm={() => undo.run({ params: { id } })}>
        {t('undo.go')}
      </ConfirmButton>
      {keptUntil && (
        <Text size="sm" c="dimmed">
          {t('undo.until')} <DateTime at={keptUntil} look="date" />
        </Text>
      )}
    </Group>
  )
}
