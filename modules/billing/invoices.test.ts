import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { listNotifications } from '#modules/notifications/contract.ts'
import { readTenant } from '#modules/tenancy/contract.ts'
import * as tenancy from '#modules/tenancy/index.ts'
import type { Letter } from '#platform/mail.ts'
import { details, operatorOf } from '../../tests/billed.ts'
import { type Person, world } from '../../tests/world.ts'
import * as api from './contract.ts'
import { issueDocument } from './issue.ts'
import { keepBilling } from './renew.ts'

const start = '2026-06-01T09:00:00Z'
const w = await world(start)
const operator = await operatorOf(w)
const basic = await operator.plan()
const due = () => ({ tools: w.tools, now: w.clock.now() })
const days = (n: number) => w.clock.pass({ hours: 24 * n })
type Tenant = Awaited<ReturnType<typeof w.tenant>>

/** A tenant that has the plan, billed from now on; its first invoice is paid where asked. */
async function subscribed({ paid = false } = {}): Promise<Tenant> {
  const of = await w.tenant()
  await w.owner.query("update tenancy.tenants set status = 'active', trial_ends_at = null where id = $1", [of.tenantId])
  await of.administrator.call(api.saveDetails, { body: details })
  await of.administrator.call(api.choosePlan, { body: { planId: basic.id, total: 120 } })
  if (paid) assert.equal((await pay(of, 120)).statusCode, 204)
  return of
}
const invoices = async (who: Person) => (await who.call(api.listInvoices, {})).items
const pay = async (of: Tenant, amount: number, reference = `T ${amount}`) => {
  const open = (await operator.send('GET', `/operator/tenants/${of.tenantId}/billing`))
    .json()
    .invoices.findLast((one: { open: number }) => one.open > 0)
  return operator.send('POST', `/operator/tenants/${of.tenantId}/invoices/${open?.id}/payments`, { amount, reference })
}
const numbers = async (kind: string) => {
  const { rows } = await w.owner.query('select number from billing.invoices where kind = $1 order by number', [kind])
  return rows.map((row) => Number(row.number.split('-')[1]))
}
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

test('a period is billed once, by however many workers at once, and every one that was missed', async () => {
  const of = await subscribed({ paid: true })
  const other = await w.another()
  w.clock.set('2026-09-15T09:00:00Z')
  await Promise.all([keepBilling(due()), keepBilling({ ...due(), tools: other.tools }), keepBilling(due())])
  await keepBilling(due())
  const boss = await of.signIn(of.administrator)
  assert.deepEqual(
    (await invoices(boss)).map(({ status }) => status),
    ['open', 'open', 'open', 'paid'],
  )
  const { rows } = await w.owner.query(
    'select period_starts_at, period_ends_at from billing.invoices where tenant_id = $1 order by period_starts_at',
    [of.tenantId],
  )
  const day = (at: string) => at.slice(0, 10)
  const spans = rows.map((row) => [day(row.period_starts_at), day(row.period_ends_at)])
  assert.deepEqual(spans, [
    ['2026-06-01', '2026-07-01'],
    ['2026-07-01', '2026-08-01'],
    ['2026-08-01', '2026-09-01'],
    ['2026-09-01', '2026-10-01'],
  ])
  const { lastBilledAt, nextBillingAt } = await boss.call(api.readBilling, {})
  assert.deepEqual([lastBilledAt, nextBillingAt], ['2026-09-15T09:00:00Z', '2026-10-01T09:00:00Z'])
  await other.close()
  await w.owner.query('delete from graphile_worker._private_jobs')
  w.clock.set(start)
})

test('an invoice cannot be changed, not even by the server; it is taken back by a credit note, once', async () => {
  const of = await subscribed()
  for (const change of [
    'update billing.invoices set total = 1, net = 1, vat = 0',
    'delete from billing.invoices',
    'delete from billing.payments',
  ])
    await assert.rejects(
      w.owner
        .query(`begin; set local role salus_app; select platform.set_tenant('${of.tenantId}'); ${change}; commit`)
        .finally(() => w.owner.query('rollback')),
      /permission denied/,
    )
  const [invoice] = await invoices(of.administrator)
  const at = `/operator/tenants/${of.tenantId}/invoices/${invoice?.id}/credit-note`
  assert.equal((await operator.send('POST', at, { reason: '' })).statusCode, 422)
  assert.equal((await operator.send('POST', at, { reason: 'Agreed on the telephone.' })).statusCode, 204)
  assert.deepEqual((await invoices(of.administrator)).map(({ total, status }) => [total, status]).sort(), [
    [-120, 'settled'],
    [120, 'paid'],
  ])
  assert.equal((await operator.send('POST', at, { reason: 'Again' })).json().code, 'billing.credited_twice')
})

test('the invoice goes by mail with its PDF, and can be had again by the tenant and the operator only', async () => {
  const of = await subscribed()
  await w.runJobs()
  const [invoice] = await invoices(of.administrator)
  const letters = ((await w.tools.mail.kept?.()) ?? []) as Letter[]
  const letter = letters.find(({ id }) => id === `${invoice?.id}-0`)
  assert.deepEqual(
    [letter?.to, letter?.subject, letter?.fromName],
    [details.billingEmail, `Invoice ${invoice?.number}`, 'Salus Hosting Ltd'],
  )
  assert.match(letter?.text ?? '', /Please pay £120.00 by 15 June 2026/)
  const attached = Buffer.from(letter?.attachment?.content ?? '', 'base64')
  assert.equal(attached.subarray(0, 5).toString(), '%PDF-')
  const params = { id: invoice?.id as string }
  const file = (await of.administrator.call(api.invoicePdf, { params })) as unknown as Buffer
  assert.equal(file.subarray(0, 5).toString(), '%PDF-')
  const watched = await operator.send('GET', `/operator/tenants/${of.tenantId}/invoices/${invoice?.id}/pdf`)
  assert.equal(watched.headers['content-type'], 'application/pdf')
  const there = await w.tenant()
  assert.equal((await there.administrator.refused(api.invoicePdf, { params })).status, 404)
  if (process.env.SALUS_KEEP_PDF) {
    mkdirSync(process.env.SALUS_KEEP_PDF, { recursive: true })
    writeFileSync(`${process.env.SALUS_KEEP_PDF}/invoice.pdf`, attached)
  }
})

test('an overdue invoice is asked for twice, then the tenant is suspended; its administrator pays, and it works again', async () => {
  const of = await subscribed()
  let boss = of.administrator
  await w.runJobs()
  const step = async (passed: number) => {
    days(passed)
    await keepBilling(due())
    await keepBilling(due())
    await w.runJobs()
    boss = await of.signIn(boss)
    const { rows } = await w.owner.query(
      'select t.status, s.status as subscription from tenancy.tenants t join tenancy.tenant_subscriptions s on s.tenant_id = t.id where t.id = $1',
      [of.tenantId],
    )
    return [rows[0].status, rows[0].subscription]
  }
  assert.deepEqual(await step(13), ['active', 'active'])
  assert.deepEqual(await step(1), ['active', 'past_due'])
  assert.deepEqual(await step(6), ['active', 'past_due'])
  const titles = (await boss.call(listNotifications, {})).items.map(({ title }) => title)
  const [invoice] = await invoices(boss)
  assert.deepEqual([titles[0], invoice?.status], [`Invoice ${invoice?.number} is overdue`, 'overdue'])
  assert.deepEqual(await step(1), ['active', 'past_due'])
  assert.deepEqual((await invoices(boss)).length, 1)
  assert.deepEqual(await step(7), ['suspended', 'past_due'])
  const letters = ((await w.tools.mail.kept?.()) ?? []) as Letter[]
  const reminders = letters.filter(({ id }) => id?.startsWith(invoice?.id as string)).map(({ subject }) => subject)
  assert.equal(reminders.filter((subject) => subject.startsWith('Reminder')).length, 2)
  assert.match((await boss.call(readTenant, {})).suspension ?? '', /An invoice is overdue/)
  const seen = await boss.call(api.readBilling, {})
  assert.deepEqual([seen.owed, seen.may.choose], [120, false])
  assert.equal((await boss.refused(api.quotePlan, { params: basic })).code, 'billing.same_plan')
  // Suspended for more than a period: what nobody could use is not billed, the next period begins when it works again.
  assert.deepEqual(await step(40), ['suspended', 'past_due'])
  assert.equal((await pay(of, 120.01)).json().code, 'billing.overpaid')
  assert.equal((await pay(of, 20, 'part')).statusCode, 204)
  assert.equal((await pay(of, 20, 'part')).json().code, 'billing.recorded_twice')
  assert.deepEqual(await step(0), ['suspended', 'past_due'])
  assert.equal((await pay(of, 100, 'rest')).statusCode, 204)
  assert.deepEqual(await step(0), ['active', 'active'])
  const [next, first] = await invoices(boss)
  assert.deepEqual([first?.status, next?.issuedAt], ['paid', w.clock.now().toString()])
  assert.equal(
    (await operator.send('POST', `/operator/tenants/${of.tenantId}/invoices/${first?.id}/payments`, { amount: 1, reference: 'x' })).json()
      .code,
    'billing.nothing_open',
  )
  w.clock.set(start)
})

test('what the operator suspended is not opened by a payment', async () => {
  const of = await subscribed()
  await operator.send('POST', `/operator/tenants/${of.tenantId}/suspension`, { reason: 'Ask us.' })
  await pay(of, 120)
  const { suspension } = await (await of.signIn(of.administrator)).call(readTenant, {})
  assert.match(suspension ?? '', /Ask us/)
})

test('credit comes off the next invoices until it is used up', async () => {
  const of = await subscribed({ paid: true })
  const small = await operator.plan({ code: 'small', name: 'Small', amount: 10 })
  days(0)
  const { total } = await of.administrator.call(api.quotePlan, { params: small })
  assert.equal(total, -108)
  await of.administrator.call(api.choosePlan, { body: { planId: small.id, total } })
  assert.equal((await of.administrator.call(api.readBilling, {})).credit, 108)
  w.clock.set('2027-04-01T09:00:00Z')
  await keepBilling(due())
  const boss = await of.signIn(of.administrator)
  const { owed, credit } = await boss.call(api.readBilling, {})
  assert.deepEqual([owed, credit], [12, 0])
  assert.deepEqual((await invoices(boss)).map(({ status }) => status).filter((status) => status === 'paid').length, 10)
  w.clock.set(start)
})

test('fifty invoices at once, and some that fail midway, leave numbers without a gap', async () => {
  const tenants = await Promise.all([subscribed(), subscribed(), subscribed(), subscribed(), subscribed()])
  const now = w.clock.now()
  const issue = (of: Tenant, i: number) =>
    of.inTenant(async (db) => {
      const account = await tenancy.holdBilling(db)
      assert.ok(account?.subscriptionId)
      const period = { starts: now.toString(), ends: now.add({ hours: 1 }).toString() }
      const lines = [{ description: 'Extra', minor: i % 4 === 3 ? -100 : 100 }]
      await issueDocument(db, account, { occasion: 'change', subscriptionId: account.subscriptionId, period, lines, now })
      if (i % 7 === 6) throw new Error('midway')
    })
  const done = await Promise.allSettled(upTo(60).map((i) => issue(tenants[i % 5] as Tenant, i)))
  assert.equal(done.filter(({ status }) => status === 'fulfilled').length, 52)
  for (const kind of ['invoice', 'credit_note']) {
    const all = await numbers(kind)
    assert.deepEqual(all, upTo(all.length), kind)
  }
})
