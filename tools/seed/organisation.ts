import { keepFindable } from '#modules/directory/index.ts'
import type { Db } from '#platform/db.ts'
import { bulk } from './bulk.ts'
import type { Chance } from './chance.ts'
import { assignmentRows, employeeRow, newWorker, userRow, type Worker } from './workers.ts'

export type Department = { id: string; orgId: string; name: string; parent?: string; jobTitles: readonly string[]; headId?: string }
export type Organisation = { departments: Department[]; workers: Worker[] }

const plan = [
  { org: 'engineering', branch: 'tarnbrook', name: 'Operations', jobs: ['Operations manager', 'Production planner'] },
  {
    org: 'engineering',
    branch: 'tarnbrook',
    name: 'Fabrication',
    parent: 'Operations',
    jobs: ['Fabricator', 'Welder', 'Grinder'],
    share: 8,
  },
  { org: 'engineering', branch: 'tarnbrook', name: 'Machining', parent: 'Operations', jobs: ['Machinist', 'Toolmaker'], share: 3 },
  {
    org: 'engineering',
    branch: 'tarnbrook',
    name: 'Maintenance',
    parent: 'Operations',
    jobs: ['Maintenance fitter', 'Electrician'],
    share: 3,
  },
  {
    org: 'engineering',
    branch: 'eastquay',
    name: 'Marine Works',
    parent: 'Operations',
    jobs: ['Shipwright', 'Blaster and painter'],
    share: 3,
  },
  {
    org: 'engineering',
    branch: 'eastquay',
    name: 'Warehouse and Transport',
    jobs: ['Fork-lift driver', 'Warehouse operative', 'Driver'],
    share: 4,
  },
  { org: 'engineering', branch: 'tarnbrook', name: 'Design Office', jobs: ['Design engineer', 'Draughtsperson'], share: 2 },
  { org: 'engineering', branch: 'tarnbrook', name: 'Finance', jobs: ['Accountant', 'Payroll officer'], share: 2 },
  {
    org: 'engineering',
    branch: 'tarnbrook',
    name: 'People and Training',
    jobs: ['Occupational health professional', 'Training coordinator'],
    share: 2,
  },
  { org: 'care', branch: 'fernhill', name: 'Home Care', jobs: ['Care worker', 'Senior care worker'], share: 5 },
  { org: 'care', branch: 'fernhill', name: 'Residential Care', jobs: ['Care worker', 'Night care worker'], share: 4 },
  { org: 'care', branch: 'millbank', name: 'Catering', jobs: ['Cook', 'Catering assistant'], share: 2 },
  { org: 'care', branch: 'millbank', name: 'Facilities', jobs: ['Caretaker', 'Cleaner'], share: 2 },
  { org: 'care', branch: 'millbank', name: 'Reception and Administration', jobs: ['Receptionist', 'Administrator'], share: 2 },
] as const

/** Two organizations, four branches, fourteen departments (more where the tenant is large), people and their employment. */
export async function seedOrganisation(
  db: Db,
  { people, random, now }: { people: number; random: Chance; now: Temporal.Instant },
): Promise<Organisation> {
  const orgs = { engineering: random.id(), care: random.id() }
  await bulk(db, 'directory.organizations', [
    {
      id: orgs.engineering,
      name: 'Larkmoor Engineering',
      code: 'engineering',
      type: 'company',
      activatedAt: now.toString(),
      contactEmail: 'office@engineering.demo.example',
    },
    {
      id: orgs.care,
      name: 'Larkmoor Community Care',
      code: 'care',
      type: 'charity',
      activatedAt: now.toString(),
      contactEmail: 'office@care.demo.example',
    },
  ])
  const branches = { tarnbrook: random.id(), eastquay: random.id(), fernhill: random.id(), millbank: random.id() }
  const shift = [
    ['07:30', '12:00'],
    ['12:30', '17:00'],
  ]
  const branch = (id: string, orgId: string, name: string, city: string, isMainBranch: boolean) => ({
    id,
    orgId,
    name,
    code: city.toLowerCase(),
    address: `1 ${name}`,
    city,
    country: 'GB',
    timeZone: 'Europe/London',
    operatingHours: { 1: shift, 2: shift, 3: shift, 4: shift, 5: [['07:30', '15:00']], 6: [], 7: [] },
    isMainBranch,
  })
  await bulk(db, 'directory.branches', [
    branch(branches.tarnbrook, orgs.engineering, 'Tarnbrook Works', 'Tarnbrook', true),
    branch(branches.eastquay, orgs.engineering, 'Eastquay Yard', 'Eastquay', false),
    branch(branches.fernhill, orgs.care, 'Fernhill House', 'Fernhill', true),
    branch(branches.millbank, orgs.care, 'Millbank Centre', 'Millbank', false),
  ])

  const departments: Department[] = []
  const copies = Math.max(1, Math.round(people / 500))
  for (let copy = 0; copy < copies; copy++)
    for (const { org, name, jobs, ...rest } of plan) {
      const suffix = copy ? ` ${copy + 1}` : ''
      departments.push({
        id: random.id(),
        orgId: orgs[org],
        name: name + suffix,
        jobTitles: jobs,
        ...('parent' in rest ? { parent: rest.parent + suffix } : {}),
      })
    }
  const orgOf = new Map(departments.map((department) => [department.id, department.orgId]))
  const byName = new Map(departments.map((department) => [department.name, department]))
  const total = plan.reduce((sum, { ...of }) => sum + ('share' in of ? of.share : 1), 0)
  const workers: Worker[] = []
  for (const [i, department] of departments.entries()) {
    const of = plan[i % plan.length] as (typeof plan)[number]
    const size = Math.max(3, Math.round((people / copies) * (('share' in of ? of.share : 1) / total)))
    for (let n = 0; n < size && workers.length < people; n++) workers.push(newWorker({ random, now, department, number: workers.length }))
  }
  for (let n = 0; workers.length < people; n++)
    workers.push(newWorker({ random, now, department: departments[n % departments.length] as Department, number: workers.length }))
  const members = Map.groupBy(workers, (worker) => worker.departmentId)
  for (const department of departments) {
    const head = members.get(department.id)?.[0]
    if (!head) continue
    department.headId = head.userId
    delete head.leftAt
  }

  // Heads are people: departments are written without them first.
  const rows = departments.map(({ id, orgId, name, parent }, i) => ({
    id,
    orgId,
    name,
    branchId: branches[(plan[i % plan.length] as (typeof plan)[number]).branch],
    code: name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    parentId: parent ? (byName.get(parent)?.id ?? null) : null,
    employeeCount: members.get(id)?.filter(({ leftAt }) => !leftAt).length ?? 0,
  }))
  await bulk(db, 'directory.departments', rows)
  const users = workers.map((worker) => userRow(worker, orgOf.get(worker.departmentId) as string, now))
  await bulk(db, 'directory.users', users)
  await keepFindable(db, users, { isNew: true })
  // One by one: joined with the people, of whom nothing is known yet, it took half a minute for a hundred thousand of them.
  const headed = departments.flatMap(({ id, headId }) => (headId ? [{ id, headId }] : []))
  await Promise.all(
    headed.map(({ id, headId }) => db.updateTable('directory.departments').set({ headUserId: headId }).where('id', '=', id).execute()),
  )
  await bulk(
    db,
    'employees.employees',
    workers.map((worker) => employeeRow(worker, random)),
  )
  await bulk(
    db,
    'employees.assignments',
    workers.flatMap((worker) => assignmentRows(worker, random)),
  )
  return { departments, workers }
}
