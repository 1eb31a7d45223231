import { boundOf, compiled, type Db } from '#platform/db.ts'
import type { MyOutline } from './contract.ts'

type Unit = MyOutline['modules'][number]['units'][number]
type Content = Unit['contents'][number]
type OfModule = { moduleId: string; moduleTitle: string; moduleDescription: string }
type OfUnit = {
  unitTitle: string
  unitType: Unit['type']
  unitStatus: string
  unitDurationMins: number | null
  requiresPass: boolean | null
}
type OfContent = { contentTitle: string; contentType: Content['type']; contentStatus: string; estimatedDuration: number | null }
/** A line per content; a unit without contents, and a module without units, has one with nulls. */
export type Line = OfModule & OfUnit & OfContent & { unitId: string | null; contentId: string | null }
type Gate = { moduleId: string; prerequisiteModuleId: string; requirementType: string }
type Outline = { lines: Line[]; gates: Gate[] }

const linesOf = compiled<{ revisionId: string }, Line>(
  'enrollments.outline',
  (db, { revisionId }) =>
    db
      .selectFrom('courses.outline as o')
      .where('o.revisionId', '=', revisionId)
      .where('o.moduleStatus', '<>', 'hidden')
      .select(['o.moduleId', 'o.moduleTitle', 'o.moduleDescription'])
      .select(['o.unitId', 'o.unitTitle', 'o.unitType', 'o.unitStatus', 'o.unitDurationMins', 'o.requiresPass'])
      .select(['o.contentId', 'o.contentTitle', 'o.contentType', 'o.contentStatus', 'o.estimatedDuration'])
      .orderBy('o.moduleNo')
      .orderBy('o.moduleId')
      .orderBy('o.unitNo')
      .orderBy('o.unitId')
      .orderBy('o.contentNo')
      .orderBy('o.contentId') as never,
)
const gatesOf = compiled<{ revisionId: string }, Gate>('enrollments.gates', (db, { revisionId }) =>
  db
    .selectFrom('courses.module_gates as g')
    .where('g.revisionId', '=', revisionId)
    .select(['g.moduleId', 'g.prerequisiteModuleId', 'g.requirementType']),
)

const kept = new Map<string, Outline>()
/** About 10 MB. */
const linesMost = 20_000
let linesKept = 0

/**
 * What a published revision is made of, in its order. A published revision never changes (see the course module), so that this
 * process keeps what it has read; the caller has found the revision in an enrolment of this tenant.
 */
export async function outlineOf(db: Db, revisionId: string): Promise<Outline> {
  const key = `${boundOf(db).tenantId} ${revisionId}`
  const known = kept.get(key)
  if (known) return known
  const [lines, gates] = await Promise.all([linesOf(db, { revisionId }), gatesOf(db, { revisionId })])
  if (linesKept + lines.length > linesMost) {
    kept.clear()
    linesKept = 0
  }
  kept.set(key, { lines, gates })
  linesKept += lines.length
  return { lines, gates }
}
