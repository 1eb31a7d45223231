import { type DragEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { box, mayDrop, type Node, type Placed, placed, stepFrom } from './layout.ts'
import { NodeContent } from './NodeContent.tsx'
import css from './Tree.module.css'

type TreeProps = {
  trees: readonly Node[]
  /** drawn: boxes with lines between; else an indented list. */
  drawn: boolean
  zoom: number
  closed: ReadonlySet<string>
  toggle: (id: string) => void
  chosen: string | null
  choose: (id: string) => void
  /** Null where nothing may be moved. */
  onMove: ((moved: Node, target: Node) => void) | null
}

/** The chart: a tree for the keyboard (arrows, Space picks up and puts down, Escape lets go) and for the mouse (drag). */
export function Tree({ trees, drawn, zoom, closed, toggle, chosen, choose, onMove }: TreeProps) {
  const { t } = useTranslation('structure')
  const { nodes, width, height } = placed(trees, closed)
  const [held, hold] = useState<Node | null>(null)
  const [over, setOver] = useState<string | null>(null)
  const [said, say] = useState('')
  const items = useRef(new Map<string, HTMLElement>())
  const wanted = useRef<string | null>(null)
  const current = nodes.find(({ node }) => node.id === chosen) ?? nodes[0]
  useEffect(() => {
    if (wanted.current === null) return
    items.current.get(wanted.current)?.focus()
    wanted.current = null
  })

  const drop = (moved: Node, target: Node) => {
    hold(null)
    setOver(null)
    if (mayDrop(moved, target)) onMove?.(moved, target)
    else say(t('chart.cannotDrop', { name: moved.name, target: target.name }))
  }
  const onKeyDown = (event: KeyboardEvent, at: Placed) => {
    if (event.key === ' ' && onMove) {
      event.preventDefault()
      if (held) return held.id === at.node.id ? letGo() : drop(held, at.node)
      if (at.node.kind !== 'department') return say(t('chart.cannotHold'))
      hold(at.node)
      return say(t('chart.held', { name: at.node.name }))
    }
    if (event.key === 'Escape' && held) return letGo()
    const step = stepFrom(event.key, at, nodes)
    if (!step) return
    event.preventDefault()
    if (step.toggle) return toggle(at.node.id)
    wanted.current = step.to ?? null
    choose(step.to as string)
    if (held) say(t('chart.over', { name: held.name, target: nodes.find(({ node }) => node.id === step.to)?.node.name }))
  }
  const letGo = () => {
    say(t('chart.letGo', { name: held?.name }))
    hold(null)
  }
  const dragging = (node: Node) => ({
    draggable: onMove !== null && node.kind === 'department',
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.setData('text/plain', node.id)
      event.dataTransfer.effectAllowed = 'move'
      hold(node)
    },
    onDragEnd: () => {
      hold(null)
      setOver(null)
    },
    onDragOver: (event: DragEvent) => {
      if (!held || !mayDrop(held, node)) return
      event.preventDefault()
      setOver(node.id)
    },
    onDragLeave: () => setOver(null),
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      if (held) drop(held, node)
    },
  })
  const byId = new Map(nodes.map((one) => [one.node.id, one]))
  const canvas = drawn ? { width: width * zoom, height: height * zoom } : {}
  return (
    <div className={drawn ? css.scroll : undefined}>
      <div style={canvas}>
        <div
          role="tree"
          aria-label={t('pages.chart')}
          className={drawn ? css.drawn : css.listed}
          style={drawn ? { width, height, transform: `scale(${zoom})` } : {}}
        >
          {drawn && (
            <svg className={css.lines} width={width} height={height} aria-hidden>
              {nodes.map((one) => {
                const parent = nodes.find(({ node }) => node.children.includes(one.node))
                return parent && <path key={one.node.id} d={line(parent, one)} />
              })}
            </svg>
          )}
          {nodes.map((one) => (
            <div
              key={one.node.id}
              ref={(element) => void (element ? items.current.set(one.node.id, element) : items.current.delete(one.node.id))}
              role="treeitem"
              aria-level={one.level}
              aria-posinset={one.index + 1}
              aria-setsize={one.siblings}
              aria-selected={one === current}
              {...(one.node.children.length > 0 ? { 'aria-expanded': one.open } : {})}
              tabIndex={one === current ? 0 : -1}
              className={css.node}
              data-kind={one.node.kind}
              data-held={held?.id === one.node.id || undefined}
              data-over={over === one.node.id || (held && held.id !== one.node.id && chosen === one.node.id) || undefined}
              style={
                drawn
                  ? { left: one.x, top: one.y, width: box.width, height: box.height }
                  : { marginInlineStart: `${(one.level - 1) * 1.1}rem` }
              }
              onFocus={() => choose(one.node.id)}
              onClick={() => choose(one.node.id)}
              onKeyDown={(event) => onKeyDown(event, one)}
              {...dragging(one.node)}
            >
              <NodeContent node={one.node} open={one.open} toggle={toggle} />
            </div>
          ))}
        </div>
      </div>
      <div aria-live="assertive" className={css.said}>
        {byId.size > 0 && said}
      </div>
    </div>
  )
}

/** From below the parent's middle, down, across and down to the child. */
function line(parent: Placed, child: Placed): string {
  const [x, y] = [parent.x + box.width / 2, parent.y + box.height]
  return `M${x} ${y}v${box.gapY / 2}H${child.x + box.width / 2}v${box.gapY / 2}`
}
