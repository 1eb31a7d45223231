import { change, type Db } from '#platform/db.ts'
import type { Session } from '#platform/module.ts'
import { mayWrite } from './policy.ts'

export { courseFor } from './catalogue.ts'
export { readContent } from './content.ts'
export { editable, type Place, placeOf } from './editing.ts'
export { fileOf } from './files.ts'
export { type Imported, importCourse } from './importCourse.ts'
export { publishDraft } from './revision.ts'

/** Says whether a unit has a quiz that must be passed. The caller has made sure that the unit is `editable`. */
export async function requirePass(db: Db, unitId: string, requiresPass: boolean): Promise<void> {
  await change(db, 'courses.units', { id: unitId }, { requiresPass })
}

/** May this person act as a teacher of this course: because they teach it, or may change every course? */
export async function teaches(db: Db, who: Session, courseId: string): Promise<boolean> {
  const row = await db
    .selectFrom('courses.course_instructors')
    .select('id')
    .where('courseId', '=', courseId)
    .where('userId', '=', who.userId)
    .where('removedAt', 'is', null)
    .executeTakeFirst()
  return mayWrite(who, row !== undefined)
}
