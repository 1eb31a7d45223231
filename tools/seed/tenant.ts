import { randomBytes } from 'node:crypto'
import { createEmptyTenant } from '#modules/auth/index.ts'
import type { Db } from '#platform/db.ts'
import type { SeededRole, Tools } from '#platform/module.ts'
import { seedAppointments } from './appointments.ts'
import { bulk } from './bulk.ts'
import { type Chance, chance } from './chance.ts'
import { importCourses } from './courses.ts'
import { seedFitness } from './health.ts'
import { needsSurveillance, type SeededCourse, seedLearning, seedRequirements } from './learning.ts'
import { type Organisation, seedOrganisation } from './organisation.ts'
import { type Professional, seedProfessionals } from './professionals.ts'
import type { Worker } from './workers.ts'

export type Seed = {
  code: string
  name: string
  people: number
  professionals: number
  administrator?: { email: string; password: string }
}
export type Seeded = Organisation & {
  tenantId: string
  administratorId: string
  professionals: Professional[]
  instructors: Worker[]
  courses: SeededCourse[]
}
type More = (db: Db, seeded: Seeded) => Promise<void>

/**
 * A tenant that looks like life: people, appointments, courses, completions and fitness outcomes around `tools.clock()`, and
 * what `more` writes, in one transaction: a stopped seed leaves nothing. The same size gives the same tenant. Undefined where a
 * tenant with this code exists already.
 */
export async function seedTenant(tools: Tools, seed: Seed, more: More = async () => {}): Promise<Seeded | undefined> {
  const exists = await tools.system.selectFrom('tenancy.tenants').select('id').where('code', '=', seed.code).executeTakeFirst()
  if (exists) return undefined
  const login = seed.administrator ?? { email: `admin@${seed.code}.example`, password: randomBytes(18).toString('base64url') }
  const empty = { code: seed.code, name: seed.name, administrator: { ...login, firstName: 'Rowan', lastName: 'Hale' } }
  let seeded: Seeded | undefined
  await createEmptyTenant(tools, empty, async (db, { tenantId, administratorId }) => {
    seeded = { ...(await fill(db, { ...seed, by: administratorId, now: tools.clock() })), tenantId, administratorId }
    await more(db, seeded)
  }).catch((error) => {
    // Another process was faster, and has committed all of it.
    if ((error as { constraint?: string }).constraint !== 'tenants_code_unique') throw error
  })
  return seeded
}

type Fill = Pick<Seed, 'people' | 'professionals'> & { by: string; now: Temporal.Instant }

async function fill(db: Db, { people, by, now, ...seed }: Fill): Promise<Omit<Seeded, 'tenantId' | 'administratorId'>> {
  const random = chance(people)
  const organisation = await seedOrganisation(db, { people, random, now })
  const { workers, departments } = organisation
  const present = workers.filter(({ leftAt }) => !leftAt)
  const heads = new Set(departments.map(({ headId }) => headId))
  const ofJob = (title: string) => present.filter(({ jobTitle, userId }) => jobTitle === title && !heads.has(userId))
  const instructors = ofJob('Training coordinator').slice(0, 5)
  const courses = await importCourses(db, { by: instructors[0]?.userId ?? by, now })
  const chosen = ofJob('Occupational health professional').slice(0, seed.professionals)
  await assignRoles(db, { organisation, professionals: chosen, instructors, random, now, by })
  const professionals = await seedProfessionals(db, { workers: chosen, random, now })
  await seedFitness(db, { workers: workers.filter(needsSurveillance), professionals, random, now })
  await seedRequirements(db, { courses, departments, random, now })
  await seedLearning(db, { courses, workers, departments, random, now, revoker: by })
  // Last: how much chance the weeks around today need depends on the day, and nobody's fitness and training should.
  await seedAppointments(db, { professionals, workers, random, now })
  return { ...organisation, professionals, instructors, courses }
}

/** Everybody is an employee; heads manage, professionals and instructors hold their role besides. */
async function assignRoles(
  db: Db,
  given: {
    organisation: Organisation
    professionals: readonly Worker[]
    instructors: readonly Worker[]
    random: Chance
    now: Temporal.Instant
    by: string
  },
): Promise<void> {
  const { organisation, professionals, instructors, random, now, by } = given
  const roles = await db.selectFrom('access.roles').select(['id', 'code']).execute()
  const roleId = new Map(roles.map(({ code, id }) => [code, id]))
  const rows = (role: SeededRole, userIds: readonly string[], isPrimary: boolean) =>
    userIds.map((userId) => ({
      id: random.id(),
      userId,
      roleId: roleId.get(role) as string,
      assignedAt: now.toString(),
      assignedBy: by,
      isPrimary,
    }))
  const heads = organisation.departments.flatMap(({ headId }) => headId ?? [])
  await bulk(db, 'access.user_roles', [
    ...rows(
      'employee',
      organisation.workers.map(({ userId }) => userId),
      true,
    ),
    ...rows('manager', heads, false),
    ...rows(
      'oh_professional',
      professionals.map(({ userId }) => userId),
      false,
    ),
    ...rows(
      'instructor',
      instructors.map(({ userId }) => userId),
      false,
    ),
  ])
  const become = (userType: 'manager' | 'oh_professional' | 'instructor', userIds: readonly string[]) =>
    userIds.length ? db.updateTable('directory.users').set({ userType }).where('id', 'in', userIds).execute() : undefined
  await become('manager', heads)
  await become(
    'oh_professional',
    professionals.map(({ userId }) => userId),
  )
  await become(
    'instructor',
    instructors.map(({ userId }) => userId),
  )
}
