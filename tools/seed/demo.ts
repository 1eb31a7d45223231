import { demoAccounts } from '#modules/auth/index.ts'
import { hashPassword } from '#modules/auth/password.ts'
import { type Db, insert } from '#platform/db.ts'
import type { Tools } from '#platform/module.ts'
import { seedBilling } from './billing.ts'
import { chance } from './chance.ts'
import { seedHealthRecords } from './health.ts'
import { seedNotifications } from './notifications.ts'
import { type Seeded, seedTenant } from './tenant.ts'

/** The demo tenant, when the database holds no tenant at all. Tells whether a demo tenant is there. */
export async function seedDemo(tools: Tools): Promise<boolean> {
  const some = await tools.system.selectFrom('tenancy.tenants').select('code').limit(10).execute()
  if (some.length) return some.some((tenant) => tenant.code === demoAccounts.tenant)
  const administrator = { email: 'admin@demo.example', password: demoAccounts.password }
  const demo = { code: demoAccounts.tenant, name: 'Larkmoor Group', people: 240, professionals: 6, administrator }
  const seeded = await seedTenant(tools, demo, (db, one) => openAccounts(db, one, tools.clock()))
  if (seeded) await seedNotifications(tools, { tenantId: seeded.tenantId, userIds: holdersOf(seeded).map(([, userId]) => userId) })
  if (seeded) await seedBilling(tools, seeded.tenantId)
  return true
}

const isFabrication = ({ name }: { name: string }) => name === 'Fabrication'
const fabricators = ({ workers, departments }: Pick<Seeded, 'workers' | 'departments'>) =>
  workers.filter(({ departmentId, leftAt }) => departmentId === departments.find(isFabrication)?.id && !leftAt)

/** Who signs in with the demo addresses. */
function holdersOf({ workers, departments, professionals, instructors }: Seeded): [string, string][] {
  const there = fabricators({ workers, departments })
  const holders: [string, string | undefined][] = [
    ['manager@demo.example', departments.find(isFabrication)?.headId],
    ['employee@demo.example', there[1]?.userId],
    ['learner@demo.example', there[2]?.userId],
    ['nurse@demo.example', professionals[0]?.userId],
    ['instructor@demo.example', instructors[0]?.userId],
  ]
  return holders.filter((one): one is [string, string] => one[1] !== undefined)
}

async function openAccounts(db: Db, seeded: Seeded, now: Temporal.Instant): Promise<void> {
  for (const [email, userId] of holdersOf(seeded)) {
    await db.updateTable('directory.users').set({ email, username: email }).where('id', '=', userId).execute()
    await insert(db, 'auth.credentials', {
      userId,
      passwordHash: await hashPassword(demoAccounts.password),
      passwordChangedAt: now.toString(),
    })
  }
  await seedAssignments(db, seeded, now)
  await seedHealthRecords(db, { workers: fabricators(seeded).slice(0, 20), random: chance(7) })
}

/** What the demo's employee and learner find to do: a course that is due within the week, and one with time. */
async function seedAssignments(db: Db, seeded: Seeded, now: Temporal.Instant): Promise<void> {
  const names = new Map(holdersOf(seeded))
  for (const name of ['employee@demo.example', 'learner@demo.example']) {
    const userId = names.get(name)
    if (!userId) continue
    const taken = await db.selectFrom('enrollments.enrollments').select('courseId').where('userId', '=', userId).execute()
    const open = seeded.courses.filter(({ id }) => !taken.some(({ courseId }) => courseId === id))
    for (const [i, course] of open.slice(0, 2).entries())
      await insert(db, 'enrollments.enrollments', {
        userId,
        courseId: course.id,
        revisionId: course.revisionId,
        status: 'active',
        source: 'assigned',
        assignedBy: seeded.administratorId,
        enrolledAt: now.subtract({ hours: 50 }).toString(),
        dueAt: now.add({ hours: 24 * (5 + 20 * i) }).toString(),
      })
  }
}
