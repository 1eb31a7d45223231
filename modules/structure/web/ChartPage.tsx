import { Button, Group, Paper, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconArrowMerge, IconArrowMoveDown, IconHistory, IconSitemap, IconUsers } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction, useData } from '#platform/web/data.ts'
import { ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { moveDepartment, readChart, undoMove } from '../contract.ts'
import { ChartControls } from './ChartControls.tsx'
import { type Node, treesOf } from './layout.ts'
import { MergeDialog } from './MergeDialog.tsx'
import { type Asked, MoveDialog } from './MoveDialog.tsx'
import { Tree } from './Tree.tsx'

const route = getRouteApi('/organization-chart')
const zooms = [0.5, 0.75, 1, 1.25, 1.5]
const mostOpen = 60
/** The end of a chosen day, where the browser is: what stood in the evening. */
const endOf = (day: string) => {
  const evening = new Date(`${day}T00:00`)
  evening.setDate(evening.getDate() + 1)
  return evening.toISOString()
}

export default function ChartPage() {
  const { t } = useTranslation('structure')
  const may = useCan()
  const { day } = route.useSearch()
  const navigate = route.useNavigate()
  const { data } = useData(readChart, { query: day ? { asOf: endOf(day) } : {} }, { live: ['directory'] })
  const isWide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false })
  const [view, setView] = useState<'drawn' | 'listed' | null>(null)
  const [zoom, setZoom] = useState(2)
  // More than fit on a screen begin closed: what stands at the top is seen first.
  const [closed, setClosed] = useState<ReadonlySet<string>>(
    () => new Set(data.departments.length > mostOpen ? data.departments.flatMap(({ parentId }) => parentId ?? []) : []),
  )
  const [chosen, choose] = useState<string | null>(null)
  const [merged, merge] = useState<Node | null>(null)
  const [asked, ask] = useState<Asked | null>(null)
  const drawn = (view ?? (isWide ? 'drawn' : 'listed')) === 'drawn'
  const trees = treesOf(data)
  const all = trees.flatMap(function each(node: Node): Node[] {
    return [node, ...node.children.flatMap(each)]
  })
  const current = all.find(({ id }) => id === chosen) ?? null
  const undo = useAction(undoMove, { success: t('chart.undone') })
  const move = useAction(moveDepartment)
  const run = async (moved: Node, target: Node) => {
    ask(null)
    const parentId = target.kind === 'department' ? target.id : null
    const answer = await move.run({ params: { id: moved.id }, body: { parentId } })
    if (!answer.ok) return
    const { id: moveId } = answer.data
    const note = notifications.show({
      color: 'teal',
      autoClose: 12_000,
      message: (
        <Group justify="space-between" gap="xs">
          <Text size="sm">{t('chart.moved', { name: moved.name, target: target.name })}</Text>
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              notifications.hide(note)
              void undo.run({ params: { id: moved.id, moveId } })
            }}
          >
            {t('chart.undo')}
          </Button>
        </Group>
      ),
    })
  }
  const toggle = (id: string) => {
    const next = new Set(closed)
    if (!next.delete(id)) next.add(id)
    setClosed(next)
  }
  const mayMove = data.may.move && current?.kind === 'department'
  if (all.length === 0)
    return (
      <Page>
        <EmptyState
          icon={IconSitemap}
          title={t('chart.empty')}
          hint={t('chart.emptyHint')}
          action={may('directory:write') && <ButtonLink to="/organizations">{t('chart.add')}</ButtonLink>}
        />
      </Page>
    )
  return (
    <Page wide subtitle={data.may.move ? t(drawn ? 'chart.hint' : 'chart.hintListed') : data.asOf ? t('chart.past') : null}>
      <ChartControls
        {...{ drawn, zoom, setZoom, day, setView }}
        zooms={zooms.length}
        isClosed={closed.size > 0}
        setDay={(value) => void navigate({ search: value ? { day: value } : {}, replace: true })}
        closeAll={() => setClosed(new Set(closed.size > 0 ? [] : trees.flatMap(({ children }) => children.map(({ id }) => id))))}
      />
      <Tree
        trees={trees}
        drawn={drawn}
        zoom={zooms[zoom] as number}
        closed={closed}
        toggle={toggle}
        chosen={chosen}
        choose={choose}
        onMove={data.may.move ? (moved, target) => ask({ moved, target }) : null}
      />
      {current?.kind === 'department' && (
        <Paper withBorder p="sm" radius="md" shadow="sm" pos="sticky" bottom={8} style={{ zIndex: 2 }}>
          <Group justify="space-between" gap="sm">
            <Text fw={600}>{current.name}</Text>
            <Group gap="xs">
              {mayMove && (
                <Button variant="light" leftSection={<IconArrowMoveDown size={16} />} onClick={() => ask({ moved: current, target: null })}>
                  {t('chart.moveTo')}
                </Button>
              )}
              {mayMove && (
                <Button variant="light" leftSection={<IconArrowMerge size={16} />} onClick={() => merge(current)}>
                  {t('chart.mergeInto')}
                </Button>
              )}
              <ButtonLink to="/people" search={{ departmentId: current.id }} variant="default" leftSection={<IconUsers size={16} />}>
                {t('chart.seePeople')}
              </ButtonLink>
              <ButtonLink to="/departments/$id" params={{ id: current.id }} variant="default" leftSection={<IconHistory size={16} />}>
                {t('chart.history')}
              </ButtonLink>
            </Group>
          </Group>
        </Paper>
      )}
      <MergeDialog from={merged} all={all} close={() => merge(null)} />
      <MoveDialog asked={asked} all={all} running={move.running} close={() => ask(null)} run={(moved, target) => void run(moved, target)} />
    </Page>
  )
}
