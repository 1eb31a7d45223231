import { placeOf } from '#modules/directory/index.ts'
import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import type { Session } from '#platform/module.ts'
import type { Clearance, ShownFinding } from './contract.ts'
import { momentOf } from './facts.ts'
import { departmentsAround, memberAt, viewerOf } from './memberQueries.ts'
import type { ItemFinding as Found } from './policy.ts'
import { courseTitles } from './queries.ts'
import { type Asked, instant, judge, visible } from './team.ts'

type Read = { db: Db; now: Temporal.Instant; asked: Asked; userId: string }

/**
 * One person's clearance, item by item. With `viewer`, only where that person worked in a department the viewer may see, or is
 * put into one: 404 otherwise. People who hold no assignment answer `assigned: false`.
 */
export async function clearanceOf({ db, now, asked, userId, viewer: who }: Read & { viewer?: Session }): Promise<Clearance> {
  const moment = momentOf(asked, now)
  const [at, known] = [moment.at.toString(), moment.knownAt.toString()]
  const [member] = await memberAt(db, { userId, at, known })
  const place = member?.departmentId ? member : await placeOf(db, userId)
  const viewer = who && (await viewerOf(db, who))
  const all = await departmentsAround(db, { userId: viewer?.userId ?? userId, departmentId: place.departmentId })
  const { choice, paths } = visible(all, viewer ?? nobody)
  if (viewer && !(place.departmentId ? choice.has(place.departmentId) : viewer.reached === null)) throw notFound()
  const shared = { userId, at, knownAt: known }
  if (!member) return { ...shared, ...unassigned, name: place.name }
  const [judged] = (await judge(db, { members: [member], paths, moment, all })).people
  if (!judged) throw notFound()
  const { clearance, departmentName } = judged
  const titles = await titlesOf(
    db,
    clearance.requirements.flatMap((found) => found.items),
  )
  return {
    ...shared,
    name: member.name,
    jobTitle: member.jobTitle,
    departmentName,
    clear: clearance.clear,
    assigned: clearance.unknown === null,
    until: instant(clearance.until),
    lapses: clearance.lapses,
    requirements: clearance.requirements.map((found) => ({
      requirementId: found.requirementId,
      name: found.name,
      state: found.state,
      until: instant(found.until),
      since: instant(found.since),
      items: found.items.map((item) => showFound(item, titles)),
    })),
  }
}
const nobody = { userId: '', reached: new Set<string>() }
const unassigned = {
  jobTitle: null,
  departmentName: null,
  clear: false,
  assigned: false,
  until: null,
  lapses: null,
  requirements: [],
}

async function titlesOf(db: Db, items: readonly Found[]): Promise<Map<string, string>> {
  const courseIds = [...new Set(items.flatMap(({ item }) => (item.kind === 'certificate' ? [item.courseId] : [])))]
  if (courseIds.length === 0) return new Map()
  return new Map((await courseTitles(db, { courseIds })).map(({ courseId, title }) => [courseId, title]))
}

function showFound({ item, state, until, since }: Found, titles: Map<string, string>): ShownFinding {
  return { ...showItem(item, titles), state, until: instant(until), since: instant(since) }
}
function showItem(item: Found['item'], titles: Map<string, string>) {
  if (item.kind === 'fitness') return { kind: item.kind, courseId: null, courseTitle: null, notWorseThan: item.notWorseThan }
  return { kind: item.kind, courseId: item.courseId, courseTitle: titles.get(item.courseId) ?? null, notWorseThan: null }
}
