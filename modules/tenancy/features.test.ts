import assert from 'node:assert/strict'
import { test } from 'node:test'
import { world } from '../../tests/world.ts'
import { countUse, setFeature } from './index.ts'
import { isFeatureOn } from './policy.ts'

const w = await world()

test('of fifty uses at once exactly as many go through as the month allows, and a new month begins anew', async () => {
  await w.inTenant((db) => setFeature(db, { key: 'learning', isEnabled: true, usageLimits: { enrollments: 20 } }))
  const use = () => w.inTenant((db) => countUse(db, { feature: 'learning', name: 'enrollments', times: 1, now: w.clock.now() }))
  const all = await Promise.allSettled(Array.from({ length: 50 }, use))
  assert.equal(all.filter((one) => one.status === 'fulfilled').length, 20)
  const counted = () =>
    w.owner.query("select usage_stats from tenancy.tenant_features where feature_key = 'learning' and tenant_id = $1", [w.tenantId])
  assert.equal((await counted()).rows[0].usage_stats.enrollments, 20)
  w.clock.pass({ hours: 31 * 24 })
  await use()
  assert.equal((await counted()).rows[0].usage_stats.enrollments, 1)
})

test('plan, flag and default decide in this order', () => {
  const now = w.clock.now()
  const [past, future] = [now.subtract({ hours: 1 }).toString(), now.add({ hours: 1 }).toString()]
  const flag = { isEnabled: true, enabledAt: past, expiresAt: null }
  const cases: [unknown, Parameters<typeof isFeatureOn>[0]['flag'], boolean, boolean][] = [
    [undefined, undefined, true, true],
    [undefined, undefined, false, false],
    [true, undefined, false, true],
    [false, flag, true, false],
    [undefined, flag, false, true],
    [true, { ...flag, isEnabled: false }, true, false],
    [undefined, { ...flag, enabledAt: future }, true, false],
    [undefined, { ...flag, enabledAt: null }, false, true],
    [undefined, { ...flag, expiresAt: past }, true, false],
    [true, { ...flag, expiresAt: past }, false, true],
    [undefined, { ...flag, expiresAt: future }, false, true],
  ]
  for (const [agreed, said, byDefault, expected] of cases)
    assert.equal(isFeatureOn({ agreed, flag: said, byDefault }, now), expected, JSON.stringify({ agreed, said, byDefault }))
})
