import { z } from 'zod'
import { Content, Outline, Requirement } from '#modules/courses/contract.ts'
import { endpoint, exportOf, Id, Instant, listQuery, page } from '#platform/contract.ts'

/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'enrollments:learn': {
    says: 'Take courses, and see one’s own progress and training record',
    roles: ['employee', 'oh_professional', 'manager', 'admin', 'instructor', 'learner', 'tenant_administrator'],
    about: 'oneself',
    kiosk: true,
  },
  'enrollments:read': {
    says: 'See how far people are: those one manages, or everybody in courses one teaches',
    roles: ['instructor', 'manager', 'admin'],
    about: 'oneself',
  },
  'enrollments:assign': {
    says: 'Assign courses: to people one manages, or courses one teaches to anybody',
    roles: ['instructor', 'manager', 'admin'],
    about: 'oneself',
  },
  'enrollments:manage': {
    says: 'Assign any course to anybody, see everybody’s progress, withdraw completions',
    roles: ['admin'],
    about: 'people',
  },
} as const
const learn = 'enrollments:learn'
const assign = 'enrollments:assign'

export const EnrollmentStatus = z.enum(['active', 'completed', 'withdrawn', 'expired'])
/** How a due date stands: `soon` is within 14 days. */
export const Due = z.enum(['none', 'later', 'soon', 'overdue'])
const Percent = z.number().min(0).max(100)

export const Enrollment = z.object({
  id: Id,
  courseId: Id,
  revisionId: Id,
  code: z.string(),
  title: z.string(),
  category: z.string().nullable(),
  durationHours: z.number().nullable(),
  status: EnrollmentStatus,
  source: z.enum(['self', 'assigned']),
  progress: Percent,
  enrolledAt: Instant,
  startDate: Instant.nullable(),
  completionDate: Instant.nullable(),
  dueAt: Instant.nullable(),
  due: Due,
  may: z.object({ learn: z.boolean(), withdraw: z.boolean() }),
})
export type Enrollment = z.infer<typeof Enrollment>

export const myEnrollments = endpoint('GET /enrollments', {
  permission: learn,
  query: listQuery({ sort: ['due'], filters: { state: z.enum(['open', 'finished']).default('open') } }),
  returns: page(Enrollment),
  summary: 'My courses: open ones by what is due first, finished ones by the latest',
})
export const myEnrollmentIn = endpoint('GET /courses/:id/enrollment', {
  permission: learn,
  returns: z.object({
    enrollment: Enrollment.nullable(),
    /** What hinders enrolling by oneself: null, nothing does. */
    hindrance: z.object({ code: z.string(), message: z.string() }).nullable(),
  }),
  summary: 'How I stand in a course, and whether I may enrol',
})
export const enrol = endpoint('POST /enrollments', {
  permission: learn,
  body: z.object({ courseId: Id }),
  returns: Enrollment,
  status: 201,
  summary: 'Enrol myself, where the course allows it',
})
export const withdraw = endpoint('POST /enrollments/:id/withdrawal', {
  permission: learn,
  returns: Enrollment.pick({ id: true, status: true }),
  summary: 'Leave a course: one’s own choice, or by whoever may assign it',
})

const ProgressStatus = z.enum(['not_started', 'in_progress', 'completed'])
/** Where to go on: seconds of a video, page of a document, part (0 to 1) of a text. */
export const Position = z.object({ seconds: z.number().min(0), page: z.number().int().min(1), scroll: z.number().min(0).max(1) }).partial()
const Mine = z.object({ status: ProgressStatus, progress: Percent, completedAt: Instant.nullable() })

const outlined = Outline.shape.modules.element.shape
const unit = outlined.units.element.shape
export const MyOutline = z.object({
  enrollment: Enrollment,
  /** The item to go on with: the last opened that is unfinished, else the first unfinished. */
  resumeAt: z.object({ unitId: Id, contentId: Id.nullable() }).nullable(),
  modules: z.array(
    z.object(outlined).extend({
      /** Titles of modules to be finished before this one opens. */
      waitsFor: z.array(z.string()),
      advises: z.array(z.string()),
      units: z.array(
        z.object(unit).extend({
          passed: z.boolean(),
          contents: z.array(unit.contents.element.extend(Mine.pick({ status: true, progress: true }).shape)),
        }),
      ),
    }),
  ),
})
export type MyOutline = z.infer<typeof MyOutline>
export const myOutline = endpoint('GET /enrollments/:id/outline', {
  permission: learn,
  returns: MyOutline,
  summary: 'What the course is made of, with my progress',
})
export const ContentForMe = Content.omit({ version: true, hidden: true }).extend(Mine.shape).extend({
  position: Position.nullable(),
  timeSpentMins: z.number(),
})
export const myContent = endpoint('GET /enrollments/:id/contents/:contentId', {
  permission: learn,
  returns: ContentForMe,
  summary: 'One content to read or watch',
})
export const myContentFile = endpoint('GET /enrollments/:id/contents/:contentId/files/:fileId', {
  permission: learn,
  carries: 'file',
  summary: 'A file of it; videos in ranges',
})
/** `timeSpentMins` is the whole time with this content so far, so that sending twice counts once. */
export const Tick = z.object({
  status: z.enum(['in_progress', 'completed']),
  progress: Percent.default(0),
  position: Position.optional(),
  timeSpentMins: z.number().min(0).max(100_000).default(0),
})
export const tick = endpoint('PUT /enrollments/:id/contents/:contentId', {
  permission: learn,
  body: Tick,
  returns: z.object({ content: Mine, enrollment: Enrollment.pick({ id: true, status: true, progress: true }) }),
  summary: 'How far I am with a content; it never goes back',
})

export const assignCourse = endpoint('POST /assignments', {
  permission: assign,
  body: z
    .object({
      courseId: Id,
      userIds: z.array(Id).max(1000).default([]),
      /** Everybody in this department and those below it, as of now. */
      departmentId: Id.nullable().default(null),
      dueAt: Instant.nullable().default(null),
      /** Also people whose completion still counts. */
      again: z.boolean().default(false),
    })
    .refine((body) => body.userIds.length > 0 || body.departmentId !== null, {
      path: ['userIds'],
      message: 'Choose people or a department.',
    }),
  returns: z.object({ assigned: z.number(), hadAlready: z.number(), countsStill: z.number() }),
  status: 201,
  summary: 'Assign a course to people or a department',
})
export const changeDue = endpoint('PATCH /enrollments/:id', {
  permission: assign,
  body: z.object({ dueAt: Instant.nullable() }),
  returns: Enrollment.pick({ id: true, dueAt: true, due: true }),
  summary: 'Move a due date',
})

export const Participant = Enrollment.pick({
  id: true,
  status: true,
  source: true,
  progress: true,
  enrolledAt: true,
  completionDate: true,
  dueAt: true,
  due: true,
}).extend({
  userId: Id,
  name: z.string(),
  department: z.string().nullable(),
  revisionNumber: z.number(),
  isOnLatest: z.boolean(),
  may: z.object({ withdraw: z.boolean(), changeDue: z.boolean() }),
})
export type Participant = z.infer<typeof Participant>
export const listParticipants = endpoint('GET /courses/:id/participants', {
  permission: 'enrollments:read',
  query: listQuery({ sort: ['enrolledAt'], filters: { status: EnrollmentStatus.optional() } }),
  returns: page(Participant),
  summary: 'Who takes a course and how far they are, latest first: everybody for its teachers, their own people for managers',
})
export const exportParticipants = exportOf(listParticipants)
export const participation = endpoint('GET /courses/:id/participation', {
  permission: 'enrollments:read',
  returns: z.object({
    active: z.number(),
    completed: z.number(),
    overdue: z.number(),
    onOlderRevision: z.number(),
    may: z.object({ assign: z.boolean(), move: z.boolean() }),
  }),
  summary: 'How many, in figures',
})
export const moveToLatest = endpoint('POST /courses/:id/revision-moves', {
  permission: assign,
  returns: z.object({ moved: z.number(), completed: z.number() }),
  status: 201,
  summary: 'Let everybody who is under way go on with the latest revision; progress in unchanged parts is kept',
})

export const Evidence = z.object({
  id: Id,
  kind: z.enum(['course_completed', 'external_recorded']),
  courseId: Id,
  courseCode: z.string(),
  courseTitle: z.string(),
  revisionNumber: z.number().nullable(),
  score: z.number().nullable(),
  maxScore: z.number().nullable(),
  rule: z.string(),
  effectiveAt: Instant,
  expiresAt: Instant.nullable(),
  withdrawnAt: Instant.nullable(),
  may: z.object({ withdraw: z.boolean() }),
})
export const listEvidence = endpoint('GET /evidence', {
  permission: learn,
  query: listQuery({ sort: ['effectiveAt'], filters: { userId: Id.optional() } }),
  returns: page(Evidence),
  summary: 'A training record: one’s own, or that of somebody one manages',
})
export const withdrawEvidence = endpoint('POST /evidence/:id/withdrawal', {
  permission: 'enrollments:manage',
  body: z.object({ reason: z.string().trim().min(1).max(500) }),
  status: 204,
  summary: 'Say that a completion does not count (any more); the record of it stays',
})
export { Requirement }
