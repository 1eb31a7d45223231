import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, type Given, grant, held, hour, moment, permission, role, simple } from '../../tests/holding.ts'
import {
  type Check,
  chainsFrom,
  decide,
  explain,
  type Facts,
  type Grant,
  type Moment,
  type Role,
  refusedBy,
  rightsAt,
  waysOf,
} from './policy.ts'

// Rules only, without a database: what changes here is found by `npm run mutate` too.

const asked = (given: Given, when: Partial<Moment> = {}) => {
  const [way] = waysOf(simple(given)).get('x:y') ?? []
  assert.ok(way)
  return refusedBy(way, moment(when))
}
const reach = (given: Given) => decide(waysOf(simple(given)).get('x:y') ?? [], moment())

test('a grant that nothing limits counts, for everybody’s rows', () => {
  assert.equal(asked({}), null)
  assert.equal(reach({}), 'all')
  assert.equal(decide([], moment()), null)
})

test('every check refuses at its edge, and says which it was', () => {
  const cases: [Given, Partial<Moment>, Check | null][] = [
    [{ held: { from: at } }, {}, null],
    [{ held: { from: at + 1 } }, {}, 'begun'],
    [{ held: { until: at + 1 } }, {}, null],
    [{ held: { until: at } }, {}, 'not_expired'],
    [{ grant: { isActive: false } }, {}, 'active'],
    [{ grant: { from: at } }, {}, null],
    [{ grant: { from: at + 1 } }, {}, 'effective'],
    [{ grant: { until: at + 1 } }, {}, null],
    [{ grant: { until: at } }, {}, 'not_over'],
    [{ permission: { isSystemPermission: true } }, {}, 'by_system'],
    [{ permission: { isSystemPermission: true }, role: { isSystemRole: true } }, {}, null],
    [{ permission: { isNarrowable: false }, role: { scope: 'department' } }, {}, 'narrowable'],
    [{ permission: { isNarrowable: false, scope: 'own' }, role: { scope: 'department' } }, {}, null],
    [{ role: { scope: 'department' } }, {}, null],
    [{ grant: { constraints: { days: [1] } } }, {}, null],
    [{ grant: { constraints: { days: [2, 7] } } }, {}, 'day'],
    [{ grant: { constraints: { networks: ['10.0.0.0/8', '2001:db8::/32'] } } }, { ip: '10.1.2.3' }, null],
    [{ grant: { constraints: { networks: ['10.0.0.0/8'] } } }, { ip: '::ffff:10.1.2.3' }, null],
    [{ grant: { constraints: { networks: ['10.0.0.0/8', '2001:db8::/32'] } } }, { ip: '2001:db8::1' }, null],
    [{ grant: { constraints: { networks: ['10.0.0.0/8', '2001:db8::/32'] } } }, { ip: '2001:db9::1' }, 'network'],
    [{ grant: { constraints: { networks: ['10.0.0.0/8'] } } }, { ip: '11.0.0.1' }, 'network'],
    [{ grant: { constraints: { networks: ['10.0.0.0/8'] } } }, { ip: 'unknown' }, 'network'],
    [{ grant: { constraints: { networks: ['10.0.0.0/8'] } } }, { ip: null }, 'network'],
    [{ grant: { constraints: { networks: ['10.20.30.40/32'] } } }, { ip: '10.20.30.40' }, null],
    [{ grant: { constraints: { networks: ['10.20.30.40/32'] } } }, { ip: '10.20.30.41' }, 'network'],
    [{ grant: { constraints: { secondFactorMinutes: 60 } } }, {}, 'second_factor'],
    [{ grant: { constraints: { secondFactorMinutes: 60 } } }, { secondFactorAt: at - hour }, 'second_factor'],
    [{ grant: { constraints: { secondFactorMinutes: 60 } } }, { secondFactorAt: at - hour + 1 }, null],
  ]
  for (const [given, when, refusal] of cases) assert.equal(asked(given, when), refusal, JSON.stringify([given, when]))
})

test('grants that name the same networks are each bound to them', () => {
  const here = grant('x:y', { constraints: { networks: ['10.0.0.0/8'] } })
  const roles = new Map([role('one', { grants: [here] }), role('two', { grants: [here] })])
  const ways = waysOf({ permissions: new Map([permission('x:y')]), roles, holdings: [held('one'), held('two')] }).get('x:y') ?? []
  assert.deepEqual(
    ways.map((way) => refusedBy(way, moment({ ip: '10.0.0.1' }))),
    [null, null],
  )
  assert.deepEqual(
    ways.map((way) => refusedBy(way, moment({ ip: '11.0.0.1' }))),
    ['network', 'network'],
  )
})

test('hours are those of the place they name, and past midnight they belong to the day they began on', () => {
  const constrained = (constraints: Grant['constraints'], time: string) => asked({ grant: { constraints } }, { at: Date.parse(time) })
  const long = { held: { from: 0 } }
  const on = (constraints: Grant['constraints'], time: string) => asked({ ...long, grant: { constraints } }, { at: Date.parse(time) })
  const day: Grant['constraints'] = { hours: ['08:00', '18:00'] }
  assert.equal(constrained(day, '2026-06-15T09:30:00Z'), null)
  assert.equal(on(day, '2026-06-15T07:00:00Z'), null, 'eight in London, in summer')
  assert.equal(on(day, '2026-06-15T06:59:59Z'), 'hour')
  assert.equal(on(day, '2026-06-15T16:59:59Z'), null)
  assert.equal(on(day, '2026-06-15T17:00:00Z'), 'hour')
  assert.equal(on(day, '2026-01-15T07:30:00Z'), 'hour', 'half past seven in London, in winter')
  assert.equal(on({ ...day, timeZone: 'America/New_York' }, '2026-06-15T09:30:00Z'), 'hour')
  assert.equal(on({ ...day, timeZone: 'America/New_York' }, '2026-06-15T12:00:00Z'), null)
  const night: Grant['constraints'] = { hours: ['22:00', '06:00'], days: [1], timeZone: 'UTC' }
  assert.equal(on(night, '2026-06-15T22:00:00Z'), null)
  assert.equal(on(night, '2026-06-16T05:59:00Z'), null, 'Tuesday morning of Monday’s shift')
  assert.equal(on(night, '2026-06-16T06:00:00Z'), 'day')
  assert.equal(on(night, '2026-06-15T05:59:00Z'), 'day', 'Monday morning of Sunday’s shift')
  assert.equal(on(night, '2026-06-15T12:00:00Z'), 'hour')
  assert.equal(on(night, '2026-06-16T22:30:00Z'), 'day')
  assert.equal(on({ hours: ['00:00', '00:00'], days: [1], timeZone: 'UTC' }, '2026-06-15T00:00:00Z'), null, 'the whole day')
  assert.equal(on({ days: [2], timeZone: 'Pacific/Auckland' }, '2026-06-15T13:00:00Z'), null, 'Tuesday already')
})

test('a parent holds all permissions of its children, by the shortest way, and a ring ends', () => {
  const roles = new Map([
    role('top', { below: ['left', 'right'] }),
    role('left', { below: ['deep'] }),
    role('right', { below: ['deep', 'gone'] }),
    role('deep', { below: ['top'], grants: [grant('x:y')] }),
  ])
  const chains = chainsFrom('top', roles).map((chain) => chain.map((one) => one.id).join('>'))
  assert.deepEqual(chains, ['top', 'top>left', 'top>right', 'top>left>deep'])
  assert.deepEqual(chainsFrom('gone', roles), [])
  const facts: Facts = { permissions: new Map([permission('x:y')]), roles, holdings: [held('top'), held('right', { id: 'second' })] }
  const ways = waysOf(facts).get('x:y') ?? []
  assert.deepEqual(
    ways.map((way) => [way.holding.id, way.chain.map((one) => one.id).join('>')]),
    [
      ['h-top', 'top>left>deep'],
      ['second', 'right>deep'],
    ],
  )
})

test('what only system roles may hold counts by system roles all the way', () => {
  const roles = (top: boolean, below: boolean) =>
    new Map([role('top', { below: ['below'], isSystemRole: top }), role('below', { isSystemRole: below, grants: [grant('x:y')] })])
  const permissions = new Map([permission('x:y', { isSystemPermission: true })])
  const by = (top: boolean, below: boolean) =>
    decide(waysOf({ permissions, roles: roles(top, below), holdings: [held('top')] }).get('x:y') ?? [], moment())
  assert.deepEqual([by(true, true), by(false, true), by(true, false)], ['all', null, null])
  const added = waysOf({ permissions, roles: new Map([role('r', { isSystemRole: true })]), holdings: [held('r', { extra: ['x:y'] })] })
  assert.equal(decide(added.get('x:y') ?? [], moment()), null, 'nor is it added for one person')
})

test('rights added to a role for one person count as long as they hold it, and unknown ones never', () => {
  const facts = (until: number | null): Facts => ({
    permissions: new Map([permission('x:y')]),
    roles: new Map([role('r', { below: ['child'] }), role('child')]),
    holdings: [held('r', { extra: ['x:y', 'no:such'], until })],
  })
  const [way, ...more] = waysOf(facts(null)).get('x:y') ?? []
  assert.ok(way)
  assert.deepEqual([way.grant, more, waysOf(facts(null)).has('no:such')], [null, [], false])
  assert.equal(decide([way], moment()), 'all')
  assert.deepEqual([...rightsAt(facts(null), waysOf(facts(null)), moment()).full], ['x:y'])
  assert.equal(decide(waysOf(facts(at)).get('x:y') ?? [], moment()), null)
  assert.equal(waysOf({ ...facts(null), roles: new Map() }).size, 0, 'nothing comes of a role that is gone')
})

test('scopes, places and comparisons narrow, and all of them must hold', () => {
  assert.deepEqual(reach({ role: { scope: 'own' } }), [[{ to: 'self' }]])
  assert.deepEqual(reach({ role: { scope: 'department' } }), [[{ to: 'headed' }]])
  assert.deepEqual(reach({ role: { scope: 'organization' } }), [[{ to: 'organization', id: null }]])
  assert.deepEqual(reach({ permission: { scope: 'organization' } }), [[{ to: 'organization', id: null }]])
  assert.deepEqual(reach({ grant: { conditions: { scope: 'branch' } } }), [[{ to: 'branch' }]])
  assert.deepEqual(reach({ held: { deptId: 'd' } }), [[{ to: 'department', id: 'd' }]])
  assert.deepEqual(reach({ held: { deptId: 'd' }, role: { scope: 'department' } }), [[{ to: 'department', id: 'd' }]], 'granted for it')
  assert.deepEqual(reach({ held: { homeId: 'd' } }), 'all', 'everybody of the department holds it, for all rows')
  assert.deepEqual(reach({ held: { homeId: 'd' }, role: { scope: 'department' } }), [[{ to: 'department', id: 'd' }]])
  assert.deepEqual(reach({ held: { orgId: 'o' } }), [[{ to: 'organization', id: 'o' }]])
  assert.deepEqual(reach({ held: { orgId: 'o' }, role: { scope: 'organization' } }), [[{ to: 'organization', id: 'o' }]])
  const where = [{ attribute: 'userType' as const, is: 'one_of' as const, values: ['employee'] }]
  assert.deepEqual(reach({ held: { orgId: 'o', deptId: 'd' }, grant: { conditions: { scope: 'own', where } } }), [
    [{ to: 'department', id: 'd' }, { to: 'organization', id: 'o' }, { to: 'self' }, { to: 'attribute', ...where[0] }],
  ])
  assert.equal(reach({ permission: { scope: 'own' }, held: { deptId: 'd' } }), 'all', 'one’s own matters have nothing to narrow')
})

test('the scopes of the role held and of the one that grants both narrow', () => {
  const by = (top: Role['scope'], below: Role['scope']) =>
    decide(
      waysOf({
        permissions: new Map([permission('x:y')]),
        roles: new Map([role('top', { below: ['child'], scope: top }), role('child', { scope: below, grants: [grant('x:y')] })]),
        holdings: [held('top')],
      }).get('x:y') ?? [],
      moment(),
    )
  assert.deepEqual(by('tenant', 'own'), [[{ to: 'self' }]])
  assert.deepEqual(by('own', 'tenant'), [[{ to: 'self' }]])
  assert.deepEqual(by('own', 'department'), [[{ to: 'self' }, { to: 'headed' }]])
})

test('the widest of several ways counts; ways that do not count add nothing', () => {
  const facts: Facts = {
    permissions: new Map([permission('x:y')]),
    roles: new Map([role('narrow', { scope: 'own', grants: [grant('x:y')] }), role('wide', { grants: [grant('x:y')] })]),
    holdings: [held('narrow'), held('wide', { until: at + hour })],
  }
  const ways = waysOf(facts)
  const now = rightsAt(facts, ways, moment())
  assert.deepEqual(
    [[...now.permissions], [...now.narrowed], [...now.full], now.until, now.varies],
    [['x:y'], [], ['x:y'], at + hour, false],
  )
  const later = rightsAt(facts, ways, moment({ at: at + hour }))
  assert.deepEqual(
    [[...later.permissions], [...later.narrowed], [...later.full], later.until],
    [['x:y'], [['x:y', [[{ to: 'self' }]]]], [], null],
  )
})

test('what depends on circumstances is never held in full, and makes rights vary', () => {
  const facts = simple({ grant: { constraints: { secondFactorMinutes: 5 } } })
  const fresh = rightsAt(facts, waysOf(facts), moment({ secondFactorAt: at }))
  assert.deepEqual([[...fresh.permissions], [...fresh.full], fresh.varies], [['x:y'], [], true])
  const stale = rightsAt(facts, waysOf(facts), moment())
  assert.deepEqual([[...stale.permissions], stale.varies], [[], true])
})

test('it is known when rights change by themselves', () => {
  const until = (given: Given) => {
    const facts = simple(given)
    return rightsAt(facts, waysOf(facts), moment()).until
  }
  assert.equal(until({}), null)
  assert.equal(until({ held: { from: at + 5 } }), at + 5)
  assert.equal(until({ held: { until: at + 5 }, grant: { from: at + 4, until: at + 7 } }), at + 4)
  assert.equal(until({ grant: { from: at - 4, until: at } }), null)
  assert.equal(until({ grant: { until: at + 7 } }), at + 7)
})

test('roles are named with the primary one first, then the weightiest, then what these contain', () => {
  const roles = new Map([
    role('a', { priorityLevel: 1, below: ['inner'] }),
    role('b', { priorityLevel: 5 }),
    role('c', { priorityLevel: 0 }),
    role('inner', { priorityLevel: 9 }),
  ])
  const named = (holdings: Facts['holdings']) => rightsAt({ permissions: new Map(), roles, holdings }, new Map(), moment()).roles
  assert.deepEqual(named([held('a'), held('b'), held('c', { isPrimary: true })]), ['c', 'b', 'a', 'inner'])
  assert.deepEqual(named([held('a'), held('b', { until: at }), held('c', { from: at + 1 })]), ['a', 'inner'])
  assert.deepEqual(named([held('gone'), held('a')]), ['a', 'inner'])
})

test('an explanation has every check in order, and agrees with the decision', () => {
  const [way] = waysOf(simple({ grant: { isActive: false, constraints: { days: [2] } } })).get('x:y') ?? []
  assert.ok(way)
  const told = explain(way, moment())
  assert.deepEqual(
    told.filter(({ passed }) => !passed).map(({ check }) => check),
    ['active', 'day'],
  )
  assert.equal(told.find(({ passed }) => !passed)?.check, refusedBy(way, moment()))
  assert.equal(told.length, 11)
})
