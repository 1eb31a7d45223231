import type { Tools } from '#platform/module.ts'

/** The demo tenant, when the database holds no tenant at all. Tells whether a demo tenant is there. */
export async function seedDemo(tools: Tools): Promise<boolean> {
  const some = await tools.system.selectFrom('tenancy.tenants').select('code').limit(2).execute()
  return some.some((tenant) => tenant.code === 'demo')
}
