import { readContent } from '#modules/courses/index.ts'
import { compiled, type Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import type { MyOutline } from './contract.ts'
import { type Line, outlineOf } from './outline.ts'
import { gatesOf, waitsFor } from './policy.ts'
import { ownEnrollment, shown } from './queries.ts'

type Own = { id: string; userId: string }
type Module = MyOutline['modules'][number]
type Unit = Module['units'][number]
type Content = Unit['contents'][number]

type Item = { contentId: string; status: Content['status']; progress: number; lastAccessed: string | null }
const reached = compiled<{ id: string }, Item>('enrollments.reached_items', (db, { id }) =>
  db
    .selectFrom('enrollments.content_progress as p')
    .where('p.enrollmentId', '=', id)
    .select(['p.contentId', 'p.status', 'p.progress'])
    .select((eb) => eb.case().when('p.status', '=', 'in_progress').then(eb.ref('p.lastAccessed')).end().as('lastAccessed')),
)
const passes = compiled<{ id: string }, { unitId: string }>('enrollments.passes', (db, { id }) =>
  db.selectFrom('enrollments.unit_passes as q').where('q.enrollmentId', '=', id).select('q.unitId'),
)

/** One's own enrolment with its outline as far as one is. Throws 404. */
async function mine(db: Db, own: Own) {
  const [enrollment, items, passed] = await Promise.all([ownEnrollment(db, own), reached(db, own), passes(db, own)])
  const { lines, gates } = await outlineOf(db, enrollment.revisionId)
  const byContent = new Map(items.map((item) => [item.contentId, item]))
  return { enrollment, gates, items: byContent, modules: nested(lines, byContent, new Set(passed.map(({ unitId }) => unitId))) }
}

/** The outline of one's own enrolment, with progress, in a constant number of statements. Throws 404. */
export async function outlineFor(db: Db, own: Own, now: Temporal.Instant): Promise<MyOutline> {
  const { enrollment, gates, items, modules } = await mine(db, own)
  const finished = modules.map(standing)
  for (const module of gates.length ? modules : []) {
    const { must, should } = gatesOf(module.id, gates, finished)
    module.waitsFor = must
    module.advises = should
  }
  return { enrollment: shown(enrollment, now), resumeAt: nextUp(items, modules), modules }
}

const standing = ({ id, title, units }: Module) => ({
  id,
  title,
  contentsDone: units.every((unit) => unit.contents.every((content) => content.status === 'completed')),
  quizzesPassed: units.every((unit) => unit.passed || !unit.requiresPass),
})

function nested(lines: readonly Line[], items: ReadonlyMap<string, Item>, passed: ReadonlySet<string>): Module[] {
  const modules: Module[] = []
  let module: Module | undefined
  let unit: Unit | undefined
  for (const line of lines) {
    if (module?.id !== line.moduleId) {
      const { moduleId: id, moduleTitle: title, moduleDescription: description } = line
      module = { id, title, description, waitsFor: [], advises: [], units: [] }
      modules.push(module)
    }
    if (line.unitId === null || line.unitStatus === 'hidden') continue
    if (unit?.id !== line.unitId) {
      const { unitId: id, unitTitle: title, unitType: type, unitDurationMins: durationMins, requiresPass } = line
      unit = { id, title, type, durationMins, requiresPass: requiresPass === true, passed: passed.has(id), contents: [] }
      module.units.push(unit)
    }
    if (line.contentId === null || line.contentStatus === 'hidden') continue
    const { contentId: id, contentTitle: title, contentType: type, estimatedDuration } = line
    const { status = 'not_started', progress = 0 } = items.get(id) ?? {}
    unit.contents.push({ id, title, type, estimatedDuration, status, progress })
  }
  return modules
}

/** Where to go on: the unfinished content opened last, else the first unfinished item of a module that is open. */
function nextUp(items: ReadonlyMap<string, Item>, modules: readonly Module[]): MyOutline['resumeAt'] {
  const units = modules.flatMap((module) => module.units)
  const opened = units.flatMap((unit) =>
    unit.contents.flatMap(({ id: contentId }) => {
      const at = items.get(contentId)?.lastAccessed
      return at ? [{ unitId: unit.id, contentId, at }] : []
    }),
  )
  const last = opened.reduce<(typeof opened)[number] | undefined>((best, one) => (!best || one.at > best.at ? one : best), undefined)
  if (last) return { unitId: last.unitId, contentId: last.contentId }
  for (const unit of modules.filter((module) => module.waitsFor.length === 0).flatMap((module) => module.units)) {
    const content = unit.contents.find((one) => one.status !== 'completed')
    if (content) return { unitId: unit.id, contentId: content.id }
    if (unit.requiresPass && !unit.passed) return { unitId: unit.id, contentId: null }
  }
  return null
}

/** Refuses, with what must come first, a module that is not open yet. */
export async function refuseWaiting(db: Db, own: Own, moduleId: string): Promise<void> {
  const { gates, modules } = await mine(db, own)
  const { must } = gatesOf(moduleId, gates, modules.map(standing))
  if (must.length) throw waitsFor(must)
}

const allowed = compiled('enrollments.allowed', (db, { id, userId, contentId }: Own & { contentId: string }) =>
  db
    .selectFrom('enrollments.enrollments as e')
    .innerJoin('courses.content_list as l', 'l.revisionId', 'e.revisionId')
    .leftJoin('enrollments.content_progress as p', (join) =>
      join.onRef('p.contentId', '=', 'l.contentId').onRef('p.enrollmentId', '=', 'e.id'),
    )
    .where('e.id', '=', id)
    .where('e.userId', '=', userId)
    .where('e.status', '<>', 'withdrawn')
    .where('l.contentId', '=', contentId)
    .where('l.visible', '=', true)
    .select(['e.revisionId', 'l.moduleId', 'p.status', 'p.progress', 'p.position', 'p.timeSpentMins', 'p.completedAt'])
    .select((eb) => eb.exists(gateOf(eb as never)).as('gated')),
)
// biome-ignore lint/suspicious/noExplicitAny: a correlated subquery whose outer alias Kysely cannot name here
export const gateOf = (eb: any) =>
  eb
    .selectFrom('courses.module_gates as g')
    .select('g.moduleId')
    .whereRef('g.moduleId', '=', 'l.moduleId')
    .where('g.requirementType', '<>', 'recommended')

/** Whether one's own enrolment opens this content, and how far one is with it. Throws 404, and 409 for a module that waits. */
export async function openContent(db: Db, of: Own & { contentId: string }) {
  const [row] = await allowed(db, of)
  if (!row) throw notFound()
  if (row.gated) await refuseWaiting(db, of, row.moduleId)
  return row
}

/** One content for its learner, with where to go on. */
export async function contentFor(db: Db, of: Own & { contentId: string }) {
  const [mine, content] = await Promise.all([openContent(db, of), readContent(db, of.contentId)])
  const { status, progress, position, timeSpentMins, completedAt } = mine
  return { ...content, status: status ?? 'not_started', progress: progress ?? 0, position, timeSpentMins: timeSpentMins ?? 0, completedAt }
}
