import type { Chart } from '../contract.ts'

/** An organisation or a department of the chart, with what stands below it. */
export type Node = {
  id: string
  name: string
  kind: 'organization' | 'department'
  organizationId: string
  parentId: string | null
  head: { id: string; name: string } | null
  /** People in it, and with those below. */
  count: number
  total: number
  children: Node[]
}

/** The chart as trees, one for each organisation that is part of no other. */
export function treesOf({ organizations, departments }: Pick<Chart, 'organizations' | 'departments'>): Node[] {
  const known = new Set(organizations.map(({ id }) => id))
  const placeOf = (one: (typeof departments)[number]) => one.parentId ?? one.organizationId
  const below = Map.groupBy(departments, placeOf)
  const within = Map.groupBy(organizations, ({ parentId }) => (parentId && known.has(parentId) ? parentId : null))
  const department = (one: (typeof departments)[number]): Node => ({
    ...{ id: one.id, name: one.name, kind: 'department', organizationId: one.organizationId, parentId: placeOf(one) },
    ...{ head: one.head, count: one.employeeCount, total: one.totalCount },
    children: (below.get(one.id) ?? []).map(department),
  })
  const organization = (one: (typeof organizations)[number]): Node => {
    const children = [...(below.get(one.id) ?? []).map(department), ...(within.get(one.id) ?? []).map(organization)]
    const total = children.reduce((sum, child) => sum + child.total, 0)
    return {
      ...{ id: one.id, name: one.name, kind: 'organization', organizationId: one.id, parentId: one.parentId, head: null, count: 0 },
      ...{ total, children },
    }
  }
  return (within.get(null) ?? []).map(organization)
}

/** A node on screen: where it is, and where among its siblings. */
export type Placed = { node: Node; level: number; index: number; siblings: number; x: number; y: number; open: boolean }
export const box = { width: 200, height: 100, gapX: 20, gapY: 48 }

/** The visible nodes in reading order. `x`, `y` in pixels: parents stand in the middle above their children, none over another. */
export function placed(trees: readonly Node[], closed: ReadonlySet<string>): { nodes: Placed[]; width: number; height: number } {
  const nodes: Placed[] = []
  let next = 0
  let deepest = 0
  const place = (node: Node, at: { level: number; index: number; siblings: number }): Placed => {
    const open = node.children.length > 0 && !closed.has(node.id)
    const one: Placed = { node, ...at, open, x: next, y: (at.level - 1) * (box.height + box.gapY) }
    nodes.push(one)
    deepest = Math.max(deepest, at.level)
    const children = open
      ? node.children.map((child, index) => place(child, { level: at.level + 1, index, siblings: node.children.length }))
      : []
    const [first, last] = [children[0], children.at(-1)]
    if (first && last) one.x = (first.x + last.x) / 2
    else next += box.width + box.gapX
    return one
  }
  for (const [index, tree] of trees.entries()) place(tree, { level: 1, index, siblings: trees.length })
  return { nodes, width: Math.max(0, next - box.gapX), height: Math.max(0, deepest * (box.height + box.gapY) - box.gapY) }
}

/** May a department be put there? Not where it is, not below itself, not into another organisation. */
export function mayDrop(moved: Node, target: Node): boolean {
  if (moved.kind !== 'department' || moved.parentId === target.id || moved.organizationId !== target.organizationId) return false
  const holds = (node: Node): boolean => node.id === target.id || node.children.some(holds)
  return !holds(moved)
}

/** Where an arrow key leads from a node; null: nowhere. `toggle` opens or closes it instead. */
export function stepFrom(key: string, at: Placed, all: readonly Placed[]): { to?: string; toggle?: true } | null {
  const i = all.indexOf(at)
  const to = (one: Placed | undefined) => (one ? { to: one.node.id } : null)
  const hasChildren = at.node.children.length > 0
  if (key === 'ArrowDown') return to(all[i + 1])
  if (key === 'ArrowUp') return to(all[i - 1])
  if (key === 'Home') return to(all[0])
  if (key === 'End') return to(all.at(-1))
  if (key === 'ArrowRight') return hasChildren && !at.open ? { toggle: true } : at.open ? to(all[i + 1]) : null
  if (key === 'ArrowLeft') return at.open ? { toggle: true } : to(all.slice(0, i).findLast(({ level }) => level === at.level - 1))
  return null
}
