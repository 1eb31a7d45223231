import { readContent } from '#modules/courses/index.ts'
import { compiled, type Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import type { MyOutline } from './contract.ts'
import { gatesOf, waitsFor } from './policy.ts'
import { ownEnrollment, shown } from './queries.ts'

type Own = { id: string; userId: string }
type Module = MyOutline['modules'][number]
type Unit = Module['units'][number]
type Content = Unit['contents'][number]

const lines = compiled('enrollments.outline', (db, { id, userId }: Own) =>
  db
    .selectFrom('enrollments.enrollments as e')
    .innerJoin('courses.outline as o', 'o.revisionId', 'e.revisionId')
    .leftJoin('enrollments.content_progress as p', (join) =>
      join.onRef('p.contentId', '=', 'o.contentId').onRef('p.enrollmentId', '=', 'e.id'),
    )
    .leftJoin('enrollments.unit_passes as q', (join) => join.onRef('q.unitId', '=', 'o.unitId').onRef('q.enrollmentId', '=', 'e.id'))
    .where('e.id', '=', id)
    .where('e.userId', '=', userId)
    .where('o.moduleStatus', '<>', 'hidden')
    .select([
      'o.moduleId',
      'o.moduleTitle',
      'o.moduleDescription',
      'o.unitId',
      'o.unitTitle',
      'o.unitType',
      'o.unitStatus',
      'o.unitDurationMins',
    ])
    .select(['o.requiresPass', 'o.contentId', 'o.contentTitle', 'o.contentType', 'o.contentStatus', 'o.estimatedDuration'])
    .select(['p.status', 'p.progress', 'p.lastAccessed', 'q.id as passId'])
    .orderBy('o.moduleNo')
    .orderBy('o.moduleId')
    .orderBy('o.unitNo')
    .orderBy('o.unitId')
    .orderBy('o.contentNo')
    .orderBy('o.contentId'),
)
const gates = compiled('enrollments.gates', (db, { id, userId }: Own) =>
  db
    .selectFrom('enrollments.enrollments as e')
    .innerJoin('courses.module_gates as g', 'g.revisionId', 'e.revisionId')
    .where('e.id', '=', id)
    .where('e.userId', '=', userId)
    .select(['g.moduleId', 'g.prerequisiteModuleId', 'g.requirementType']),
)
type Line = Awaited<ReturnType<typeof lines>>[number]

/** The outline of one's own enrolment, with progress, in a constant number of statements. Throws 404. */
export async function outlineFor(db: Db, own: Own, now: Temporal.Instant): Promise<MyOutline> {
  const [rows, locks, enrollment] = await Promise.all([lines(db, own), gates(db, own), ownEnrollment(db, own)])
  const modules = nested(rows)
  const finished = modules.map(standing)
  for (const module of locks.length ? modules : []) {
    const { must, should } = gatesOf(module.id, locks, finished)
    module.waitsFor = must
    module.advises = should
  }
  return { enrollment: shown(enrollment, now), resumeAt: nextUp(rows, modules), modules }
}

const standing = ({ id, title, units }: Module) => ({
  id,
  title,
  contentsDone: units.every((unit) => unit.contents.every((content) => content.status === 'completed')),
  quizzesPassed: units.every((unit) => unit.passed || !unit.requiresPass),
})

function nested(rows: readonly Line[]): Module[] {
  const modules: Module[] = []
  let module: Module | undefined
  let unit: Unit | undefined
  for (const row of rows) {
    if (module?.id !== row.moduleId) {
      const {
        moduleId: id,
        moduleTitle: title,
        moduleDescription: description,
      } = row as Line & { moduleId: string; moduleTitle: string; moduleDescription: string }
      module = { id, title, description, waitsFor: [], advises: [], units: [] }
      modules.push(module)
    }
    if (row.unitId === null || row.unitStatus === 'hidden') continue
    if (unit?.id !== row.unitId) {
      const { unitId: id, unitTitle, unitType, unitDurationMins: durationMins, requiresPass, passId } = row
      const type = unitType as Unit['type']
      unit = {
        id,
        title: unitTitle as string,
        type,
        durationMins,
        requiresPass: requiresPass === true,
        passed: passId !== null,
        contents: [],
      }
      module.units.push(unit)
    }
    if (row.contentId === null || row.contentStatus === 'hidden') continue
    const { contentId: id, contentTitle, contentType, estimatedDuration, status, progress } = row
    const type = contentType as Content['type']
    unit.contents.push({
      id,
      title: contentTitle as string,
      type,
      estimatedDuration,
      status: status ?? 'not_started',
      progress: progress ?? 0,
    })
  }
  return modules
}

/** Where to go on: the unfinished content opened last, else the first unfinished item of a module that is open. */
function nextUp(rows: readonly Line[], modules: readonly Module[]): MyOutline['resumeAt'] {
  const opened = rows.filter((row) => row.status === 'in_progress' && row.lastAccessed !== null && row.contentStatus !== 'hidden')
  const last = opened.reduce<Line | undefined>(
    (best, row) => (!best || (row.lastAccessed as string) > (best.lastAccessed as string) ? row : best),
    undefined,
  )
  if (last) return { unitId: last.unitId as string, contentId: last.contentId }
  for (const unit of modules.filter((module) => module.waitsFor.length === 0).flatMap((module) => module.units)) {
    const content = unit.contents.find((one) => one.status !== 'completed')
    if (content) return { unitId: unit.id, contentId: content.id }
    if (unit.requiresPass && !unit.passed) return { unitId: unit.id, contentId: null }
  }
  return null
}

/** Refuses, with what must come first, a module that is not open yet. */
export async function refuseWaiting(db: Db, own: Own, moduleId: string): Promise<void> {
  const [rows, locks] = await Promise.all([lines(db, own), gates(db, own)])
  const { must } = gatesOf(moduleId, locks, nested(rows).map(standing))
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
