import { decide, type Facts, type Grant, type Role, waysOf } from '#modules/access/policy.ts'
import { percentile } from './measure.ts'
import type { Row } from './run.ts'

const roles = 12
const rights = 120

/** Somebody who holds a chain of roles of which each grants everything, under every kind of condition and circumstance. */
function crowded(): Facts {
  const constraints: Grant['constraints'] = {
    ...{ hours: ['00:00', '00:00'], days: [1, 2, 3, 4, 5, 6, 7], networks: ['10.0.0.0/8', '192.168.0.0/16', '2001:db8::/32'] },
    secondFactorMinutes: 60,
  }
  const codes = Array.from({ length: rights }, (_, i) => `right:${i}`)
  const grants = codes.map(
    (permission): Grant => ({ permission, isActive: true, from: 0, until: null, conditions: { scope: 'branch' }, constraints }),
  )
  const all = Array.from({ length: roles }, (_, i): Role => {
    const below = i + 1 < roles ? [`role-${i + 1}`] : []
    return { ...{ id: `role-${i}`, code: `role-${i}`, scope: 'tenant', isSystemRole: false, priorityLevel: i }, grants, below }
  })
  return {
    permissions: new Map(codes.map((code) => [code, { code, scope: 'tenant', isSystemPermission: false, isNarrowable: true }])),
    roles: new Map(all.map((role) => [role.id, role])),
    holdings: [{ id: 'h', roleId: 'role-0', homeId: null, orgId: null, deptId: null, from: 0, until: null, isPrimary: true, extra: [] }],
  }
}

/** How long one permission takes to decide once what a person holds is known: with a plain grant, and with twelve that all depend on everything. */
export function decisionRows(): Row[] {
  const worst = crowded()
  const plain: Facts = {
    ...worst,
    roles: new Map(
      [...worst.roles]
        .slice(-1)
        .map(([, role]) => ['role-0', { ...role, grants: role.grants.map((grant) => ({ ...grant, constraints: {} })) }]),
    ),
  }
  const moment = { at: Date.parse('2026-06-15T09:00:00Z'), ip: '192.168.1.1', secondFactorAt: Date.parse('2026-06-15T08:59:00Z') }
  const measure = (facts: Facts) => {
    const ways = [...waysOf(facts).values()]
    const taken: number[] = []
    for (let round = 0; round < 1000; round++) {
      const start = performance.now()
      for (const way of ways) decide(way, moment)
      taken.push(((performance.now() - start) * 1000) / ways.length)
    }
    return percentile(taken.slice(100), 0.95)
  }
  return [
    { claim: 'a permission decision in memory, plain, p95', reached: measure(plain), target: 20, better: 'less', unit: 'µs' },
    {
      ...{
        claim: 'a permission decision in memory, one role, under hours, days, networks and second factor, p95',
        target: 20,
        better: 'less',
        unit: 'µs',
      },
      reached: measure({ ...worst, roles: new Map([...worst.roles].slice(-1).map(([, role]) => ['role-0', role])) }),
    },
    {
      ...{
        claim: `a permission decision in memory, by ${roles} roles in a chain, each under all of these, p95`,
        target: 20,
        better: 'less',
        unit: 'µs',
      },
      reached: measure(worst),
    },
  ]
}
