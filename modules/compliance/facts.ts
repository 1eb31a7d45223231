import { dayOf, startOfDay } from '#modules/employees/index.ts'
import type { Db } from '#platform/db.ts'
import type { Certificate, Item, Outcome } from './evidence.ts'
import type { Department, Member } from './memberQueries.ts'
import { type Assignment, type Facts, known, type Version } from './policy.ts'
import { certificateFacts, outcomeFacts, requirementsInForce, type VersionRow } from './queries.ts'

/** The time asked about, and the time whose knowledge counts. */
export type Moment = { at: Temporal.Instant; knownAt: Temporal.Instant }

/** What `at` and `known` of a query mean: a day is its end, today and nothing at all are now, and nobody knows the future. */
export function momentOf(asked: { at?: string | undefined; known?: string | undefined }, now: Temporal.Instant): Moment {
  const at =
    asked.at === undefined || asked.at === dayOf(now) ? now : asked.at.includes('T') ? Temporal.Instant.from(asked.at) : endOf(asked.at)
  const wanted = asked.known === undefined ? now : asked.known === 'then' ? at : Temporal.Instant.from(asked.known)
  return { at, knownAt: Temporal.Instant.compare(wanted, now) > 0 ? now : wanted }
}

const nextDay = (day: string) => startOfDay(Temporal.PlainDate.from(day).add({ days: 1 }).toString())
const endOf = (day: string) => nextDay(day).subtract({ milliseconds: 1 })

const ends = new Map<string, number>()
/** The end of a review day in milliseconds; the same few days come again and again. */
function endOfReview(day: string): number {
  let end = ends.get(day)
  if (end === undefined) {
    if (ends.size > 10_000) ends.clear()
    end = nextDay(day).epochMilliseconds
    ends.set(day, end)
  }
  return end
}

/** The requirements in force for jobs and for these departments, in the order of their names. */
export async function loadRequirements(db: Db, { at, knownAt }: Moment, departmentIds: readonly string[]): Promise<Version[]> {
  const rows = await requirementsInForce(db, { at: at.toString(), known: knownAt.toString(), departmentIds })
  const versions = new Map<string, Version & { items: Item[] }>()
  for (const row of rows) {
    const version = versions.get(row.requirementId) ?? versionOf(row)
    versions.set(row.requirementId, version)
    const item = itemOf(row)
    if (item) version.items.push(item)
  }
  return [...versions.values()]
}
const versionOf = ({ requirementId, number, name, jobTitle, departmentId }: VersionRow) => ({
  requirementId,
  number,
  name,
  appliesTo: jobTitle === null ? { departmentId: departmentId ?? '' } : { jobTitle },
  ended: false,
  effectiveAt: 0,
  recordedAt: 0,
  items: [] as Item[],
})
function itemOf({ kind, courseId, notWorseThan }: VersionRow): Item | undefined {
  if (kind === 'certificate' && courseId) return { kind, courseId }
  if (kind === 'fitness' && notWorseThan) return { kind, notWorseThan }
  return undefined
}

/** The facts about each of these people, by user id, as known at the moment: two statements for any number of people. */
export async function loadFacts(
  db: Db,
  { members, paths, moment }: { members: readonly Member[]; paths: ReadonlyMap<string, readonly string[]>; moment: Moment },
): Promise<Map<string, Facts>> {
  const knownAt = moment.knownAt.toString()
  const [evidence, outcomes] = await Promise.all([
    certificateFacts(db, { userIds: members.map((member) => member.userId), known: knownAt }),
    outcomeFacts(db, { employeeIds: members.map((member) => member.employeeId), known: knownAt }),
  ])
  const certificatesOf = new Map<string, Certificate[]>()
  const withdrawals = new Map(evidence.flatMap((row) => (row.withdrawsId ? [[row.withdrawsId, row] as const] : [])))
  for (const row of evidence) {
    if (row.withdrawsId) continue
    const { courseId, effectiveAt, recordedAt, expiresAt } = row
    add(certificatesOf, row.userId, { courseId, effectiveAt, recordedAt, expiresAt, withdrawn: withdrawals.get(row.id) ?? null })
  }
  const outcomesOf = new Map<string, Outcome[]>()
  for (const { withdrawnAt, withdrawalEffectiveAt, reviewDate, employeeId, ...outcome } of outcomes)
    add(outcomesOf, employeeId, {
      ...outcome,
      reviewEnds: reviewDate === null ? null : endOfReview(reviewDate),
      withdrawn:
        withdrawnAt === null || withdrawalEffectiveAt === null ? null : { effectiveAt: withdrawalEffectiveAt, recordedAt: withdrawnAt },
    })
  const knownMillis = moment.knownAt.epochMilliseconds
  return new Map(
    members.map((member) => {
      const facts: Facts = {
        assignments: assignmentOf(member, paths),
        certificates: certificatesOf.get(member.userId) ?? [],
        outcomes: outcomesOf.get(member.employeeId) ?? [],
      }
      return [member.userId, known(facts, knownMillis)]
    }),
  )
}

/** What the queries found to be in force; a person without department and job holds no assignment. */
function assignmentOf({ departmentId, jobTitle }: Member, paths: ReadonlyMap<string, readonly string[]>): Assignment[] {
  if (departmentId === null && jobTitle === null) return []
  const departmentPath = departmentId === null ? [] : (paths.get(departmentId) ?? [departmentId])
  return [{ id: '', departmentPath, jobTitle, ended: false, effectiveAt: 0, recordedAt: 0 }]
}

/** Each department with all those above it. */
export function pathsOf(departments: readonly Department[]): Map<string, string[]> {
  const parents = new Map(departments.map(({ id, parentId }) => [id, parentId]))
  return new Map(
    departments.map(({ id }) => {
      const path = [id]
      for (let up = parents.get(id); up && !path.includes(up); up = parents.get(up)) path.push(up)
      return [id, path]
    }),
  )
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
