import { searchName } from '#modules/directory/index.ts'
import type { Chance } from './chance.ts'
import { firstNames, lastNames, streets } from './names.ts'
import type { Department } from './organisation.ts'

export type Worker = {
  userId: string
  employeeId: string
  number: string
  name: string
  email: string
  departmentId: string
  jobTitle: string
  startedAt: Temporal.Instant
  leftAt?: Temporal.Instant
}
export function newWorker({
  random,
  now,
  department,
  number,
}: {
  random: Chance
  now: Temporal.Instant
  department: Department
  number: number
}): Worker {
  const first = random.pick(firstNames)
  const last = random.pick(lastNames)
  const startedAt = now.subtract({ hours: 24 * random.between(40, 3_000) })
  const leaves = random.happens(0.03)
  return {
    userId: random.id(),
    employeeId: random.id(),
    number: `L${String(number + 1).padStart(6, '0')}`,
    name: `${first} ${last}`,
    email: `${first}.${last}.${number + 1}@people.example`.toLowerCase().replaceAll(/[^a-z0-9.@]/g, ''),
    departmentId: department.id,
    jobTitle: department.jobTitles[number % department.jobTitles.length] as string,
    startedAt,
    ...(leaves ? { leftAt: now.subtract({ hours: 24 * random.between(1, 30) }) } : {}),
  }
}

export function userRow(worker: Worker, orgId: string, now: Temporal.Instant) {
  const [firstName, lastName] = worker.name.split(' ') as [string, string]
  return {
    id: worker.userId,
    orgId,
    deptId: worker.departmentId,
    employeeId: worker.number,
    email: worker.email,
    username: worker.email,
    firstName,
    lastName,
    searchName: searchName({ firstName, lastName }),
    status: worker.leftAt ? 'inactive' : 'active',
    userType: 'employee',
    emailVerifiedAt: now.toString(),
    deactivatedAt: worker.leftAt?.toString() ?? null,
  } as const
}

export function employeeRow(worker: Worker, random: Chance) {
  const phone = () => `07700 900${String(random.below(1000)).padStart(3, '0')}`
  return {
    id: worker.employeeId,
    userId: worker.userId,
    employeeNumber: worker.number,
    dateOfBirth: `${random.between(1960, 2004)}-${String(random.between(1, 12)).padStart(2, '0')}-${String(random.between(1, 28)).padStart(2, '0')}`,
    gender: random.pick(['female', 'male', 'other', 'prefer_not_to_say'] as const),
    phoneNumber: phone(),
    address: `${random.between(1, 120)} ${random.pick(streets)}, Tarnbrook`,
    postcode: `ZZ${random.between(1, 9)} ${random.between(1, 9)}ZZ`,
    emergencyContactName: `${random.pick(firstNames)} ${worker.name.split(' ')[1]}`,
    emergencyContactPhone: phone(),
    departmentId: worker.departmentId,
    jobTitle: worker.jobTitle,
    startDate: worker.startedAt.toString().slice(0, 10),
    employmentStatus: worker.leftAt ? 'terminated' : 'active',
  } as const
}

/** Hired, sometimes moved from another job, sometimes left: each fact with the day it began and the day it was known. */
export function assignmentRows(worker: Worker, random: Chance) {
  const row = (effectiveAt: Temporal.Instant, jobTitle: string, ended: boolean) => ({
    id: random.id(),
    employeeId: worker.employeeId,
    departmentId: worker.departmentId,
    jobTitle,
    effectiveAt: effectiveAt.toString(),
    recordedAt: effectiveAt.toString(),
    ended,
  })
  return [row(worker.startedAt, worker.jobTitle, false), ...(worker.leftAt ? [row(worker.leftAt, worker.jobTitle, true)] : [])]
}
