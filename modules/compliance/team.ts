import type { Db } from '#platform/db.ts'
import { AppError, notFound } from '#platform/errors.ts'
import type { Context, Session } from '#platform/module.ts'
import { NameCursor, readCursor, writeCursor } from '#platform/paging.ts'
import type { getTeam, Standing, TeamPerson } from './contract.ts'
import { loadFacts, loadRequirements, type Moment, momentOf, pathsOf } from './facts.ts'
import {
  type Department,
  departments,
  departmentsAround,
  type Member,
  membersAt,
  membersNow,
  type Viewer,
  viewerOf,
} from './memberQueries.ts'
import { type Clearance, clearAt, type Version } from './policy.ts'

/** A filter or a summary looks at everybody of the team; beyond this many, a department must be chosen. */
const most = 5000
const soon = { hours: 90 * 24 }
const tooMany = () =>
  new AppError(422, 'compliance.choose_department', `This team has more than ${most.toLocaleString('en-GB')} people. Choose a department.`)

export type Asked = { at?: string | undefined; known?: string | undefined; departmentId?: string | undefined }
export type Assessed = { member: Member; clearance: Clearance; departmentName: string | null }
type Read = { db: Db; who: Session; now: Temporal.Instant }

/**
 * The departments whose people the viewer may see: those they head and all below, and those that `compliance:read_all` reaches (`choice`), and
 * those looked at (`ids`): the one asked for and all below it, else those they head. Throws 404 for one that is not theirs to see.
 */
export function visible(all: readonly Department[], who: Viewer, departmentId?: string) {
  const paths = pathsOf(all)
  const heads = new Set(all.filter((department) => department.headUserId === who.userId).map((department) => department.id))
  const headed = all.filter(({ id }) => paths.get(id)?.some((above) => heads.has(above)))
  const choice = new Set([...headed, ...all.filter(({ id }) => who.reached?.has(id) ?? true)].map(({ id }) => id))
  if (departmentId === undefined) return { ids: headed.length > 0 ? new Set(headed.map(({ id }) => id)) : choice, choice, paths }
  if (!choice.has(departmentId)) throw notFound()
  return { ids: new Set([...choice].filter((id) => paths.get(id)?.includes(departmentId))), choice, paths }
}

type Portion = { after?: readonly [string, string] | undefined; limit: number }

/** A portion of the team by name, each person assessed: five statements for any number of people and requirements. */
async function assess(read: Read, asked: Asked, portion: Portion) {
  const { db, who, now } = read
  const moment = momentOf(asked, now)
  const viewer = await viewerOf(db, who)
  const all = await (viewer.reached?.size !== 0 ? departments(db, {}) : departmentsAround(db, { userId: who.userId, departmentId: null }))
  const { ids, choice, paths } = visible(all, viewer, asked.departmentId)
  const [afterName, afterId] = portion.after ?? ['', '00000000-0000-0000-0000-000000000000']
  const window = { departmentIds: [...ids], afterName, afterId, limit: portion.limit }
  const today = [moment.at, moment.knownAt].every((time) => Temporal.Instant.compare(time, now) === 0)
  const members = await (today
    ? membersNow(db, window)
    : membersAt(db, { ...window, at: moment.at.toString(), known: moment.knownAt.toString() }))
  const { people, requirements } = await judge(db, { members, paths, moment, all })
  return { moment, requirements, people, choice: all.filter(({ id }) => choice.has(id)) }
}

/** Judges each member by their facts and by the requirements of their jobs and departments, keeping the order. */
export async function judge(
  db: Db,
  given: {
    members: readonly Member[]
    paths: ReadonlyMap<string, readonly string[]>
    moment: Moment
    all: readonly Department[]
  },
): Promise<{ people: Assessed[]; requirements: Version[] }> {
  if (given.members.length === 0) return { people: [], requirements: [] }
  const places = new Set(given.members.flatMap(({ departmentId }) => (departmentId ? (given.paths.get(departmentId) ?? departmentId) : [])))
  const [facts, requirements] = await Promise.all([loadFacts(db, given), loadRequirements(db, given.moment, [...places])])
  const names = new Map(given.all.map(({ id, name }) => [id, name]))
  const at = given.moment.at.epochMilliseconds
  const people = given.members.map((member) => ({
    member,
    departmentName: names.get(member.departmentId ?? '') ?? null,
    clearance: clearAt(facts.get(member.userId) ?? none, requirements, at),
  }))
  return { people, requirements }
}
const none = { assignments: [], certificates: [], outcomes: [] }

/** The first few thousand of the team, which is mostly everybody: `complete` says so. */
export async function everybody(read: Read, asked: Asked) {
  const team = await assess(read, asked, { limit: most + 1 })
  return { ...team, complete: team.people.length <= most }
}

/** Everybody of the team. Throws 422 where they are too many to look at together. */
export async function wholeTeam(read: Read, asked: Asked & { standing?: Standing | undefined }) {
  const team = await everybody(read, asked)
  if (!team.complete) throw tooMany()
  const { standing } = asked
  return standing ? { ...team, people: team.people.filter((person) => stands(person.clearance, standing, team.moment.at)) } : team
}

export function stands({ clear, until }: Clearance, standing: Standing, at: Temporal.Instant): boolean {
  if (standing === 'not_clear') return !clear
  if (standing === 'clear') return clear
  return clear && until !== null && until <= at.add(soon).epochMilliseconds
}

/** One page of the team. */
export async function teamPage(read: Read, query: Context<typeof getTeam>['query']) {
  const after = readCursor(query.cursor, NameCursor)
  const { moment, requirements, people } = query.standing
    ? await wholeTeam(read, query)
    : await assess(read, query, { after, limit: query.limit + 1 })
  const rest = query.standing && after ? people.filter(({ member }) => beyond(member, after)) : people
  const shown = rest.slice(0, query.limit)
  const last = shown.at(-1)?.member
  const used = new Set(shown.flatMap(({ clearance }) => clearance.requirements.map((found) => found.requirementId)))
  return {
    at: moment.at.toString(),
    knownAt: moment.knownAt.toString(),
    requirements: requirements.flatMap(({ requirementId, name }) => (used.has(requirementId) ? [{ id: requirementId, name }] : [])),
    items: shown.map(personRow),
    next: last && rest.length > query.limit ? writeCursor([last.searchName, last.userId]) : null,
  }
}
const beyond = (member: Member, [name, id]: readonly [string, string]) =>
  member.searchName > name || (member.searchName === name && member.userId > id)

export const instant = (millis: number | null) => (millis === null ? null : new Date(millis).toISOString())

function personRow({ member, clearance, departmentName }: Assessed): TeamPerson {
  return {
    userId: member.userId,
    name: member.name,
    departmentName,
    jobTitle: member.jobTitle,
    clear: clearance.clear,
    assigned: clearance.unknown === null,
    until: instant(clearance.until),
    lapses: clearance.lapses,
    cells: clearance.requirements.map(({ requirementId, state, until, since }) => ({
      requirementId,
      state,
      until: instant(until),
      since: instant(since),
    })),
  }
}
