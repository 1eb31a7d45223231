import { Text, UnstyledButton } from '@mantine/core'
import {
  IconCircle,
  IconCircleCheckFilled,
  IconCircleDotted,
  IconFileText,
  IconHelpHexagon,
  IconLink,
  IconLock,
  IconPlayerPlay,
  IconTextCaption,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { MyOutline } from '../contract.ts'
import type { PlayerItem } from './items.ts'
import classes from './player.module.css'

const kinds = {
  rich_text: IconTextCaption,
  video: IconPlayerPlay,
  embed: IconPlayerPlay,
  document: IconFileText,
  link: IconLink,
  quiz: IconHelpHexagon,
}

/** The outline at the side of the player: what there is, what is done, where one is. */
export function OutlineNav({
  modules,
  items,
  current,
  go,
}: Pick<MyOutline, 'modules'> & { items: readonly PlayerItem[]; current: string | undefined; go: (id: string) => void }) {
  const { t } = useTranslation('enrollments')
  const byModule = Map.groupBy(items, (item) => item.module.id)
  return (
    <nav aria-label={t('player.outline')}>
      <ol className={classes.list}>
        {modules.map((module) => (
          <li key={module.id} className={classes.module}>
            <Text component="h2" fw={600} size="sm" px={8} style={{ overflowWrap: 'anywhere' }}>
              {module.title}
            </Text>
            {module.waitsFor.length > 0 && (
              <Text size="sm" c="dimmed" px={8}>
                {t('player.lockedHint', { titles: module.waitsFor.join(', ') })}
              </Text>
            )}
            <ol className={classes.list}>
              {(byModule.get(module.id) ?? []).map((item) => (
                <li key={item.id}>
                  <ItemButton item={item} isCurrent={item.id === current} go={go} />
                </li>
              ))}
            </ol>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function ItemButton({ item, isCurrent, go }: { item: PlayerItem; isCurrent: boolean; go: (id: string) => void }) {
  const { t } = useTranslation('enrollments')
  const state = item.locked ? 'waits' : item.done ? 'done' : item.started ? 'begun' : 'open'
  const Mark = { waits: IconLock, done: IconCircleCheckFilled, begun: IconCircleDotted, open: IconCircle }[state]
  const Kind = kinds[item.kind]
  return (
    <UnstyledButton
      className={classes.item}
      data-state={state}
      aria-current={isCurrent ? 'step' : undefined}
      disabled={item.locked}
      onClick={() => go(item.id)}
    >
      <Mark size={18} stroke={1.8} className={classes.mark} aria-label={t(`player.state.${state}`)} />
      <span className={classes.words}>{item.title}</span>
      <Kind size={16} stroke={1.6} className={classes.kind} aria-hidden />
    </UnstyledButton>
  )
}
