import { readdirSync, readFileSync } from 'node:fs'
import { importAssessment } from '#modules/assessments/index.ts'
import { importCourse, publishDraft } from '#modules/courses/index.ts'
import type { Db } from '#platform/db.ts'
import type { SeededCourse } from './learning.ts'

const folder = new URL('./courses/', import.meta.url)

/** The demo courses with their quizzes, published so long ago that certificates of any age can come from them. */
export async function importCourses(db: Db, { by, now }: { by: string; now: Temporal.Instant }): Promise<SeededCourse[]> {
  const publishedAt = now.subtract({ hours: 24 * 1_300 })
  const courses: SeededCourse[] = []
  for (const name of readdirSync(folder).sort()) {
    const json = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { code: string; title: string; validityMonths?: number }
    const { courseId, revisionId, quizzes } = await importCourse(db, json, { by, now: publishedAt })
    for (const { unitId, assessment } of quizzes) await importAssessment(db, unitId, assessment)
    await publishDraft(db, { courseId, revisionId, by, now: publishedAt })
    courses.push({
      id: courseId,
      revisionId,
      code: json.code,
      title: json.title,
      validityMonths: json.validityMonths ?? null,
      publishedAt: publishedAt.toString(),
    })
  }
  return courses
}
