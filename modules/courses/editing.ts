import type { Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import type { Session } from '#platform/module.ts'
import { archived, mayWrite, notTaught, publishedIsFixed } from './policy.ts'

type At = { revisionId: string } | { moduleId: string } | { unitId: string } | { contentId: string }
export type Place = {
  courseId: string
  revisionId: string
  number: number
  status: 'draft' | 'published' | 'superseded'
  courseStatus: string
}

/**
 * Where a part stands, for somebody who may write there: the revision is locked against being published meanwhile.
 * 404 where they may not know of it, 403 where they do not teach it.
 */
export async function placeOf(db: Db, who: Session, at: At): Promise<Place> {
  let query = db
    .selectFrom('courses.course_revisions as r')
    .innerJoin('courses.courses as c', 'c.id', 'r.courseId')
    .leftJoin('courses.course_instructors as i', (join) =>
      join.onRef('i.courseId', '=', 'c.id').on('i.userId', '=', who.userId).on('i.removedAt', 'is', null),
    )
    .select(['r.id as revisionId', 'r.courseId', 'r.number', 'r.status', 'c.status as courseStatus', 'i.id as teaching'])
    .forShare('r')
  if ('revisionId' in at) query = query.where('r.id', '=', at.revisionId)
  else if ('moduleId' in at)
    query = query.innerJoin('courses.modules as m', 'm.revisionId', 'r.id').where('m.id', '=', at.moduleId) as never
  else if ('unitId' in at) query = query.innerJoin('courses.units as u', 'u.revisionId', 'r.id').where('u.id', '=', at.unitId) as never
  else query = query.innerJoin('courses.contents as t', 't.revisionId', 'r.id').where('t.id', '=', at.contentId) as never
  const row = await query.executeTakeFirst()
  if (!row) throw notFound()
  const { teaching, ...place } = row
  if (!mayWrite(who, teaching !== null)) throw place.courseStatus === 'published' ? notTaught() : notFound()
  return place
}

/** Like `placeOf`, in a draft of a course that is not archived: 409 otherwise. */
export async function editable(db: Db, who: Session, at: At): Promise<Place> {
  const place = await placeOf(db, who, at)
  if (place.courseStatus === 'archived') throw archived()
  if (place.status !== 'draft') throw publishedIsFixed()
  return place
}
