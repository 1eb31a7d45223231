import assert from 'node:assert/strict'
import { test } from 'node:test'
import { currentSession } from '#modules/auth/contract.ts'
import { addPerson } from '#modules/directory/contract.ts'
import { storageUse } from '#modules/tenancy/contract.ts'
import { details, operatorOf } from '../../tests/billed.ts'
import { type Person, world } from '../../tests/world.ts'
import * as api from './contract.ts'
import { keepBilling } from './renew.ts'

const w = await world('2026-06-01T09:00:00Z')
const operator = await operatorOf(w)
const basic = await operator.plan()
const team = await operator.plan({ code: 'team', name: 'Team', amount: 160, usageLimits: { max_users: 500, max_storage_gb: null } })
const keep = () => keepBilling({ tools: w.tools, now: w.clock.now() })
const codeOf = (answer: { payload: string }) => JSON.parse(answer.payload).code

/** A tenant whose own trial is over, with billing details: what it takes is billed at once. */
async function tenant() {
  const of = await w.tenant()
  await w.owner.query("update tenancy.tenants set status = 'active', trial_ends_at = null where id = $1", [of.tenantId])
  await of.administrator.call(api.saveDetails, { body: details })
  return of
}
const take = async (who: Person, { id }: { id: string }) => {
  const { total } = await who.call(api.quotePlan, { params: { id } })
  return who.call(api.choosePlan, { body: { planId: id, total } })
}
const totals = async (who: Person) => (await who.call(api.listInvoices, {})).items.map(({ kind, total }) => `${kind} ${total}`)

test('the operator offers plans, changes and retires them; bad ones are refused in words', async () => {
  const made = await operator.plan({ code: 'short-lived', name: 'Short-lived' })
  assert.equal(codeOf(await operator.send('POST', '/operator/plans', { ...details })), 'invalid')
  const twice = await operator.send('POST', '/operator/plans', {
    ...made,
    features: {},
    usageLimits: { max_users: null, max_storage_gb: null },
  })
  assert.deepEqual([twice.statusCode, codeOf(twice)], [409, 'tenancy.plan_code_taken'])
  const changed = await operator.send('PATCH', `/operator/plans/${made.id}`, { isActive: false, amount: 12.5 })
  assert.deepEqual([changed.json().isActive, changed.json().amount], [false, 12.5])
  assert.equal((await operator.send('PATCH', '/operator/plans/018f0000-0000-7000-8000-00000000000b', { amount: 1 })).statusCode, 404)
  const all = (await operator.send('GET', '/operator/plans')).json().items.map((one: { code: string }) => one.code)
  assert.deepEqual(all, ['short-lived', 'basic', 'team'])
  const of = await tenant()
  const offered = (await of.administrator.call(api.offeredPlans, {})).items.map(({ code }) => code)
  assert.deepEqual(offered, ['basic', 'team'])
  const refused = await of.administrator.refused(api.choosePlan, { body: { planId: made.id, total: 15 } })
  assert.equal(refused.code, 'billing.plan_retired')
})

test('who writes the invoices is said once for the installation, with two prefixes', async () => {
  const { issuer } = (await operator.send('GET', '/operator/issuer')).json()
  assert.deepEqual([issuer.name, issuer.vatRates[0].rate, issuer.graceDays], ['Salus Hosting Ltd', 20, 14])
  const same = await operator.send('PUT', '/operator/issuer', { ...issuer, creditPrefix: 'INV-' })
  assert.deepEqual([same.statusCode, codeOf(same)], [409, 'billing.same_prefix'])
  assert.equal((await operator.send('PUT', '/operator/issuer', { ...issuer, graceDays: 0 })).statusCode, 422)
})

test('a first plan is free while the trial lasts, then billed; it is in force at once', async () => {
  const of = await w.tenant()
  const { administrator: boss } = of
  assert.equal((await boss.refused(api.quotePlan, { params: basic })).code, 'billing.details_first')
  await boss.call(api.saveDetails, { body: details })
  const quote = await boss.call(api.quotePlan, { params: basic })
  assert.deepEqual([quote.total, quote.isTrial, quote.nextBillingAt], [0, true, '2026-07-01T09:00:00Z'])
  const taken = await take(boss, basic)
  assert.deepEqual([taken.subscription?.status, taken.people, taken.nextAmount], ['trialing', { used: 1, most: 50 }, 100])
  assert.equal((await boss.call(storageUse, {})).most, 10_000_000_000)
  const before = w.clock.now().toString()
  w.clock.set('2026-07-01T09:00:00Z')
  await keep()
  const later = await (await of.signIn(boss)).call(api.readBilling, {})
  assert.deepEqual([later.subscription?.status, later.nextBillingAt, later.owed], ['active', '2026-08-01T09:00:00Z', 120])
  w.clock.set(before)
})

test('another plan in the middle of a period credits what is unused and charges the rest, as it was quoted', async () => {
  const of = await tenant()
  const taken = await take(of.administrator, basic)
  assert.deepEqual([taken.owed, taken.nextBillingAt], [120, '2026-07-01T09:00:00Z'])
  w.clock.pass({ hours: 24 * 15 })
  const boss = await of.signIn(of.administrator)
  const quote = await boss.call(api.quotePlan, { params: team })
  assert.deepEqual(
    [quote.lines, quote.net, quote.vat, quote.total],
    [
      [
        { description: 'Basic: unused 15 of 30 days, until 1 July 2026', net: -50 },
        { description: 'Team: 15 of 30 days, until 1 July 2026', net: 80 },
      ],
      ...[30, 6, 36],
    ],
  )
  const moved = await boss.refused(api.choosePlan, { body: { planId: team.id, total: 35.99 } })
  assert.equal(moved.code, 'billing.price_moved')
  const after = await take(boss, team)
  assert.deepEqual([after.subscription?.planName, after.nextBillingAt, after.people.most], ['Team', '2026-07-01T09:00:00Z', 500])
  assert.equal((await boss.refused(api.quotePlan, { params: team })).code, 'billing.same_plan')
  // Down again: the credit comes off what is open.
  const down = await take(boss, basic)
  assert.deepEqual(await totals(boss), ['credit_note -36', 'invoice 36', 'invoice 120'])
  assert.deepEqual([down.owed, down.credit], [120, 0])
  const { rows } = await w.owner.query(
    'select status, count(*)::int as n from tenancy.tenant_subscriptions where tenant_id = $1 group by 1 order by 1',
    [of.tenantId],
  )
  assert.deepEqual(rows, [
    { status: 'active', n: 1 },
    { status: 'expired', n: 2 },
  ])
  w.clock.set('2026-06-01T09:00:00Z')
})

test('a plan that is too small, priced otherwise, or not there is refused, and nothing changes', async () => {
  const of = await tenant()
  const boss = of.administrator
  const tiny = await operator.plan({ code: 'tiny', name: 'Tiny', amount: 5, usageLimits: { max_users: 1, max_storage_gb: 1 } })
  const euro = await operator.plan({ code: 'euro', name: 'Euro', currency: 'EUR' })
  await of.person('Second', ['employee'])
  const refused = async (id: string) => (await boss.refused(api.quotePlan, { params: { id } })).code
  assert.deepEqual(
    [await refused(tiny.id), await refused(euro.id), await refused('018f0000-0000-7000-8000-00000000000b')],
    ['billing.too_many_people', 'billing.other_currency', 'not_found'],
  )
  await take(boss, basic)
  assert.equal((await boss.refused(api.saveDetails, { body: { ...details, currency: 'EUR' } })).code, 'billing.currency_fixed')
  const bad = await boss.refused(api.saveDetails, { body: { ...details, taxId: '12', billingEmail: 'nobody' } })
  assert.deepEqual(bad.errors?.map(({ path }) => path).sort(), ['billingEmail', 'taxId'])
  const { details: kept } = await boss.call(api.saveDetails, { body: { ...details, taxId: ' gb 987-654.321 ' } })
  assert.equal(kept?.taxId, 'GB987654321')
  for (const it of [tiny, euro]) await operator.send('PATCH', `/operator/plans/${it.id}`, { isActive: false })
})

test('a plan that was cancelled ends with its period, unless it is resumed; then only another plan lets people work', async () => {
  const of = await tenant()
  let boss = of.administrator
  await take(boss, basic)
  const canceled = await boss.call(api.cancelPlan, {})
  assert.deepEqual([canceled.subscription?.endsAt, canceled.nextAmount, canceled.may.resume], ['2026-07-01T09:00:00Z', null, true])
  const resumed = await boss.call(api.resumePlan, {})
  assert.deepEqual([resumed.subscription?.endsAt, resumed.subscription?.canceledAt, resumed.autoRenew], [null, null, true])
  await boss.call(api.cancelPlan, {})
  const [invoice] = (await boss.call(api.listInvoices, {})).items
  const paid = { amount: 120, reference: 'HILL FARM JUNE' }
  await operator.send('POST', `/operator/tenants/${of.tenantId}/invoices/${invoice?.id}/payments`, paid)
  w.clock.set('2026-07-01T09:00:01Z')
  await keep()
  boss = await of.signIn(boss)
  const over = await boss.call(api.readBilling, {})
  assert.deepEqual([over.subscription, over.nextBillingAt, over.may.choose], [null, null, true])
  assert.equal((await boss.refused(api.cancelPlan, {})).code, 'billing.no_subscription')
  const session = await boss.call(currentSession, {})
  assert.match(JSON.stringify(session), /The subscription has ended/)
  assert.equal((await boss.refused(addPerson, { body: { firstName: 'A', lastName: 'B' } })).code, 'tenancy.suspended')
  assert.equal((await take(boss, team)).subscription?.status, 'active')
  await boss.call(addPerson, { body: { firstName: 'A', lastName: 'B', invite: false } })
  const { rows } = await w.owner.query('select status from tenancy.tenant_subscriptions where tenant_id = $1 order by starts_at', [
    of.tenantId,
  ])
  assert.deepEqual(
    rows.map((row) => row.status),
    ['canceled', 'active'],
  )
  w.clock.set('2026-06-01T09:00:00Z')
})

test('the operator gives a tenant a plan at a price, features and limits of its own; they count at once', async () => {
  const of = await tenant()
  const at = `/operator/tenants/${of.tenantId}`
  assert.equal((await operator.send('PUT', `${at}/billing-details`, { ...details, billingName: 'Hill Farm Group' })).statusCode, 204)
  const agreed = { planId: basic.id, amount: 80, features: { learning: false }, usageLimits: { max_users: 3 }, autoRenew: false }
  assert.equal((await operator.send('PUT', `${at}/subscription`, agreed)).statusCode, 204)
  const seen = (await operator.send('GET', `${at}/billing`)).json()
  assert.deepEqual([seen.subscription.amount, seen.autoRenew, seen.people.most, seen.features], [80, false, 3, ['occupational_health']])
  assert.deepEqual([seen.details.billingName, seen.invoices[0].total], ['Hill Farm Group', 96])
  const add = (n: number) => ({ body: { firstName: 'Ann', lastName: `N${n}`, invite: false } })
  await of.administrator.call(addPerson, add(1))
  await of.administrator.call(addPerson, add(2))
  await of.administrator.refused(addPerson, add(3))
  const lost = await operator.send('PUT', '/operator/tenants/018f0000-0000-7000-8000-00000000000b/subscription', agreed)
  assert.equal(lost.statusCode, 404)
  assert.equal((await operator.send('PUT', `${at}/subscription`, { ...agreed, amount: -1 })).statusCode, 422)
})

test('only whoever may bill sees plans and invoices', async () => {
  const admin = await w.person('Admin', ['admin', 'manager'])
  assert.equal((await admin.refused(api.readBilling, {})).status, 403)
  assert.equal((await admin.refused(api.cancelPlan, {})).status, 403)
})
