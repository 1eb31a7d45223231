import { z } from 'zod'
import { fileOf } from '#modules/courses/index.ts'
import { Id } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { withExport } from '#platform/exports.ts'
import { defineModule, handle } from '#platform/module.ts'
import { NameCursor, pageOf, readCursor } from '#platform/paging.ts'
import { assignCourse } from './assign.ts'
import * as api from './contract.ts'
import { enrolMyself, moveDue, standingIn, withdraw } from './enrol.ts'
import { recordOf, withdrawEvidence } from './evidence.ts'
import { contentFor, openContent, outlineFor } from './learning.ts'
import { moveToLatest } from './move.ts'
import { participantsFor, participationFor } from './participants.ts'
import { alreadyEnrolled, dueState, withdrawnAlready } from './policy.ts'
import { tickContent } from './progress.ts'
import { coursesOf, mayManage, mayRead, shown } from './queries.ts'
import { reminders } from './reminders.ts'

const About = z.object({ userId: Id, courseId: Id, userIds: z.array(Id) })
const about = { payload: About.extend({ enrollmentId: Id }), live: 'named' } as const

export const enrollments = defineModule({
  name: 'enrollments',
  level: 7,
  feature: 'learning',
  permissions: api.permissions,
  routes: [
    handle(api.myEnrollments, async ({ db, who, query, now }) => {
      const [after, id] = readCursor(query.cursor, NameCursor) ?? [null, null]
      const rows = await coursesOf(db, query.state, { userId: who.userId, after, id, limit: query.limit + 1 })
      const { items, next } = pageOf(rows, query.limit, (row) => [row.key, row.id])
      return { items: items.map((row) => shown(row, now)), next }
    }),
    handle(api.myEnrollmentIn, async ({ db, who, params, now }) => {
      const { latest, hindrance } = await standingIn(db, who, { courseId: params.id, now })
      return { enrollment: latest ? shown(latest, now) : null, hindrance }
    }),
    handle(api.enrol, ({ db, who, body, now }) => enrolMyself(db, who, { ...body, now })),
    handle(api.withdraw, ({ db, who, params }) => withdraw(db, who, params.id)),
    handle(api.myOutline, ({ db, who, params, now }) => outlineFor(db, { id: params.id, userId: who.userId }, now)),
    handle(api.myContent, ({ db, who, params }) => contentFor(db, { ...params, userId: who.userId })),
    handle(api.myContentFile, async ({ db, who, params: { id, contentId, fileId } }) => {
      const { revisionId } = await openContent(db, { id, contentId, userId: who.userId })
      return fileOf(db, { contentId, fileId, revisionId })
    }),
    handle(api.tick, ({ db, who, params, body, now }) => tickContent(db, { ...params, userId: who.userId }, { ...body, now })),
    handle(api.assignCourse, ({ db, who, body, now }) => assignCourse(db, who, { ...body, now })),
    handle(api.changeDue, async ({ db, who, params: { id }, body: { dueAt }, now }) => {
      await moveDue(db, who, { id, dueAt })
      return { id, dueAt, due: dueState(dueAt, 'active', now) }
    }),
    ...withExport<api.Participant>(
      handle(api.listParticipants, ({ db, who, params, query, now }) =>
        participantsFor(db, who, { courseId: params.id, asked: query, now }),
      ),
      api.exportParticipants,
      {
        name: 'participants',
        entity: 'enrollments.enrollments',
        columns: {
          Name: (one) => one.name,
          Department: (one) => one.department,
          Status: (one) => one.status,
          'Progress (%)': (one) => one.progress,
          Enrolled: (one) => one.enrolledAt,
          Due: (one) => one.dueAt,
          Completed: (one) => one.completionDate,
        },
      },
    ),
    handle(api.participation, ({ db, who, params, now }) => participationFor(db, who, { courseId: params.id, now })),
    handle(api.moveToLatest, ({ db, who, params, now }) => moveToLatest(db, who, { courseId: params.id, now })),
    handle(api.listEvidence, async ({ db, who, query }) => {
      const userId = query.userId ?? who.userId
      if (!(await mayRead(db, who, userId))) throw notFound()
      const [after, id] = readCursor(query.cursor, NameCursor) ?? [null, null]
      const rows = await recordOf(db, { userId, after, id, limit: query.limit + 1 })
      const { items, next } = pageOf(rows, query.limit, (row) => [row.effectiveAt, row.id])
      const manages = await mayManage(db, who, userId)
      const mayWithdraw = (row: (typeof items)[number]) => manages && row.withdrawnAt === null
      return { items: items.map((row) => ({ ...row, may: { withdraw: mayWithdraw(row) } })), next }
    }),
    handle(api.withdrawEvidence, ({ db, who, params, body, now }) => withdrawEvidence(db, { id: params.id, ...body, who, now })),
  ],
  reactions: reminders,
  events: {
    'enrollments.assigned': about,
    'enrollments.enrolled': about,
    'enrollments.due_moved': about,
    'enrollments.withdrawn': about,
    'enrollments.completed': { payload: About.extend({ enrollmentId: Id, revisionId: Id }), live: 'named' },
    'enrollments.moved': { payload: z.object({ courseId: Id, revisionId: Id, userIds: z.array(Id) }), live: 'named' },
    'enrollments.evidence_withdrawn': { payload: About.extend({ evidenceId: Id }), live: 'named' },
  },
  constraints: {
    enrollments_one_active: alreadyEnrolled,
    evidence_withdrawn_once: withdrawnAlready,
  },
})
