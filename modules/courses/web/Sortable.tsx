import { closestCenter, DndContext, type DragEndEvent, PointerSensor, useSensor, useSensors } from '@dnd-kit/core'
import { SortableContext, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { ActionIcon, Group, VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconGripVertical } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './editor.module.css'

type Item = { id: string; title: string }
type SortableProps<One extends Item> = {
  label: string
  items: readonly One[]
  /** Done when `items` are in the new order, or the order was refused. */
  onOrder: (ids: string[]) => Promise<unknown>
  disabled: boolean
  /** `controls`: the handle and the arrows, to be placed in the row. */
  children: (item: One, controls: ReactNode, index: number) => ReactNode
}

/**
 * A list that is put in order by dragging a handle, by the keyboard on that handle, or by the arrows beside it. The keyboard
 * moves by place, not by pixels: what is measured after the next frame would miss a key that comes before.
 */
export function Sortable<One extends Item>({ label, items, onOrder, disabled, children }: SortableProps<One>) {
  const { t } = useTranslation('courses')
  const [said, setSaid] = useState('')
  const [wish, setWish] = useState<readonly string[] | null>(null)
  const [held, setHeld] = useState<{ id: string; to: number } | null>(null)
  const sent = useRef<Promise<unknown>>(Promise.resolve())
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }))

  const settled = wish ? items.toSorted((a, b) => wish.indexOf(a.id) - wish.indexOf(b.id)) : items
  const at = (id: unknown) => settled.findIndex((item) => item.id === id)
  const shown = held ? moved(settled, at(held.id), held.to) : settled
  const say = (words: 'moved' | 'lifted' | 'over' | 'putBack', id: string, place: number) =>
    setSaid(t(`editor.${words}`, { title: settled[at(id)]?.title, place: place + 1, count: items.length }))

  const place = (id: string, to: number) => {
    setHeld(null)
    if (at(id) === to || to < 0 || to >= items.length) return say('putBack', id, at(id))
    const ids = moved(settled, at(id), to).map((item) => item.id)
    say('moved', id, to)
    setWish(ids)
    // One after the other, so that the last one counts.
    sent.current = sent.current.then(() => onOrder(ids)).then(() => setWish((now) => (now === ids ? null : now)))
  }
  const press = (id: string, event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (event.key === ' ' || event.key === 'Enter') {
      if (held) place(id, held.to)
      else {
        setHeld({ id, to: at(id) })
        say('lifted', id, at(id))
      }
    } else if (!held) return
    else if (step) {
      const to = Math.min(Math.max(held.to + step, 0), items.length - 1)
      setHeld({ id, to })
      say('over', id, to)
    } else if (event.key === 'Escape') place(id, at(id))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const dropped = ({ active, over }: DragEndEvent) => over && place(String(active.id), at(over.id))
  // What the library would read out by itself names things by their ids.
  const silent = { onDragStart: nothing, onDragOver: nothing, onDragEnd: nothing, onDragCancel: nothing }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={dropped}
      accessibility={{ screenReaderInstructions: { draggable: t('editor.dragHint') }, announcements: silent }}
    >
      <SortableContext items={shown.map((item) => item.id)} strategy={verticalListSortingStrategy} disabled={disabled}>
        <ol className={classes.list} aria-label={label}>
          {shown.map((item, index) => (
            <Row
              key={item.id}
              item={item}
              index={index}
              count={items.length}
              disabled={disabled}
              held={held?.id === item.id}
              place={(to) => place(item.id, to)}
              press={(event) => press(item.id, event)}
            >
              {(controls) => children(item, controls, index)}
            </Row>
          ))}
        </ol>
      </SortableContext>
      <VisuallyHidden aria-live="polite">{said}</VisuallyHidden>
    </DndContext>
  )
}
const nothing = () => undefined

function moved<One>(items: readonly One[], from: number, to: number): One[] {
  const list = [...items]
  list.splice(to, 0, ...list.splice(from, 1))
  return list
}

/** An arrow that leads nowhere keeps the focus: who moved something to the end is still there. */
const leads = (somewhere: boolean) => (somewhere ? {} : { 'aria-disabled': true, 'data-disabled': true })

type RowProps = {
  item: Item
  index: number
  count: number
  disabled: boolean
  /** Lifted by the keyboard. */
  held: boolean
  place: (to: number) => void
  press: (event: KeyboardEvent) => void
  children: (controls: ReactNode) => ReactNode
}
function Row({ item: { id, title }, index, count, disabled, held, place, press, children }: RowProps) {
  const { t } = useTranslation('courses')
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id, disabled })
  const style = { transform: transform ? `translate3d(0, ${Math.round(transform.y)}px, 0)` : undefined, transition }
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
        onKeyDown={press}
        onBlur={() => held && place(index)}
        aria-pressed={held || undefined}
      >
        <IconGripVertical size={18} stroke={1.6} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('editor.up', { title })}
        className={classes.arrow}
        {...leads(index > 0)}
        onClick={() => place(index - 1)}
      >
        <IconArrowUp size={16} stroke={1.8} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('editor.down', { title })}
        className={classes.arrow}
        {...leads(index < count - 1)}
        onClick={() => place(index + 1)}
      >
        <IconArrowDown size={16} stroke={1.8} />
      </ActionIcon>
    </Group>
  )
  return (
    <li ref={setNodeRef} style={style} className={classes.row} data-dragging={isDragging || undefined} data-held={held || undefined}>
      {children(controls)}
    </li>
  )
}
