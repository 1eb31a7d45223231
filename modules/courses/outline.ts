import { compiled, type Db } from '#platform/db.ts'
import type { Row } from '#platform/rows.gen.ts'

type Line = Row<'courses.outline'>
const lines = compiled('courses.outline', (db, { revisionId }: { revisionId: string }) =>
  db
    .selectFrom('courses.outline')
    .selectAll()
    .where('revisionId', '=', revisionId)
    .orderBy('moduleNo')
    .orderBy('moduleId')
    .orderBy('unitNo')
    .orderBy('unitId')
    .orderBy('contentNo')
    .orderBy('contentId'),
)

/** What a revision is made of, as learners see it: without hidden parts. */
export async function outlineOf(db: Db, revisionId: string) {
  return { modules: nested(await lines(db, { revisionId })) }
}

type Content = { id: string; title: string; type: 'rich_text' | 'video' | 'document' | 'link' | 'embed'; estimatedDuration: number | null }
type Unit = {
  id: string
  title: string
  type: 'lesson' | 'quiz' | 'discussion'
  durationMins: number | null
  requiresPass: boolean
  contents: Content[]
}
type Module = { id: string; title: string; description: string; units: Unit[] }

/** Modules, units and contents from the rows of the outline, which are in order. */
function nested(rows: readonly Line[]): Module[] {
  const modules: Module[] = []
  for (const row of rows) {
    if (row.moduleStatus === 'hidden') continue
    let module = modules.at(-1)
    if (module?.id !== row.moduleId) {
      module = { id: row.moduleId as string, title: row.moduleTitle as string, description: row.moduleDescription as string, units: [] }
      modules.push(module)
    }
    if (row.unitId === null || row.unitStatus === 'hidden') continue
    let unit = module.units.at(-1)
    if (unit?.id !== row.unitId) {
      const { unitId: id, unitTitle, unitType, unitDurationMins: durationMins, requiresPass } = row
      unit = {
        id,
        title: unitTitle as string,
        type: unitType as Unit['type'],
        durationMins,
        requiresPass: requiresPass === true,
        contents: [],
      }
      module.units.push(unit)
    }
    if (row.contentId === null || row.contentStatus === 'hidden') continue
    const { contentId: id, contentTitle, contentType, estimatedDuration } = row
    unit.contents.push({ id, title: contentTitle as string, type: contentType as Content['type'], estimatedDuration })
  }
  return modules
}
