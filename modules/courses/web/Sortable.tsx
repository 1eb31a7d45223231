import {
  type Active,
  closestCenter,
  DndContext,
  type DragCancelEvent,
  type DragEndEvent,
  type DragOverEvent,
  KeyboardSensor,
  type Over,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { ActionIcon, Group, VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconGripVertical } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './editor.module.css'

type Item = { id: string; title: string }
type SortableProps<One extends Item> = {
  label: string
  items: readonly One[]
  onOrder: (ids: string[]) => void
  disabled: boolean
  /** `controls`: the handle and the arrows, to be placed in the row. */
  children: (item: One, controls: ReactNode, index: number) => ReactNode
}

/** A list that is put in order by dragging a handle, by the keyboard on that handle, or by the arrows beside it. */
export function Sortable<One extends Item>({ label, items, onOrder, disabled, children }: SortableProps<One>) {
  const { t } = useTranslation('courses')
  const [said, say] = useState('')
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const move = (from: number, to: number) => {
    if (from === to || to < 0 || to >= items.length) return
    const ids = items.map((item) => item.id)
    ids.splice(to, 0, ...ids.splice(from, 1))
    say(t('editor.moved', { title: items[from]?.title, place: to + 1, count: items.length }))
    onOrder(ids)
  }
  const at = (id: unknown) => items.findIndex((item) => item.id === id)
  const dropped = ({ active, over }: DragEndEvent) => {
    if (over) move(at(active.id), at(over.id))
  }
  const tell = (words: 'lifted' | 'over' | 'putBack', active: Active, over: Over | null = null) =>
    t(`editor.${words}`, { title: items[at(active.id)]?.title, place: at((over ?? active).id) + 1, count: items.length })
  // What the library would read out by itself names things by their ids. A thing is lifted once it is over its own place:
  // only then it can be moved. Where it landed is said by `move`.
  const accessibility = {
    screenReaderInstructions: { draggable: t('editor.dragHint') },
    announcements: {
      onDragStart: () => undefined,
      onDragOver: ({ active, over }: DragOverEvent) => tell(over && over.id !== active.id ? 'over' : 'lifted', active, over),
      onDragEnd: () => undefined,
      onDragCancel: ({ active }: DragCancelEvent) => tell('putBack', active),
    },
  }
  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={dropped} accessibility={accessibility}>
      <SortableContext items={items.map((item) => item.id)} strategy={verticalListSortingStrategy} disabled={disabled}>
        <ol className={classes.list} aria-label={label}>
          {items.map((item, index) => (
            <Row key={item.id} item={item} index={index} count={items.length} disabled={disabled} move={move}>
              {(controls) => children(item, controls, index)}
            </Row>
          ))}
        </ol>
      </SortableContext>
      <VisuallyHidden aria-live="polite">{said}</VisuallyHidden>
    </DndContext>
  )
}

type RowProps = {
  item: Item
  index: number
  count: number
  disabled: boolean
  move: (from: number, to: number) => void
  children: (controls: ReactNode) => ReactNode
}
function Row({ item, index, count, disabled, move, children }: RowProps) {
  const { t } = useTranslation('courses')
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id: item.id,
    disabled,
  })
  const style = { transform: transform ? `translate3d(0, ${Math.round(transform.y)}px, 0)` : undefined, transition }
  const { title } = item
  const controls = disabled ? null : (
    <Group gap={0} wrap="nowrap">
      <ActionIcon
        ref={setActivatorNodeRef}
        variant="subtle"
        color="gray"
        aria-label={t('editor.drag', { title })}
        className={classes.handle}
        {...attributes}
        {...listeners}
      >
        <IconGripVertical size={18} stroke={1.6} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('editor.up', { title })}
        className={classes.arrow}
        disabled={index === 0}
        onClick={() => move(index, index - 1)}
      >
        <IconArrowUp size={16} stroke={1.8} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('editor.down', { title })}
        className={classes.arrow}
        disabled={index === count - 1}
        onClick={() => move(index, index + 1)}
      >
        <IconArrowDown size={16} stroke={1.8} />
      </ActionIcon>
    </Group>
  )
  return (
    <li ref={setNodeRef} style={style} className={classes.row} data-dragging={isDragging || undefined}>
      {children(controls)}
    </li>
  )
}
