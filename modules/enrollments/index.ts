import type { Db } from '#platform/db.ts'
import { latestIn } from './queries.ts'

export { type NewEvidence, writeEvidence } from './evidence.ts'
export { refuseWaiting } from './learning.ts'
export { unitPassed } from './progress.ts'
export { mayRead } from './queries.ts'

/** A person's enrolment in a course: the one under way, else the latest; undefined for none. */
export async function enrollmentOf(db: Db, of: { userId: string; courseId: string }) {
  return latestIn(db, of)
}
