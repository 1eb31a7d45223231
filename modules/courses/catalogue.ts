import { type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { compiled, type Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import type { Session } from '#platform/module.ts'
import { NameCursor, pageOf, readCursor } from '#platform/paging.ts'
import type { DB } from '#platform/rows.gen.ts'
import { mayDo, mayWrite } from './policy.ts'

type Viewer = { me: string; offered: boolean; teaching: boolean; all: boolean }
type Joined = ExpressionBuilder<
  DB & { c: DB['courses.courses']; i: DB['courses.course_instructors']; me: DB['directory.people'] },
  'c' | 'i' | 'me'
>

/** Which courses somebody may know of: published ones offered to them, those they teach, or all. */
const visible =
  ({ offered, teaching, all }: Omit<Viewer, 'me'>) =>
  (eb: Joined) =>
    eb.or([
      eb.and([
        eb(sql.val(offered), '=', true),
        eb('c.status', '=', 'published'),
        eb.or([eb('c.orgId', 'is', null), eb('c.orgId', '=', eb.ref('me.orgId'))]),
        eb.or([eb('c.deptId', 'is', null), eb('c.deptId', '=', eb.ref('me.deptId'))]),
      ]),
      eb.and([eb(sql.val(teaching), '=', true), eb('i.id', 'is not', null)]),
      eb(sql.val(all), '=', true),
    ])

const coursesSeenBy = (db: Db, viewer: Viewer) =>
  db
    .selectFrom('courses.courses as c')
    .innerJoin('directory.people as me', (join) => join.on('me.id', '=', viewer.me))
    .leftJoin('courses.course_instructors as i', (join) =>
      join.onRef('i.courseId', '=', 'c.id').on('i.userId', '=', viewer.me).on('i.removedAt', 'is', null),
    )
    .where((eb) => visible(viewer)(eb as never) as never)

const viewerOf = (who: Session) => ({
  me: who.userId,
  offered: true,
  teaching: who.permissions.has('courses:write'),
  all: who.permissions.has('courses:manage'),
})

type Wanted = Viewer & { q: string; category: string | null; title: string | null; id: string | null; limit: number }
const direction = (down: boolean) =>
  compiled(`courses.catalogue${down ? '.down' : ''}`, (db, wanted: Wanted) =>
    coursesSeenBy(db, wanted)
      .where((eb) => eb.or([eb(sql.val(wanted.q), '=', ''), sql<SqlBool>`strpos(${eb.ref('c.searchText')}, ${wanted.q}) > 0`]))
      .where((eb) => eb.or([eb(sql<string | null>`${wanted.category}::text`, 'is', null), eb('c.category', '=', wanted.category)]))
      .where((eb) =>
        eb.or([
          eb(sql<string | null>`${wanted.title}::text`, 'is', null),
          eb('c.title', down ? '<' : '>', wanted.title),
          eb.and([eb('c.title', '=', wanted.title), eb('c.id', down ? '<' : '>', wanted.id)]),
        ]),
      )
      .select(['c.id', 'c.code', 'c.title', 'c.description', 'c.category', 'c.difficultyLevel', 'c.durationHours', 'c.validityMonths'])
      .select(['c.selfEnrol', 'c.status', 'c.publishedAt', 'i.id as teaching'])
      .orderBy('c.title', down ? 'desc' : 'asc')
      .orderBy('c.id', down ? 'desc' : 'asc')
      .limit(wanted.limit),
  )
const catalogue = { title: direction(false), '-title': direction(true) }
type Asked = {
  scope: 'offered' | 'teaching' | 'all'
  sort: 'title' | '-title'
  q?: string
  category?: string
  cursor?: string
  limit: number
}
/** A page of the catalogue, by title. `scope` narrows what the person may know of; it never widens it. */
export async function coursesFor(db: Db, who: Session, asked: Asked) {
  const [title, id] = readCursor(asked.cursor, NameCursor) ?? [null, null]
  const may = viewerOf(who)
  const rows = await catalogue[asked.sort](db, {
    me: may.me,
    offered: asked.scope !== 'teaching',
    teaching: may.teaching && asked.scope !== 'offered',
    all: may.all && asked.scope === 'all',
    q: asked.q?.toLowerCase() ?? '',
    category: asked.category ?? null,
    title,
    id,
    limit: asked.limit + 1,
  })
  const { items, next } = pageOf(rows, asked.limit, (row) => [row.title, row.id])
  return { items: items.map(({ teaching, ...card }) => ({ ...card, teaches: teaching !== null })), next }
}

/** The categories of what is offered to somebody. */
export async function categoriesFor(db: Db, who: Session): Promise<string[]> {
  const rows = await coursesSeenBy(db, { ...viewerOf(who), teaching: false, all: false })
    .where('c.category', 'is not', null)
    .select('c.category')
    .distinct()
    .orderBy('c.category')
    .execute()
  return rows.map((row) => row.category as string)
}

const one = compiled('courses.one', (db, wanted: Viewer & { id: string }) =>
  coursesSeenBy(db, wanted).where('c.id', '=', wanted.id).selectAll('c').select('i.id as teaching'),
)
const revisions = compiled('courses.revisions', (db, { courseId }: { courseId: string }) =>
  db
    .selectFrom('courses.course_revisions')
    .select(['id', 'number', 'status', 'publishedAt', 'itemCount'])
    .where('courseId', '=', courseId)
    .orderBy('number', 'desc'),
)
const instructors = compiled('courses.instructors', (db, { courseId }: { courseId: string }) =>
  db
    .selectFrom('courses.course_instructors as i')
    .innerJoin('directory.people as p', 'p.id', 'i.userId')
    .select(['i.userId', 'p.name', 'i.role'])
    .where('i.courseId', '=', courseId)
    .where('i.removedAt', 'is', null)
    .orderBy('i.assignedAt'),
)
const prerequisites = compiled('courses.prerequisites', (db, { courseId }: { courseId: string }) =>
  db
    .selectFrom('courses.courses as c')
    .innerJoin('courses.courses as p', (join) => join.on(sql<SqlBool>`${sql.ref('c.prerequisites')} ? ${sql.ref('p.id')}::text`))
    .select(['p.id', 'p.title'])
    .where('c.id', '=', courseId)
    .orderBy('p.title'),
)

/** One course as somebody sees it, with what they may do. Throws 404 for one they may not know of. */
export async function courseFor(db: Db, who: Session, id: string) {
  const [[row], all, teachers, requires] = await Promise.all([
    one(db, { ...viewerOf(who), id }),
    revisions(db, { courseId: id }),
    instructors(db, { courseId: id }),
    prerequisites(db, { courseId: id }),
  ])
  if (!row) throw notFound()
  const { teaching, ...course } = row
  const published = all.find((revision) => revision.status === 'published')
  const draft = all.find((revision) => revision.status === 'draft')
  const may = mayWrite(who, teaching !== null)
  return {
    ...course,
    requires,
    instructors: teachers,
    revision: published ? { ...published, publishedAt: published.publishedAt as string, itemCount: published.itemCount ?? 0 } : null,
    draftId: may ? (draft?.id ?? null) : null,
    may: mayDo({ status: course.status, hasPublished: published !== undefined, hasDraft: draft !== undefined, mayWrite: may }),
  }
}

/** Every revision of a course, newest first. */
export const revisionsOf = (db: Db, courseId: string) => revisions(db, { courseId })
