import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type Cycle,
  changeOf,
  daysBetween,
  partedOf,
  periodEnd,
  shareOf,
  type Treatment,
  toMajor,
  toMinor,
  trialUntil,
  vatOf,
  vatRateAt,
} from './policy.ts'

const at = (text: string) => Temporal.Instant.from(text)
const minor = fc.integer({ min: 0, max: 9_999_999_99 })
const cycle = fc.constantFrom<Cycle>('monthly', 'quarterly', 'yearly')
const instant = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000))
const anything = fc.record({
  anchor: instant,
  cycle,
  old: minor,
  fresh: minor,
  other: cycle,
  part: fc.double({ min: 0, max: 1, noNaN: true }),
})
/** A running period, an instant within it, and two plans. */
const change = anything.map(({ anchor, cycle: of, old, fresh, other, part }) => {
  const ends = periodEnd(anchor, of, anchor)
  const seconds = Math.floor(part * anchor.until(ends).total('seconds'))
  const now = anchor.add({ seconds })
  return {
    from: { name: 'Old', minor: old, cycle: of },
    to: { name: 'New', minor: fresh, cycle: other },
    period: { starts: anchor, ends },
    now,
  }
})
const creditOf = (lines: readonly { minor: number }[]) => lines.reduce((sum, line) => sum + Math.max(-line.minor, 0), 0)
const chargeOf = (lines: readonly { minor: number }[]) => lines.reduce((sum, line) => sum + Math.max(line.minor, 0), 0)

test('nobody is credited more than was charged, nor charged more than the price', () => {
  fc.assert(
    fc.property(change, (of) => {
      const { lines } = changeOf(of)
      assert.ok(creditOf(lines) <= of.from.minor)
      assert.ok(chargeOf(lines) <= of.to.minor)
      assert.ok(lines.every((line) => Number.isSafeInteger(line.minor) && line.minor !== 0))
    }),
  )
})

test('the same price for the same cycle costs nothing at any time, and on the first day all of it is credited', () => {
  fc.assert(
    fc.property(change, (of) => {
      const same = changeOf({ ...of, to: { ...of.from, name: 'Twin' } })
      if (same.keepsPeriod) assert.equal(creditOf(same.lines), chargeOf(same.lines))
      assert.equal(creditOf(changeOf({ ...of, now: of.period.starts }).lines), of.from.minor)
      assert.equal(creditOf(changeOf({ ...of, now: of.period.ends }).lines), 0)
    }),
  )
})

test('however often the plan changes within a period, each credit is at most what was charged for it, and the sums are what was used', () => {
  const chain = fc.array(fc.record({ price: minor, day: fc.nat(31) }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(minor, chain, (first, steps) => {
      const period = { starts: at('2026-03-01T10:00:00Z'), ends: at('2026-04-01T10:00:00Z') }
      let [charged, balance, price, used, day] = [first, first, first, 0, 0]
      for (const step of steps.toSorted((a, b) => a.day - b.day)) {
        const now = period.starts.add({ hours: 24 * step.day })
        const terms = (amount: number) => ({ name: 'x', minor: amount, cycle: 'monthly' as const })
        const { lines, keepsPeriod } = changeOf({ from: terms(price), period, to: terms(step.price), now })
        if (!keepsPeriod) break
        assert.ok(creditOf(lines) <= charged)
        used += charged - creditOf(lines)
        balance += chargeOf(lines) - creditOf(lines)
        charged = chargeOf(lines)
        assert.equal(balance, used + charged)
        price = step.price
        day = step.day
      }
      assert.ok(day <= 31 && used >= 0)
    }),
  )
})

test('another cycle begins a period of its own at its full price', () => {
  const period = { starts: at('2026-06-01T09:00:00Z'), ends: at('2026-07-01T09:00:00Z') }
  const from = { name: 'Basic', minor: 100_00, cycle: 'monthly' as const }
  const { lines, keepsPeriod } = changeOf({
    from,
    period,
    to: { name: 'Year', minor: 1000_00, cycle: 'yearly' },
    now: at('2026-06-16T12:00:00Z'),
  })
  assert.deepEqual([keepsPeriod, ...lines.map((line) => line.minor)], [false, -50_00, 1000_00])
  assert.match(lines[0]?.description ?? '', /^Basic: unused 15 of 30 days, until 1 July 2026$/)
})

test('periods are counted from their anchor: a 31st comes back after a shorter month, and they leave neither gap nor overlap', () => {
  const anchor = at('2026-01-31T08:00:00Z')
  const ends: string[] = []
  for (let from = anchor, n = 0; n < 4; n++) {
    from = periodEnd(anchor, 'monthly', from)
    ends.push(from.toString().slice(0, 10))
  }
  assert.deepEqual(ends, ['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31'])
  fc.assert(
    fc.property(instant, cycle, fc.nat(40), (start, of, n) => {
      let from = start
      for (let i = 0; i < n; i++) {
        const end = periodEnd(start, of, from)
        assert.ok(Temporal.Instant.compare(end, from) > 0)
        from = end
      }
      const expected = start.toZonedDateTimeISO('UTC').add({ months: n * { monthly: 1, quarterly: 3, yearly: 12 }[of] })
      assert.equal(from.toString(), expected.toInstant().toString())
    }),
    { numRuns: 50 },
  )
})

test('money has whole pence, and tax the sign of its sum', () => {
  fc.assert(
    fc.property(minor, fc.integer({ min: 0, max: 100_00 }), (amount, rate) => {
      assert.equal(toMinor(toMajor(amount)), amount)
      assert.equal(vatOf(-amount, rate / 100), -vatOf(amount, rate / 100) || 0)
      assert.ok(vatOf(amount, rate / 100) <= amount)
      assert.equal(shareOf(amount, 7, 7), amount)
    }),
  )
  assert.deepEqual([vatOf(10_05, 20), vatOf(1, 50), vatOf(-1, 50), vatOf(99_99, 17.5)], [2_01, 1, -1, 17_50])
})

test('a trial is the longer of the plan’s and what is left of the tenant’s own', () => {
  const now = at('2026-06-16T09:00:00Z')
  const ends = (tenantTrialEndsAt: string | null, trialDays: number) =>
    trialUntil({ tenantTrialEndsAt, trialDays }, now)?.toString() ?? null
  assert.equal(ends(null, 0), null)
  assert.equal(ends('2026-06-01T00:00:00Z', 0), null)
  assert.equal(ends('2026-06-20T00:00:00Z', 14), '2026-06-30T09:00:00Z')
  assert.equal(ends('2026-07-20T00:00:00Z', 14), '2026-07-20T00:00:00Z')
  assert.equal(daysBetween(now, at('2026-06-17T00:00:00Z')), 1)
})

test('a sum parted into net and tax is that sum, and its tax is the tax on its net but for a penny', () => {
  fc.assert(
    fc.property(fc.integer({ min: -10_000_000, max: 10_000_000 }), fc.integer({ min: 0, max: 2_700 }), (gross, hundredths) => {
      const rate = hundredths / 100
      const { net, vat } = partedOf(gross, rate)
      return net + vat === gross && Math.abs(vat - vatOf(net, rate)) <= 1
    }),
  )
})

test('the rate of a document is the one whose day has come last; nobody who is exempt pays any', () => {
  const rates = [
    { from: '2011-01-04', rate: 20 },
    { from: '2026-07-01', rate: 22.5 },
    { from: '2010-01-01', rate: 17.5 },
  ]
  const at = (instant: string, taxTreatment: Treatment = 'standard') => vatRateAt(rates, { taxTreatment }, Temporal.Instant.from(instant))
  assert.deepEqual(
    [at('2009-12-31T23:59:59Z'), at('2010-01-01T00:00:00Z'), at('2026-06-30T23:59:59Z'), at('2026-07-01T00:00:00Z')],
    [0, 17.5, 20, 22.5],
  )
  assert.deepEqual([at('2026-08-01T00:00:00Z', 'exempt'), at('2026-08-01T00:00:00Z', 'reverse_charge')], [0, 0])
})
