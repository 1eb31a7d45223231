import { openItems, receivePayment } from '#modules/billing/pay.ts'
import { toMinor } from '#modules/billing/policy.ts'
import { subscribe } from '#modules/billing/subscribe.ts'
import { addPlan, keepBillingDetails } from '#modules/tenancy/index.ts'
import type { Tools } from '#platform/module.ts'

const issuer = {
  ...{ name: 'Salus Demo Hosting', address: '1 Mill Lane\nLeeds LS1 4AB', email: 'accounts@hosting.example' },
  ...{ vatNumber: 'GB123456789', country: 'GB', paymentDays: 14, graceDays: 14 },
  bankDetails: 'Salus Demo Hosting\nSort code 00-00-00, account 12345678',
}
const all = { learning: true, occupational_health: true }
const plans = [
  { code: 'team', name: 'Team', description: 'For one site.', amount: 1200, usageLimits: { max_users: 100, max_storage_gb: 20 } },
  {
    code: 'organisation',
    name: 'Organisation',
    description: 'For several sites.',
    amount: 3600,
    usageLimits: { max_users: 500, max_storage_gb: 200 },
  },
  {
    code: 'group',
    name: 'Group',
    description: 'For a group of companies.',
    amount: 9600,
    usageLimits: { max_users: null, max_storage_gb: null },
  },
] as const

/** What the operator offers, and the demo tenant's plan: taken two months ago for a year, and paid. */
export async function seedBilling(tools: Tools, tenantId: string): Promise<void> {
  const vatRates = JSON.stringify([{ from: '2011-01-04', rate: 20 }])
  await tools.system
    .insertInto('billing.issuers')
    .values({ ...issuer, vatRates } as never)
    .execute()
  const made = []
  for (const plan of plans)
    made.push(await addPlan(tools.system, { ...plan, currency: 'GBP', billingCycle: 'yearly', features: all, trialDays: 14 }))
  const plan = made.find(({ code }) => code === 'organisation')
  if (!plan) return
  const now = tools.clock().subtract({ hours: 24 * 60 })
  await tools.inTenant({ tenantId, userId: null, now }, async (db) => {
    const billed = { billingName: 'Larkmoor Group Ltd', billingEmail: 'accounts@demo.example', billingAddress: '2 Hill Road\nYork YO1 7HH' }
    await keepBillingDetails(db, { ...billed, taxId: 'GB987654321', country: 'GB', currency: 'GBP' })
    await db.updateTable('tenancy.tenants').set({ trialStartsAt: null, trialEndsAt: null }).execute()
    await subscribe(db, { plan: { ...plan, trialDays: 0 }, now })
    const [owed] = await openItems(db)
    if (owed)
      await receivePayment(
        db,
        {
          invoiceId: owed.invoiceId,
          minor: toMinor(owed.openAmount),
          method: 'transfer',
          provider: 'invoice',
          reference: 'LARKMOOR GROUP',
        },
        { now },
      )
  })
}
