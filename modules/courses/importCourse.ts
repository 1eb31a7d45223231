import { randomUUIDv7 } from 'node:crypto'
import { z } from 'zod'
import { type Db, insertMany } from '#platform/db.ts'
import { sanitized } from './content.ts'
import { NewCourse } from './contract.ts'
import { createCourse } from './course.ts'

const ImportedUnit = z.object({
  title: z.string(),
  description: z.string().default(''),
  type: z.enum(['lesson', 'assessment', 'discussion']),
  durationMins: z.number().int().optional(),
  contents: z
    .array(z.object({ type: z.literal('rich_text'), title: z.string(), estimatedDuration: z.number().int().optional(), html: z.string() }))
    .default([]),
  assessment: z.unknown().optional(),
})
/** A course as one JSON document, as in tools/seed/courses. */
export const ImportedCourse = NewCourse.extend({
  modules: z.array(
    z.object({
      title: z.string(),
      description: z.string().default(''),
      learningObjectives: z.array(z.string()).default([]),
      units: z.array(ImportedUnit),
    }),
  ),
})

export type Imported = { courseId: string; revisionId: string; quizzes: { unitId: string; assessment: unknown }[] }

/**
 * Writes a course from JSON as an unpublished draft, taught by `by`. Its quizzes are handed back for the module that knows
 * about them; then publish with `publishDraft`. Throws a ZodError for what is not a course.
 */
export async function importCourse(db: Db, json: unknown, { by, now }: { by: string; now: Temporal.Instant }): Promise<Imported> {
  const { modules, ...fields } = ImportedCourse.parse(json)
  const { id: courseId, draftId: revisionId } = await createCourse(db, { ...fields, by, now })
  const part = (index: number) => {
    const id = randomUUIDv7()
    return { id, originId: id, revisionId, sequenceNo: index + 1, createdBy: by }
  }
  const moduleRows = modules.map(({ units, ...module }, index) => ({ ...module, ...part(index), courseId }))
  const units = modules.flatMap((module, at) =>
    module.units.map((unit, index) => ({ ...unit, ...part(index), moduleId: moduleRows[at]?.id as string })),
  )
  const unitRows = units.map(({ contents, assessment, type, durationMins, ...unit }) => ({
    ...unit,
    type: type === 'assessment' ? ('quiz' as const) : type,
    durationMins: durationMins ?? null,
  }))
  const contentRows = await Promise.all(
    units.flatMap((unit) =>
      unit.contents.map(async ({ html, estimatedDuration, ...content }, index) => ({
        ...content,
        ...part(index),
        unitId: unit.id,
        estimatedDuration: estimatedDuration ?? null,
        contentData: { html: await sanitized(html) },
      })),
    ),
  )
  await insertMany(db, 'courses.modules', moduleRows)
  await insertMany(db, 'courses.units', unitRows)
  await insertMany(db, 'courses.contents', contentRows)
  const quizzes = units.flatMap((unit) => (unit.assessment === undefined ? [] : [{ unitId: unit.id, assessment: unit.assessment }]))
  return { courseId, revisionId, quizzes }
}
