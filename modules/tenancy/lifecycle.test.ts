import assert from 'node:assert/strict'
import { test } from 'node:test'
import { world } from '../../tests/world.ts'
import { keepTrials } from './lifecycle.ts'
import { dueWarning } from './policy.ts'

const w = await world()

test('a trial is warned of 7, 3 and 1 days before its end, once each, and suspended when it is over', async () => {
  const told = async () => {
    const { rows } = await w.owner.query(
      "select name, payload->'days' as days from platform.events where tenant_id = $1 and name ~ 'trial_ending|suspended' order by id",
      [w.tenantId],
    )
    return rows.map((row) => row.days ?? row.name)
  }
  const hourly = () => keepTrials({ tools: w.tools, now: w.clock.now() })
  const seen: unknown[] = []
  for (let day = 0; day < 31; day++) {
    await hourly()
    await hourly()
    seen.push((await told()).length)
    w.clock.pass({ hours: 24 })
  }
  assert.deepEqual(await told(), [7, 3, 1, 'tenancy.suspended'])
  assert.deepEqual([seen[22], seen[23], seen[26], seen[27], seen[28], seen[29], seen[30]], [0, 1, 1, 2, 2, 3, 4])
  const { rows } = await w.owner.query('select status, suspended_reason, suspended_at from tenancy.tenants where id = $1', [w.tenantId])
  assert.deepEqual([rows[0].status, rows[0].suspended_reason], ['suspended', 'The trial has ended.'])
  assert.ok(rows[0].suspended_at)
})

test('only the nearest warning is given where the clock had stood still', () => {
  const trialEndsAt = '2026-06-30T00:00:00Z'
  const cases: [string, number | null, number | undefined][] = [
    ['2026-06-22T23:59:59Z', null, undefined],
    ['2026-06-23T00:00:00Z', null, 7],
    ['2026-06-26T00:00:00Z', 7, undefined],
    ['2026-06-28T12:00:00Z', null, 3],
    ['2026-06-29T12:00:00Z', 7, 1],
    ['2026-06-29T12:00:00Z', 1, undefined],
    ['2026-06-30T00:00:00Z', 3, undefined],
  ]
  for (const [now, trialWarnedDays, expected] of cases)
    assert.equal(dueWarning({ trialEndsAt, trialWarnedDays }, Temporal.Instant.from(now)), expected, now)
})
