import { z } from 'zod'
import { endpoint, Id, Instant, listQuery, page } from '#platform/contract.ts'

const everybody = ['employee', 'oh_professional', 'manager', 'admin', 'instructor', 'learner', 'tenant_administrator'] as const
/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'courses:read': { says: 'Look through the course catalogue', roles: everybody, about: 'oneself', kiosk: true },
  'courses:write': { says: 'Write courses, and change those one teaches', roles: ['instructor', 'admin'] },
  'courses:manage': { says: 'Change every course and who teaches it', roles: ['admin'] },
} as const
const read = 'courses:read'
const write = 'courses:write'

const Title = z.string().trim().min(1).max(200)
const Description = z.string().trim().max(10_000)
const Minutes = z.number().int().min(0).max(10_000)
const Objectives = z.array(z.string().trim().min(1).max(500)).max(50)
const WebAddress = z.url({ protocol: /^https?$/ }).max(2000)

export const Difficulty = z.enum(['beginner', 'intermediate', 'advanced'])
export const CourseStatus = z.enum(['draft', 'published', 'archived'])
export const InstructorRole = z.enum(['lead', 'instructor', 'assistant'])
export const UnitType = z.enum(['lesson', 'quiz', 'discussion'])
export const ContentType = z.enum(['rich_text', 'video', 'document', 'link'])
const AnyContentType = z.enum([...ContentType.options, 'embed'])
const PartStatus = z.enum(['draft', 'published', 'hidden'])
export const Requirement = z.enum(['completed', 'passed', 'recommended'])

/** What an instructor says about a course. `validityMonths`: null, it never expires. */
export const CourseFields = z.object({
  code: z.string().trim().min(1).max(50),
  title: Title,
  description: Description,
  category: z.string().trim().min(1).max(100).nullable(),
  difficultyLevel: Difficulty,
  durationHours: z.number().int().min(0).max(10_000).nullable(),
  learningObjectives: Objectives,
  /** Ids of courses to be completed before somebody enrols. */
  prerequisites: z.array(Id).max(20),
  validityMonths: z.number().int().min(1).max(600).nullable(),
  selfEnrol: z.boolean(),
  /** Offered to this organisation or department only; null: to everybody. */
  orgId: Id.nullable(),
  deptId: Id.nullable(),
})
export const NewCourse = CourseFields.partial().required({ code: true, title: true })

const onCard = { code: true, title: true, category: true, difficultyLevel: true, durationHours: true, validityMonths: true } as const
export const CourseCard = CourseFields.pick({ ...onCard, selfEnrol: true }).extend({
  id: Id,
  status: CourseStatus,
  description: z.string(),
  publishedAt: Instant.nullable(),
  teaches: z.boolean(),
})

export const Instructor = z.object({ userId: Id, name: z.string(), role: InstructorRole })
export const Course = CourseFields.extend({
  id: Id,
  status: CourseStatus,
  version: z.number(),
  publishedAt: Instant.nullable(),
  archivedAt: Instant.nullable(),
  requires: z.array(z.object({ id: Id, title: z.string() })),
  instructors: z.array(Instructor),
  revision: z.object({ id: Id, number: z.number(), publishedAt: Instant, itemCount: z.number() }).nullable(),
  draftId: Id.nullable(),
  may: z.object({ edit: z.boolean(), startDraft: z.boolean(), archive: z.boolean(), restore: z.boolean() }),
})

export const listCourses = endpoint('GET /courses', {
  permission: read,
  query: listQuery({
    sort: ['title'],
    filters: { category: z.string().max(100).optional(), scope: z.enum(['offered', 'teaching', 'all']).default('offered') },
  }),
  returns: page(CourseCard),
  summary: 'The catalogue: what is offered to me, what I teach, or (who may) every course',
})
export const listCategories = endpoint('GET /courses/categories', {
  permission: read,
  returns: z.object({ items: z.array(z.string()) }),
  summary: 'Categories on offer',
})
export const getCourse = endpoint('GET /courses/:id', { permission: read, returns: Course, summary: 'One course' })
export const createCourse = endpoint('POST /courses', {
  permission: write,
  body: NewCourse,
  returns: Course,
  status: 201,
  summary: 'Begin a course: a first draft to write in',
})
export const changeCourse = endpoint('PATCH /courses/:id', {
  permission: write,
  body: CourseFields.partial(),
  returns: Course,
  summary: 'Change what is said about a course',
})
export const archiveCourse = endpoint('POST /courses/:id/archive', {
  permission: write,
  returns: Course,
  summary: 'Take a course out of the catalogue; who learns it goes on',
})
export const restoreCourse = endpoint('POST /courses/:id/restoration', { permission: write, returns: Course, summary: 'Offer it again' })
export const addInstructor = endpoint('POST /courses/:id/instructors', {
  permission: write,
  body: z.object({ userId: Id, role: InstructorRole.default('instructor') }),
  returns: Course,
  status: 201,
  summary: 'Teach',
})
export const removeInstructor = endpoint('DELETE /courses/:id/instructors/:userId', {
  permission: write,
  returns: z.object({ userId: Id }),
  summary: 'End teaching',
})

const OutlineContent = z.object({ id: Id, title: z.string(), type: AnyContentType, estimatedDuration: z.number().nullable() })
const OutlineUnit = z.object({
  id: Id,
  title: z.string(),
  type: UnitType,
  durationMins: z.number().nullable(),
  requiresPass: z.boolean(),
  contents: z.array(OutlineContent),
})
const OutlineModule = z.object({ id: Id, title: z.string(), description: z.string(), units: z.array(OutlineUnit) })
export const Outline = z.object({ modules: z.array(OutlineModule) })
export type Outline = z.infer<typeof Outline>
export const courseOutline = endpoint('GET /courses/:id/outline', { permission: read, returns: Outline, summary: 'What is learnt in it' })

const part = { status: PartStatus, version: z.number() }
export const ModuleRequirement = z.object({ moduleId: Id, requirement: Requirement })
export const Revision = z.object({
  id: Id,
  courseId: Id,
  courseTitle: z.string(),
  number: z.number(),
  status: z.enum(['draft', 'published', 'superseded']),
  publishedAt: Instant.nullable(),
  version: z.number(),
  may: z.object({ edit: z.boolean(), publish: z.boolean(), discard: z.boolean() }),
  modules: z.array(
    OutlineModule.extend({
      ...part,
      learningObjectives: Objectives,
      durationMins: z.number().nullable(),
      requires: z.array(ModuleRequirement),
      units: z.array(OutlineUnit.extend({ ...part, description: z.string(), contents: z.array(OutlineContent.extend(part)) })),
    }),
  ),
})
export const listRevisions = endpoint('GET /courses/:id/revisions', {
  permission: write,
  returns: z.object({ items: z.array(Revision.pick({ id: true, number: true, status: true, publishedAt: true })) }),
  summary: 'Every revision of a course, newest first',
})
export const getRevision = endpoint('GET /revisions/:id', {
  permission: write,
  returns: Revision,
  summary: 'A revision, to edit or look at',
})
export const startDraft = endpoint('POST /courses/:id/revisions', {
  permission: write,
  returns: Revision,
  status: 201,
  summary: 'A new draft that begins as a copy of the published revision',
})
export const discardDraft = endpoint('DELETE /revisions/:id', { permission: write, summary: 'Throw it away' })
export const publishRevision = endpoint('POST /revisions/:id/publication', {
  permission: write,
  returns: Course,
  summary: 'Publish a draft: from then on nothing in it changes',
})

const Made = z.object({ id: Id, version: z.number() })
const changing = { permission: write, returns: Made } as const
const making = { ...changing, status: 201 } as const
const Order = z.object({ ids: z.array(Id).max(1000) })
const UnitFields = z.object({ title: Title, description: Description, durationMins: Minutes.nullable(), hidden: z.boolean() })
const ModuleFields = UnitFields.extend({ learningObjectives: Objectives })
const ContentFields = z.object({
  title: Title,
  /** rich_text: sanitised on its way in. */
  html: z.string().max(200_000).nullable(),
  /** link, and video that lives elsewhere. */
  url: WebAddress.nullable(),
  estimatedDuration: Minutes.nullable(),
  hidden: z.boolean(),
})
const NewModule = ModuleFields.partial().required({ title: true })
const NewUnit = UnitFields.partial()
  .required({ title: true })
  .extend({ type: UnitType.default('lesson') })
const NewContent = ContentFields.partial().required({ title: true }).extend({ type: ContentType })

export const addModule = endpoint('POST /revisions/:id/modules', { ...making, body: NewModule, summary: 'Add a module' })
export const changeModule = endpoint('PATCH /modules/:id', { ...changing, body: ModuleFields.partial() })
export const removeModule = endpoint('DELETE /modules/:id', { permission: write })
export const orderModules = endpoint('PUT /revisions/:id/modules/order', { permission: write, body: Order })
export const requireModules = endpoint('PUT /modules/:id/prerequisites', {
  permission: write,
  body: z.object({ requires: z.array(ModuleRequirement).max(50) }),
  summary: 'Which modules come before this one',
})
export const addUnit = endpoint('POST /modules/:id/units', { ...making, body: NewUnit, summary: 'Add a unit' })
export const changeUnit = endpoint('PATCH /units/:id', { ...changing, body: UnitFields.partial() })
export const removeUnit = endpoint('DELETE /units/:id', { permission: write })
export const orderUnits = endpoint('PUT /modules/:id/units/order', {
  permission: write,
  body: Order,
  summary: 'Order of units; those of another module of the same draft move here',
})

export const StoredFile = z.object({ id: Id, type: z.string(), title: z.string(), mimeType: z.string(), sizeBytes: z.number() })
export const Content = z.object({
  id: Id,
  unitId: Id,
  type: AnyContentType,
  title: z.string(),
  html: z.string().nullable(),
  url: z.string().nullable(),
  estimatedDuration: z.number().nullable(),
  hidden: z.boolean(),
  version: z.number(),
  files: z.array(StoredFile),
})
export type Content = z.infer<typeof Content>
export const getContent = endpoint('GET /contents/:id', { permission: write, returns: Content, summary: 'One content, to edit' })
export const addContent = endpoint('POST /units/:id/contents', { ...making, body: NewContent, summary: 'Add a content' })
export const changeContent = endpoint('PATCH /contents/:id', { ...changing, body: ContentFields.partial() })
export const removeContent = endpoint('DELETE /contents/:id', { permission: write })
export const orderContents = endpoint('PUT /units/:id/contents/order', { permission: write, body: Order })
export const uploadContentFile = endpoint('POST /contents/:id/file', {
  permission: write,
  returns: Content,
  status: 201,
  carries: 'upload',
  limit: 2 * 1024 ** 3,
  summary: 'Put a video, its captions or a document into a content; one of the same kind is replaced',
})
export const contentFile = endpoint('GET /contents/:id/files/:fileId', {
  permission: write,
  carries: 'file',
  summary: 'A file of a content',
})
export const removeContentFile = endpoint('DELETE /contents/:id/files/:fileId', { permission: write, returns: Content })
