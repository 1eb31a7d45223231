import assert from 'node:assert/strict'
import { hashToken } from '#platform/crypto.ts'
import { type Visitor, visitor } from './visitor.ts'
import type { World } from './world.ts'

export const issuer = {
  name: 'Salus Hosting Ltd',
  address: '1 Mill Lane\nLeeds LS1 4AB',
  email: 'accounts@hosting.example',
  vatNumber: 'GB123456789',
  country: 'GB',
  vatRates: [{ from: '2011-01-04', rate: 20 }],
  bankDetails: 'Salus Hosting Ltd\nSort code 00-00-00, account 12345678',
  ...{ invoicePrefix: 'INV-', creditPrefix: 'CN-', paymentDays: 14, graceDays: 14 },
}
export const details = {
  billingName: 'Hill Farm Ltd',
  billingEmail: 'accounts@hill-farm.example',
  billingAddress: '2 Hill Road\nYork YO1 7HH',
  taxId: 'GB987654321',
  country: 'GB',
  currency: 'GBP' as const,
}
export const plan = {
  ...{ code: 'basic', name: 'Basic', description: null, amount: 100, currency: 'GBP', billingCycle: 'monthly', trialDays: 0 },
  features: {},
  usageLimits: { max_users: 50, max_storage_gb: 10 },
}

/** Whoever runs the installation, at the console, with invoices to be written by `issuer`. */
export async function operatorOf(
  w: Pick<World, 'server' | 'owner'>,
): Promise<Visitor & { plan: (values?: object) => Promise<{ id: string }> }> {
  const key = 'salus_op_a-key-of-this-story'
  await w.owner.query('insert into platform.operator_keys (key_hash) values ($1) on conflict do nothing', [
    hashToken(key).toString('base64'),
  ])
  const operator = visitor(w)
  const send: Visitor['send'] = (method, path, body, more) => operator.send(method, path, body, { bearer: key, ...more })
  assert.equal((await send('PUT', '/operator/issuer', issuer)).statusCode, 204)
  const add = async (values: object = {}) => {
    const made = await send('POST', '/operator/plans', { ...plan, ...values })
    assert.equal(made.statusCode, 201, made.payload)
    return made.json()
  }
  return { ...operator, send, plan: add }
}
