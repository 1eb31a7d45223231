import { newNumber } from '#modules/certificates/policy.ts'
import type { Db } from '#platform/db.ts'
import type { Insert } from '#platform/rows.gen.ts'
import { bulk } from './bulk.ts'
import type { Chance } from './chance.ts'
import type { Department } from './organisation.ts'
import type { Worker } from './workers.ts'

export type SeededCourse = {
  id: string
  revisionId: string
  code: string
  title: string
  validityMonths: number | null
  publishedAt: string
}

const zone = 'Europe/London'
const passed = 'Every part read and the final quiz passed'

/** What each kind of work requires: a name, the courses by code, and how fit one must at least be. */
const byJob: Record<string, { name: string; courses: string[]; fitness?: 'fit' | 'fit_with_adjustments' }> = {
  Fabricator: { name: 'Abrasive wheels and hand tools', courses: ['HAV-01', 'NOI-01'], fitness: 'fit_with_adjustments' },
  Welder: { name: 'Hot work', courses: ['FIRE-01', 'NOI-01'], fitness: 'fit_with_adjustments' },
  Grinder: { name: 'Vibrating tools', courses: ['HAV-01', 'NOI-01'], fitness: 'fit' },
  Shipwright: { name: 'Work on old vessels', courses: ['ASB-01'], fitness: 'fit_with_adjustments' },
  Electrician: { name: 'Work in older buildings', courses: ['ASB-01'], fitness: 'fit' },
  'Maintenance fitter': { name: 'Maintenance in older buildings', courses: ['ASB-01', 'HAV-01'], fitness: 'fit_with_adjustments' },
  'Fork-lift driver': { name: 'Driving fork-lift trucks', courses: ['MH-01'], fitness: 'fit' },
  'Care worker': { name: 'Moving and assisting people', courses: ['MH-01', 'LONE-01'], fitness: 'fit_with_adjustments' },
  'Night care worker': { name: 'Night work', courses: ['LONE-01', 'FAID-01'], fitness: 'fit' },
  Receptionist: { name: 'Front desk', courses: ['DSE-01', 'DATA-01'] },
}
const byDepartment: { name: string; departments: string[]; courses: string[] }[] = [
  { name: 'Fire safety on the shop floor', departments: ['Operations'], courses: ['FIRE-01'] },
  { name: 'First aid on the shop floor', departments: ['Fabrication'], courses: ['FAID-01'] },
  { name: 'Lifting in fabrication', departments: ['Fabrication'], courses: ['MH-01'] },
  { name: 'Stress and its signs', departments: ['Operations'], courses: ['STRS-01'] },
  { name: 'Screen work', departments: ['Design Office', 'Finance', 'People and Training'], courses: ['DSE-01'] },
  { name: 'Personal data', departments: ['Finance', 'People and Training', 'Home Care', 'Residential Care'], courses: ['DATA-01'] },
]

/** Requirements of jobs and departments, in force for three years. */
export async function seedRequirements(
  db: Db,
  given: { courses: readonly SeededCourse[]; departments: readonly Department[]; random: Chance; now: Temporal.Instant },
): Promise<void> {
  const { courses, departments, random, now } = given
  const since = now.subtract({ hours: 24 * 1_100 }).toString()
  const courseId = new Map(courses.map(({ code, id }) => [code, id]))
  const targets = [
    ...Object.entries(byJob).map(([jobTitle, of]) => ({
      name: of.name,
      appliesTo: 'job_title' as const,
      jobTitle,
      departmentId: null,
      courses: of.courses,
      fitness: of.fitness,
    })),
    ...byDepartment.flatMap((of) =>
      departments
        .filter(({ name }) => of.departments.some((wanted) => name === wanted || name.startsWith(`${wanted} `)))
        .map(({ id, name }) => ({
          name: of.departments.length > 1 || /\d$/.test(name) ? `${of.name}: ${name}` : of.name,
          appliesTo: 'department' as const,
          jobTitle: null,
          departmentId: id,
          courses: of.courses,
          fitness: undefined,
        })),
    ),
  ].map((target) => ({ ...target, id: random.id(), versionId: random.id() }))
  await bulk(
    db,
    'compliance.requirements',
    targets.map(({ id, name, appliesTo, jobTitle, departmentId }) => ({ id, name, appliesTo, jobTitle, departmentId })),
  )
  await bulk(
    db,
    'compliance.requirement_versions',
    targets.map(({ id, versionId, name, appliesTo, jobTitle, departmentId }) => ({
      id: versionId,
      requirementId: id,
      number: 1,
      name,
      appliesTo,
      jobTitle,
      departmentId,
      effectiveAt: since,
      recordedAt: since,
    })),
  )
  await bulk(
    db,
    'compliance.requirement_items',
    targets.flatMap(({ versionId, courses, fitness }) => [
      ...courses.map((code) => ({ versionId, kind: 'certificate' as const, courseId: courseId.get(code) as string, notWorseThan: null })),
      ...(fitness ? [{ versionId, kind: 'fitness' as const, courseId: null, notWorseThan: fitness }] : []),
    ]),
  )
}

/** Whether a kind of work needs a fitness outcome at all: only those are under health surveillance. */
export const needsSurveillance = (worker: Worker) => byJob[worker.jobTitle]?.fitness !== undefined

/** Enrolments, completions, evidence and certificates; spread so that some expired, some expire soon, some were revoked. */
export async function seedLearning(
  db: Db,
  given: {
    courses: readonly SeededCourse[]
    workers: readonly Worker[]
    departments: readonly Department[]
    random: Chance
    now: Temporal.Instant
    revoker: string
  },
): Promise<void> {
  const { courses, workers, departments, random, now, revoker } = given
  const byCode = new Map(courses.map((course) => [course.code, course]))
  const nameOf = new Map(departments.map(({ id, name, parent }) => [id, [name, parent ?? ''].map((text) => text.replace(/ \d+$/, ''))]))
  const enrollments: Insert<'enrollments.enrollments'>[] = []
  const evidence: (Insert<'enrollments.evidence'> & { id: string })[] = []
  const certificates: (Insert<'certificates.certificates'> & { id: string })[] = []
  const revocations: Insert<'certificates.revocations'>[] = []
  for (const worker of workers) {
    const names = nameOf.get(worker.departmentId) ?? []
    const wanted = new Set([
      ...(byJob[worker.jobTitle]?.courses ?? []),
      ...byDepartment.filter((of) => of.departments.some((name) => names.includes(name))).flatMap((of) => of.courses),
    ])
    if (random.happens(0.3)) wanted.add(random.pick(courses).code)
    for (const code of wanted) {
      const course = byCode.get(code) as SeededCourse
      const draw = random.next()
      if (draw < 0.025) continue // never started
      const enrollmentId = random.id()
      const base = {
        id: enrollmentId,
        userId: worker.userId,
        courseId: course.id,
        revisionId: course.revisionId,
        source: 'assigned' as const,
        assignedBy: revoker,
      }
      const window = (course.validityMonths ?? 36) * 30 + 14
      const enrolledAt = later(worker.startedAt, now.subtract({ hours: 24 * random.between(3, window) }))
      if (draw < 0.06 || Temporal.Instant.compare(enrolledAt.add({ hours: 48 }), now) >= 0) {
        enrollments.push({
          ...base,
          status: 'active',
          progress: 0,
          enrolledAt: enrolledAt.toString(),
          startDate: null,
          completionDate: null,
          dueAt: now.add({ hours: 24 * random.between(-10, 40) }).toString(),
        })
        continue
      }
      const completedAt = enrolledAt.add({ hours: random.between(1, 47), minutes: random.below(60) })
      const expiresAt = course.validityMonths
        ? completedAt.toZonedDateTimeISO(zone).add({ months: course.validityMonths }).toInstant().toString()
        : null
      enrollments.push({
        ...base,
        status: 'completed',
        progress: 100,
        enrolledAt: enrolledAt.toString(),
        startDate: enrolledAt.toString(),
        completionDate: completedAt.toString(),
        dueAt: null,
      })
      const certificateId = random.id()
      const at = completedAt.toString()
      const about = {
        userId: worker.userId,
        userName: worker.name,
        courseId: course.id,
        courseCode: course.code,
        courseTitle: course.title,
        revisionId: course.revisionId,
        revisionNumber: 1,
        revisionPublishedAt: course.publishedAt,
        enrollmentId,
        effectiveAt: at,
        recordedAt: at,
      }
      const issued = {
        ...about,
        id: random.id(),
        kind: 'certificate_issued' as const,
        certificateId,
        withdrawsId: null,
        score: null,
        maxScore: null,
        rule: 'Issued on completion of the course',
        expiresAt,
        recordedBy: null,
      }
      evidence.push(
        {
          ...issued,
          id: random.id(),
          kind: 'course_completed',
          certificateId: null,
          score: random.between(8, 10),
          maxScore: 10,
          rule: passed,
        },
        issued,
      )
      certificates.push({
        id: certificateId,
        userId: worker.userId,
        courseId: course.id,
        enrollmentId,
        certificateNumber: newNumber(course.code, Buffer.from(random.id().replaceAll('-', ''), 'hex')),
        holderName: worker.name,
        courseTitle: course.title,
        revisionNumber: 1,
        revisionPublishedAt: course.publishedAt,
        issueDate: at,
        expiryDate: expiresAt,
      })
      if (random.happens(0.015)) {
        const revokedAt = later(completedAt.add({ hours: 24 }), now.subtract({ hours: 24 * 3 })).toString()
        revocations.push({ certificateId, reason: 'The practical part was not attended', revokedAt, revokedBy: revoker })
        evidence.push({
          ...issued,
          id: random.id(),
          kind: 'certificate_revoked',
          withdrawsId: issued.id,
          rule: 'Revoked: the practical part was not attended',
          expiresAt: null,
          effectiveAt: revokedAt,
          recordedAt: revokedAt,
          recordedBy: revoker,
        })
      }
    }
  }
  await bulk(db, 'enrollments.enrollments', enrollments)
  await bulk(db, 'certificates.certificates', certificates)
  await bulk(db, 'certificates.revocations', revocations)
  await bulk(db, 'enrollments.evidence', evidence)
}

const later = (one: Temporal.Instant, other: Temporal.Instant) => (Temporal.Instant.compare(one, other) > 0 ? one : other)
