import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Letter } from '#platform/mail.ts'
import { details, operatorOf } from '../../tests/billed.ts'
import { type Person, world } from '../../tests/world.ts'
import * as api from './contract.ts'
import { keepBilling } from './renew.ts'

const w = await world('2026-06-01T09:00:00Z')
const operator = await operatorOf(w)
const basic = await operator.plan()
const invoices = async (who: Person) => (await who.call(api.listInvoices, {})).items

/** A tenant that has the plan, and has paid its first invoice by bank transfer. */
async function subscribed() {
  const of = await w.tenant()
  await w.owner.query("update tenancy.tenants set status = 'active', trial_ends_at = null where id = $1", [of.tenantId])
  await of.administrator.call(api.saveDetails, { body: details })
  await of.administrator.call(api.choosePlan, { body: { planId: basic.id, total: 120 } })
  const [invoice] = await invoices(of.administrator)
  const at = `/operator/tenants/${of.tenantId}/invoices/${invoice?.id}/payments`
  assert.equal((await operator.send('POST', at, { amount: 120, reference: 'T 120' })).statusCode, 204)
  return of
}
const numbers = async (kind: string) => {
  const { rows } = await w.owner.query('select number from billing.invoices where kind = $1 order by number', [kind])
  return rows.map((row) => Number(row.number.split('-')[1]))
}

test('what was paid goes back whole or in part, never more, however many try at once', async () => {
  const of = await subscribed()
  const [invoice] = await invoices(of.administrator)
  const at = `/operator/tenants/${of.tenantId}/invoices/${invoice?.id}`
  const refund = (amount: number, more: object = { reference: 'T-BACK' }) =>
    operator.send('POST', `${at}/refund`, { amount, reason: 'A month was not used.', ...more })
  assert.equal((await refund(0)).statusCode, 422)
  assert.equal((await refund(10, {})).json().errors[0].path, 'reference')
  const elsewhere = `/operator/tenants/${(await w.tenant()).tenantId}/invoices/${invoice?.id}/refund`
  assert.equal((await operator.send('POST', elsewhere, { amount: 1, reason: 'x', reference: 'x' })).statusCode, 404)
  const answers = await Promise.all([refund(50), refund(50), refund(50)])
  assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [204, 204, 409])
  assert.match(answers.find(({ statusCode }) => statusCode === 409)?.json().title, /At most 20\.00 of this invoice can go back/)
  const shown = await invoices(of.administrator)
  const notes = shown.filter(({ kind }) => kind === 'credit_note')
  assert.deepEqual(
    notes.map(({ total, open, status }) => [total, open, status]),
    Array(2).fill([-50, 0, 'settled']),
  )
  assert.equal(shown.find(({ id }) => id === invoice?.id)?.refundable, 20)
  const { owed, credit } = await of.administrator.call(api.readBilling, {})
  assert.deepEqual([owed, credit], [0, 0])
  assert.deepEqual(await numbers('credit_note'), [1, 2], 'without gaps: the one refused took none')
  assert.equal((await operator.send('POST', `${at}/credit-note`, { reason: 'All of it' })).json().code, 'billing.credited_twice')
  const { rows } = await w.owner.query('select net, vat from billing.invoices where id = $1', [notes[0]?.id])
  assert.deepEqual(rows, [{ net: -41.67, vat: -8.33 }])
  await w.runJobs()
  const letters = ((await w.tools.mail.kept?.()) ?? []) as Letter[]
  assert.match(letters.find(({ id }) => id === `${notes[0]?.id}-0`)?.text ?? '', /paid back to you/)
})

test('tax is as the day says and the operator has checked: none in another country, or for who is exempt', async () => {
  const of = await w.tenant()
  await w.owner.query("update tenancy.tenants set status = 'active', trial_ends_at = null where id = $1", [of.tenantId])
  const at = `/operator/tenants/${of.tenantId}`
  const tax = (taxTreatment: string, taxNote: string | null = null) => operator.send('PUT', `${at}/tax`, { taxTreatment, taxNote })
  const save = (more: object) => of.administrator.call(api.saveDetails, { body: { ...details, ...more } })
  const quoted = async () => (await operator.send('GET', `${at}/subscription/quote?planId=${basic.id}&amount=50`)).json().total
  assert.equal((await tax('exempt', 'A charity')).statusCode, 409, 'before anybody said who is billed')
  await save({})
  assert.equal((await tax('reverse_charge')).json().errors[0].path, 'taxTreatment')
  assert.equal((await tax('exempt')).json().errors[0].path, 'taxNote')
  assert.equal((await tax('exempt', 'Exempt: a charity (VATA 1994, Sch. 9)')).statusCode, 204)
  assert.equal(await quoted(), 50)
  await save({ country: 'FR', taxId: 'FR12345678901' })
  assert.equal(await quoted(), 60, 'another number is another check')
  assert.equal((await tax('reverse_charge')).statusCode, 204)
  assert.equal((await operator.send('GET', `${at}/billing`)).json().subscription, null, 'a quote does nothing')
  await of.administrator.call(api.choosePlan, { body: { planId: basic.id, total: 100 } })
  const { rows } = await w.owner.query('select vat, total, tax_note from billing.invoices where tenant_id = $1', [of.tenantId])
  assert.deepEqual(rows, [{ vat: 0, total: 100, tax_note: 'Reverse charge: the customer accounts for VAT.' }])
})

test('a closed organisation is billed for nothing new, and no longer asked for what is open', async () => {
  const of = await subscribed()
  const at = `/operator/tenants/${of.tenantId}`
  w.clock.set('2026-07-01T09:00:00Z')
  await keepBilling({ tools: w.tools, now: w.clock.now() })
  const { rows } = await w.owner.query('select code from tenancy.tenants where id = $1', [of.tenantId])
  assert.equal((await operator.send('POST', `${at}/closure`, rows[0])).statusCode, 204)
  w.clock.set('2026-12-01T09:00:00Z')
  await keepBilling({ tools: w.tools, now: w.clock.now() })
  const { subscription, owed, invoices: issued } = (await operator.send('GET', `${at}/billing`)).json()
  assert.deepEqual([subscription, owed, issued.length], [null, 120, 2])
  const reminders = await w.owner.query('select reminders, next_step_at from billing.open_items where tenant_id = $1', [of.tenantId])
  assert.deepEqual(reminders.rows, [{ reminders: 0, next_step_at: null }])
})
