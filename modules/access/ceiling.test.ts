import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { at, type Given, moment, simple } from '../../tests/holding.ts'
import * as ceiling from './ceiling.ts'
import { type Role, waysOf } from './policy.ts'

// Rules only, without a database: what changes here is found by `npm run mutate` too.

const who = (full: string[], permissions = full) => ({ userId: 'me', permissions: new Set(permissions), full: new Set(full) })
const role = (id: string, below: string[], codes: string[], isActive = true): [string, Role] => {
  const grants = codes.map((permission) => ({ permission, isActive, from: null, until: null, conditions: {}, constraints: {} }))
  return [id, { id, code: id, scope: 'tenant', isSystemRole: false, priorityLevel: 0, grants, below }]
}

test('a role brings its own active permissions and those of the roles it contains', () => {
  const roles = new Map([role('top', ['child'], ['a:a']), role('child', [], ['b:b']), role('off', [], ['c:c'], false)])
  assert.deepEqual([...ceiling.everythingOf('top', roles)], ['a:a', 'b:b'])
  assert.deepEqual([...ceiling.everythingOf('off', roles)], [])
  assert.deepEqual([...ceiling.everythingOf('gone', roles)], [])
})

test('only what one holds in full is given, but for system roles that an appointer gives to others', () => {
  const system = { isSystemRole: true, permissions: ['a:a', 'b:b'] }
  const own = { ...system, isSystemRole: false }
  const writes = ['roles:write']
  assert.equal(ceiling.mayGive(own, who(['a:a', 'b:b', ...writes]), 'other'), true)
  assert.equal(ceiling.mayGive(own, who(['a:a', 'b:b', ...writes]), 'me'), true)
  assert.equal(ceiling.mayGive(own, who(['a:a', 'b:b']), 'other'), false, 'who may not give roles gives none')
  assert.equal(ceiling.mayGive(own, who(['a:a', ...writes]), 'other'), false)
  assert.equal(ceiling.mayGive(own, who(['a:a', ...writes], ['a:a', 'b:b', ...writes]), 'other'), false, 'held for some rows only')
  const appoints = ['roles:appoint', ...writes]
  assert.equal(ceiling.mayGive(system, who(appoints), 'other'), true)
  assert.equal(ceiling.mayGive(system, who(appoints), null), true)
  assert.equal(ceiling.mayGive(system, who(appoints), 'me'), false)
  assert.equal(ceiling.mayGive(own, who(appoints), 'other'), false)
  assert.equal(ceiling.mayGive(system, who(writes, appoints), 'other'), false, 'appoints for some rows only')
  assert.equal(ceiling.mayPlace(own, who(['a:a', 'b:b']), 'other'), true, 'placing takes no right to give')
  assert.equal(ceiling.mayPlace(own, who(['a:a']), 'other'), false)
})

test('only roles made here are edited, by those who hold all of it', () => {
  assert.equal(ceiling.mayEdit({ isSystemRole: false }, ['a:a'], who(['a:a', 'roles:write'])), true)
  assert.equal(ceiling.mayEdit({ isSystemRole: true }, ['a:a'], who(['a:a', 'roles:write'])), false)
  assert.equal(ceiling.mayEdit({ isSystemRole: false }, ['a:a'], who(['a:a'])), false)
  assert.equal(ceiling.mayEdit({ isSystemRole: false }, ['a:a', 'b:b'], who(['a:a', 'roles:write'])), false)
})

test('a second administrator is needed where there is one', () => {
  assert.equal(ceiling.needsSecond(['me'], 'me'), false)
  assert.equal(ceiling.needsSecond([], 'me'), false)
  assert.equal(ceiling.needsSecond(['me', 'other'], 'me'), true)
  const proposal = { userId: 'new', proposedBy: 'other' }
  assert.equal(ceiling.mayConfirm(proposal, who(['roles:appoint'])), true)
  assert.equal(ceiling.mayConfirm(proposal, who(['roles:write'])), false)
  assert.equal(ceiling.mayConfirm({ ...proposal, proposedBy: 'me' }, who(['roles:appoint'])), false)
  assert.equal(ceiling.mayConfirm({ ...proposal, userId: 'me' }, who(['roles:appoint'])), false)
})

test('who could appoint, who proposed it and whom it is about close a proposal', () => {
  const proposal = { userId: 'new', proposedBy: 'other' }
  assert.equal(ceiling.mayDecline(proposal, who(['roles:appoint'])), true)
  assert.equal(ceiling.mayDecline(proposal, who(['roles:write'])), false)
  assert.equal(ceiling.mayDecline({ ...proposal, proposedBy: 'me' }, who([])), true)
  assert.equal(ceiling.mayDecline({ ...proposal, userId: 'me' }, who([])), true)
})

test('what is held for all rows, in any circumstances and without an end is passed on, and nothing else', () => {
  const passed = (given: Given) => [...ceiling.passableOf(waysOf(simple(given)), moment())]
  assert.deepEqual(passed({}), ['x:y'])
  assert.deepEqual(passed({ held: { until: at + 1 } }), [])
  assert.deepEqual(passed({ grant: { until: at + 1 } }), [])
  assert.deepEqual(passed({ grant: { isActive: false } }), [])
  assert.deepEqual(passed({ role: { scope: 'department' } }), [])
  assert.deepEqual(passed({ grant: { constraints: { days: [1, 2, 3, 4, 5, 6, 7] } } }), [])
  const extra = simple({ held: { extra: ['x:y'] }, grant: { isActive: false } })
  assert.deepEqual([...ceiling.passableOf(waysOf(extra), moment())], ['x:y'], 'added to the role for them')
})

test('what begins, comes round or is shown later counts among what somebody ever may; what is over does not', () => {
  const ever = (given: Given) => [...ceiling.everAllowed(waysOf(simple(given)), moment())]
  const constraints = { days: [7], hours: ['02:00', '03:00'] as [string, string], networks: ['192.0.2.0/24'], secondFactorMinutes: 5 }
  for (const given of [{}, { held: { from: at + 1 } }, { grant: { from: at + 1 } }, { grant: { constraints } }] satisfies Given[])
    assert.deepEqual(ever(given), ['x:y'])
  for (const given of [{ held: { until: at } }, { grant: { until: at } }, { grant: { isActive: false } }] satisfies Given[])
    assert.deepEqual(ever(given), [])
  assert.deepEqual(ever({ permission: { isSystemPermission: true } }), [], 'never by a role made here')
})

test('nobody acts on a person who may do more', () => {
  assert.equal(ceiling.outranks(['a:a'], new Set(['a:a'])), false)
  assert.equal(ceiling.outranks(['a:a', 'b:b'], new Set(['a:a'])), true)
  assert.equal(ceiling.outranks(['b:b'], new Set(['roles:appoint'])), false)
  assert.equal(ceiling.outranks([], new Set()), false)
})

test('no sequence of accepted edges makes a ring, and what is refused would have made one', () => {
  const edge = fc.tuple(fc.nat(7), fc.nat(7))
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 40 }), (edges) => {
      const below = new Map<string, string[]>()
      const reaches = (from: string, to: string): boolean => from === to || (below.get(from) ?? []).some((next) => reaches(next, to))
      for (const [parent, child] of edges.map(([a, b]) => [String(a), String(b)] as const)) {
        const refused = ceiling.makesRing(parent, child, below)
        assert.equal(refused, reaches(child, parent))
        if (!refused) below.set(parent, [...(below.get(parent) ?? []), child])
      }
    }),
  )
  assert.equal(ceiling.makesRing('a', 'a', new Map()), true)
})

test('every refusal says its own thing, with the status that fits', () => {
  const made = Object.values(ceiling).flatMap((make) =>
    typeof make === 'function' && make.length <= 1 && /AppError|invalid/.test(String(make))
      ? [(make as (of: unknown) => { status: number; code: string; message: string })(Temporal.Instant.from('2026-06-15T09:00:00Z'))]
      : [],
  )
  assert.equal(made.length, 22)
  assert.equal(new Set(made.map(({ message }) => message)).size, made.length)
  for (const { status, code, message } of made) {
    assert.ok([403, 409, 422].includes(status))
    assert.match(message, /^[A-Z].{20,}[.]$/)
    assert.match(code, /^(access\.[a-z_]+|invalid)$/)
  }
})
