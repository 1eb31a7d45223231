import { Alert, Button, Group, List, Modal, Select, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction, useLookup } from '#platform/web/data.ts'
import { problemWords } from '#platform/web/words.ts'
import { mergeDepartment, planMerger } from '../contract.ts'
import type { Node } from './layout.ts'

type MergeDialogProps = { from: Node | null; all: readonly Node[]; close: () => void }

/** Takes a department into another one: says what goes along, and asks once. */
export function MergeDialog({ from, all, close }: MergeDialogProps) {
  const { t } = useTranslation('structure')
  return (
    <Modal opened={from !== null} onClose={close} title={from && t('merge.title', { name: from.name })} centered>
      {from && <Ask key={from.id} from={from} all={all} close={close} />}
    </Modal>
  )
}

function Ask({ from, all, close }: { from: Node; all: readonly Node[]; close: () => void }) {
  const { t } = useTranslation('structure')
  const [intoId, choose] = useState<string | null>(null)
  const { data: plan, problem } = useLookup(planMerger, intoId ? { params: { id: from.id }, query: { intoId } } : null)
  const merge = useAction(mergeDepartment, { success: t('merge.done') })
  const places = all.filter((one) => one.kind === 'department' && one.id !== from.id && one.organizationId === from.organizationId)
  const into = places.find(({ id }) => id === intoId)
  return (
    <Stack gap="md">
      <Select
        label={t('merge.into')}
        data={places.map(({ id, name }) => ({ value: id, label: name }))}
        value={intoId}
        onChange={choose}
        searchable
        data-autofocus
        nothingFoundMessage={t('move.nowhere')}
      />
      {problem && <Alert color="red">{problemWords(problem)}</Alert>}
      {into && plan && (
        <List spacing={4} size="sm">
          <List.Item>{t('merge.people', { count: plan.people, into: into.name })}</List.Item>
          {plan.children.length > 0 && <List.Item>{t('merge.parts', { names: plan.children.join(', ') })}</List.Item>}
          <List.Item>{t('merge.along')}</List.Item>
          <List.Item>{t('merge.closed', { name: from.name })}</List.Item>
        </List>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          {t('merge.cancel')}
        </Button>
        <Button
          color="red"
          disabled={!into || !plan}
          loading={merge.running}
          onClick={async () => {
            const answer = await merge.run({ params: { id: from.id }, body: { intoId: into?.id ?? '' } })
            if (answer.ok) close()
          }}
        >
          {t('merge.do')}
        </Button>
      </Group>
    </Stack>
  )
}
