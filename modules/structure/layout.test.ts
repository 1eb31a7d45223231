import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { box, mayDrop, type Node, placed, stepFrom, treesOf } from './web/layout.ts'

const organization = { id: 'o', name: 'Acme', parentId: null }
/** Any chart of one organisation: each department lies below one before it, or at the top. */
const charts = fc.array(fc.option(fc.nat(20)), { maxLength: 20 }).map((parents) =>
  treesOf({
    organizations: [organization],
    departments: parents.map((parent, i) => ({
      ...{ id: `d${i}`, name: `D${i}`, code: `d${i}`, parentId: parent !== null && parent < i ? `d${parent}` : null, organizationId: 'o' },
      ...{ head: null, employeeCount: 1, totalCount: 1, version: 1 },
    })),
  }),
)
const all = (nodes: readonly Node[]): Node[] => nodes.flatMap((node) => [node, ...all(node.children)])

test('no box of the chart lies over another, and each parent stands between its first and last child', () => {
  fc.assert(
    fc.property(charts, fc.subarray(['o', 'd0', 'd1', 'd2', 'd5']), (trees, closed) => {
      const { nodes, width, height } = placed(trees, new Set(closed))
      for (const a of nodes) {
        assert.ok(a.x >= 0 && a.y >= 0 && a.x + box.width <= width && a.y + box.height <= height)
        for (const b of nodes) assert.ok(a === b || a.y !== b.y || Math.abs(a.x - b.x) >= box.width, 'apart')
        const below = nodes.filter(({ node }) => node.parentId === a.node.id && node.kind === 'department').map(({ x }) => x)
        if (below.length > 0) assert.ok(Math.min(...below) <= a.x && a.x <= Math.max(...below))
      }
    }),
  )
})

test('arrow keys reach every box from the first, and lead back', () => {
  fc.assert(
    fc.property(charts, (trees) => {
      const { nodes } = placed(trees, new Set())
      const [first] = nodes
      const seen = [first?.node.id]
      for (let at = first; at; ) {
        const id = stepFrom('ArrowDown', at, nodes)?.to
        at = nodes.find(({ node }) => node.id === id)
        if (at) seen.push(at.node.id)
      }
      assert.deepEqual(
        seen,
        nodes.map(({ node }) => node.id),
      )
      const last = nodes.at(-1)
      if (last && first) assert.deepEqual(stepFrom('Home', last, nodes), { to: first.node.id })
    }),
  )
})

test('a department is dropped neither on itself, nor where it is, nor on what lies below it', () => {
  fc.assert(
    fc.property(charts, (trees) => {
      for (const moved of all(trees))
        for (const target of all(trees)) {
          const inside = all([moved]).includes(target)
          assert.equal(mayDrop(moved, target), moved.kind === 'department' && !inside && moved.parentId !== target.id)
        }
    }),
  )
})
