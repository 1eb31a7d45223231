import { Button, Group, List, Modal, Select, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mayDrop, type Node } from './layout.ts'

/** What is to be moved, and where: null is asked for. */
export type Asked = { moved: Node; target: Node | null }
type MoveDialogProps = {
  asked: Asked | null
  all: readonly Node[]
  running: boolean
  close: () => void
  run: (moved: Node, target: Node) => void
}

/** Asks once, and says what will change. */
export function MoveDialog({ asked, ...rest }: MoveDialogProps) {
  const { t } = useTranslation('structure')
  return (
    <Modal opened={asked !== null} onClose={rest.close} title={asked && t('move.title', { name: asked.moved.name })} centered>
      {asked && <Ask key={`${asked.moved.id}${asked.target?.id}`} asked={asked} {...rest} />}
    </Modal>
  )
}

function Ask({ asked: { moved, target: given }, all, running, close, run }: MoveDialogProps & { asked: Asked }) {
  const { t } = useTranslation('structure')
  const [chosen, choose] = useState(given?.id ?? null)
  const target = all.find(({ id }) => id === chosen) ?? null
  const from = all.find(({ id }) => id === moved.parentId)
  const places = all.filter((one) => mayDrop(moved, one)).map(({ id, name }) => ({ value: id, label: name }))
  const names = Map.groupBy(places, ({ label }) => label)
  const options = places.map(({ value, label }) => ({
    value,
    label: (names.get(label)?.length ?? 0) > 1 ? t('move.within', { name: label, parent: parentName(value, all) }) : label,
  }))
  return (
    <Stack gap="md">
      {!given && (
        <Select
          label={t('move.to')}
          data={options}
          value={chosen}
          onChange={choose}
          searchable
          data-autofocus
          nothingFoundMessage={t('move.nowhere')}
        />
      )}
      {target && (
        <List spacing={4} size="sm">
          <List.Item>{t('move.place', { name: moved.name, from: from?.name, to: target.name })}</List.Item>
          <List.Item>{t('move.people', { count: moved.total })}</List.Item>
          <List.Item>{target.head ? t('move.head', { head: target.head.name }) : t('move.noHead')}</List.Item>
          <List.Item>{t('move.kept')}</List.Item>
        </List>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          {t('move.cancel')}
        </Button>
        <Button disabled={!target} loading={running} onClick={() => target && run(moved, target)} data-autofocus={given ? true : undefined}>
          {t('move.do')}
        </Button>
      </Group>
    </Stack>
  )
}

const parentName = (id: string, all: readonly Node[]) => {
  const parentId = all.find((one) => one.id === id)?.parentId
  return all.find((one) => one.id === parentId)?.name ?? ''
}
