import { ActionIcon, Group, Text } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconUsers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Slot } from '#platform/web/slots.tsx'
import type { Node } from './layout.ts'
import css from './Tree.module.css'

/** What one box of the chart says. */
export function NodeContent({ node, open, toggle }: { node: Node; open: boolean; toggle: (id: string) => void }) {
  const { t } = useTranslation('structure')
  const Chevron = open ? IconChevronDown : IconChevronRight
  return (
    <>
      <div className={css.words}>
        <Text fw={600} size="sm" lineClamp={2} title={node.name}>
          {node.name}
        </Text>
        <Group gap={6} wrap="nowrap">
          {node.head && <Slot name="face" with={{ userId: node.head.id, name: node.head.name, size: 20 }} quiet />}
          <Text size="xs" c="dimmed" truncate>
            {node.kind === 'department' ? (node.head?.name ?? t('chart.noHead')) : t('chart.organization')}
          </Text>
        </Group>
        <Text size="xs" className={css.count}>
          <IconUsers size={13} aria-hidden />{' '}
          {node.kind === 'organization' || node.count === node.total
            ? t('chart.people', { count: node.total })
            : t('chart.peopleOf', { count: node.count, total: node.total })}
        </Text>
      </div>
      {node.children.length > 0 && (
        <ActionIcon variant="subtle" size="sm" tabIndex={-1} aria-hidden onClick={() => toggle(node.id)} className={css.toggle}>
          <Chevron size={16} />
        </ActionIcon>
      )}
    </>
  )
}
