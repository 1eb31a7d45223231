import { demoAccounts } from '#modules/auth/index.ts'
import { hashPassword } from '#modules/auth/password.ts'
import type { Tools } from '#platform/module.ts'
import { insert } from '#platform/write.ts'
import { chance } from './chance.ts'
import { seedHealthRecords } from './health.ts'
import { seedNotifications } from './notifications.ts'
import { seedTenant } from './tenant.ts'

/** The demo tenant, when the database holds no tenant at all. Tells whether a demo tenant is there. */
export async function seedDemo(tools: Tools): Promise<boolean> {
  const some = await tools.system.selectFrom('tenancy.tenants').select('code').limit(10).execute()
  if (some.length) return some.some((tenant) => tenant.code === demoAccounts.tenant)
  const administrator = { email: 'admin@demo.example', password: demoAccounts.password }
  const seeded = await seedTenant(tools, {
    code: demoAccounts.tenant,
    name: 'Larkmoor Group',
    people: 240,
    professionals: 6,
    administrator,
  })
  if (!seeded) return true
  const { tenantId, administratorId, workers, departments, professionals, instructors } = seeded
  const fabrication = departments.find(({ name }) => name === 'Fabrication')
  const there = workers.filter(({ departmentId, leftAt }) => departmentId === fabrication?.id && !leftAt)
  const holders: [string, string | undefined][] = [
    ['manager@demo.example', fabrication?.headId],
    ['employee@demo.example', there[1]?.userId],
    ['learner@demo.example', there[2]?.userId],
    ['nurse@demo.example', professionals[0]?.userId],
    ['instructor@demo.example', instructors[0]?.userId],
  ]
  const now = tools.clock()
  await tools.inTenant({ tenantId, userId: administratorId, now }, async (db) => {
    for (const [email, userId] of holders) {
      if (!userId) continue
      await db.updateTable('directory.users').set({ email, username: email }).where('id', '=', userId).execute()
      await insert(db, 'auth.credentials', {
        userId,
        passwordHash: await hashPassword(demoAccounts.password),
        passwordChangedAt: now.toString(),
      })
    }
    await seedHealthRecords(db, { workers: there.slice(0, 20), random: chance(7) })
  })
  await seedNotifications(tools, { tenantId, userIds: holders.flatMap(([, userId]) => userId ?? []) })
  return true
}
