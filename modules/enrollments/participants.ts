import { type SelectQueryBuilder, sql } from 'kysely'
import { compiled, type Db } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import type { Session } from '#platform/module.ts'
import { NameCursor, pageOf, readCursor } from '#platform/paging.ts'
import { dueState, notYours } from './policy.ts'
import { type Scope, scopeIn } from './queries.ts'

type Wanted = {
  courseId: string
  departmentIds: readonly string[]
  status: string | null
  after: string | null
  id: string | null
  limit: number
}

const participants = (db: Db, { courseId, after, id, limit }: Wanted) =>
  db
    .selectFrom('enrollments.enrollments as e')
    .innerJoin('directory.people as p', 'p.id', 'e.userId')
    .leftJoin('directory.department_list as d', 'd.id', 'p.deptId')
    .innerJoin('courses.revision_list as r', 'r.revisionId', 'e.revisionId')
    .where('e.courseId', '=', courseId)
    .where((eb) =>
      eb.or([
        eb(sql`${after}::timestamptz`, 'is', null),
        eb('e.enrolledAt', '<', after),
        eb.and([eb('e.enrolledAt', '=', after), eb('e.id', '<', id)]),
      ]),
    )
    .select([
      'e.id',
      'e.userId',
      'p.name',
      'd.name as department',
      'e.status',
      'e.source',
      'e.progress',
      'e.enrolledAt',
      'e.completionDate',
    ])
    .select(['e.dueAt', 'r.number as revisionNumber', 'r.status as revisionStatus'])
    .orderBy('e.enrolledAt', 'desc')
    .orderBy('e.id', 'desc')
    .limit(limit)
type Query = ReturnType<typeof participants>
type Narrow = (query: Query, wanted: Wanted) => Query
const ofStatus: Narrow = (query, { status }) => query.where('e.status', '=', status as never)
const ofDepartments: Narrow = (query, { departmentIds }) => query.where((eb) => eb('p.deptId', '=', eb.fn.any(eb.val(departmentIds))))

// Each combination is a plan of its own, so that each may use the index made for it.
const list = (name: string, ...narrow: Narrow[]) =>
  compiled(`enrollments.participants${name}`, (db, wanted: Wanted) =>
    narrow.reduce((query, one) => one(query, wanted), participants(db, wanted)),
  )
const everybody = list('')
const everybodyOfStatus = list('.status', ofStatus)
const theirs = list('.theirs', ofDepartments)
const theirsOfStatus = list('.theirs.status', ofDepartments, ofStatus)

type Asked = { status?: string | undefined; cursor?: string | undefined; limit: number }
/** Who takes a course, latest first, as far as somebody has a say over them. */
export async function participantsFor(
  db: Db,
  who: Session,
  { courseId, asked, now }: { courseId: string; asked: Asked; now: Temporal.Instant },
) {
  const scope = await knownScope(db, who, courseId)
  const [after, id] = readCursor(asked.cursor, NameCursor) ?? [null, null]
  const wanted = {
    courseId,
    departmentIds: scope.everybody ? [] : scope.departmentIds,
    status: asked.status ?? null,
    after,
    id,
    limit: asked.limit + 1,
  }
  const query = scope.everybody ? (asked.status ? everybodyOfStatus : everybody) : asked.status ? theirsOfStatus : theirs
  const { items, next } = pageOf(await query(db, wanted), asked.limit, (row) => [row.enrolledAt, row.id])
  const assigns = who.permissions.has('enrollments:assign')
  return {
    items: items.map(({ revisionStatus, ...row }) => {
      const open = assigns && row.status === 'active'
      return {
        ...row,
        due: dueState(row.dueAt, row.status, now),
        isOnLatest: revisionStatus === 'published',
        may: { withdraw: open, changeDue: open },
      }
    }),
    next,
  }
}

async function knownScope(db: Db, who: Session, courseId: string): Promise<Scope> {
  const [scope, course] = await Promise.all([
    scopeIn(db, who, courseId),
    db.selectFrom('courses.catalogue').select('status').where('courseId', '=', courseId).executeTakeFirst(),
  ])
  if (!course || (course.status === 'draft' && !scope.everybody)) throw notFound()
  if (!scope.everybody && scope.departmentIds.length === 0) throw notYours()
  return scope
}

/** The same in figures, and what may be done with all of them. */
export async function participationFor(db: Db, who: Session, { courseId, now }: { courseId: string; now: Temporal.Instant }) {
  const scope = await knownScope(db, who, courseId)
  const base = db
    .selectFrom('enrollments.enrollments as e')
    .innerJoin('courses.revision_list as r', 'r.revisionId', 'e.revisionId')
    .where('e.courseId', '=', courseId)
  const scoped = scope.everybody
    ? base
    : (base
        .innerJoin('directory.people as p', 'p.id', 'e.userId')
        .where((eb) => eb(sql.ref('p.dept_id'), '=', eb.fn.any(eb.val(scope.departmentIds)))) as unknown as typeof base)
  const figures = await counted(scoped, now).executeTakeFirstOrThrow()
  const assign = who.permissions.has('enrollments:assign')
  return { ...figures, may: { assign, move: assign && scope.everybody && figures.onOlderRevision > 0 } }
}

// biome-ignore lint/suspicious/noExplicitAny: two joins of different shape share these figures
const counted = (query: SelectQueryBuilder<any, any, object>, now: Temporal.Instant) =>
  query.select((eb) => {
    const active = () => eb.fn.countAll<number>().filterWhere('e.status', '=', 'active')
    return [
      active().as('active'),
      eb.fn.countAll<number>().filterWhere('e.status', '=', 'completed').as('completed'),
      active().filterWhere('e.dueAt', '<=', now.toString()).as('overdue'),
      active().filterWhere('r.status', '<>', 'published').as('onOlderRevision'),
    ]
  })
