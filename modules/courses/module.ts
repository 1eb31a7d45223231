import { z } from 'zod'
import { Id } from '#platform/contract.ts'
import { AppError, invalid } from '#platform/errors.ts'
import { defineModule, handle, handleOpen, type Session } from '#platform/module.ts'
import { categoriesFor, courseFor, coursesFor, revisionsOf } from './catalogue.ts'
import { readContent } from './content.ts'
import * as api from './contract.ts'
import { addInstructor, archiveCourse, changeCourse, createCourse, removeInstructor, writable } from './course.ts'
import { placeOf } from './editing.ts'
import { fileOf, removeContentFile, removeUnnamed } from './files.ts'
import { outlineOf } from './outline.ts'
import { draftExists } from './policy.ts'
import { discardDraft, publish, readRevision, startDraft } from './revision.ts'
import { storeContentFile } from './storeFile.ts'
import * as structure from './structure.ts'

const CourseEvent = z.object({ courseId: Id })
const RevisionEvent = CourseEvent.extend({ revisionId: Id })

export const courses = defineModule({
  name: 'courses',
  level: 6,
  feature: 'learning',
  permissions: api.permissions,
  routes: [
    handle(api.listCourses, ({ db, who, query }) => coursesFor(db, who, query)),
    handle(api.listCategories, async ({ db, who }) => ({ items: await categoriesFor(db, who) })),
    handle(api.getCourse, ({ db, who, params }) => courseFor(db, who, params.id)),
    handle(api.createCourse, async ({ db, who, body, now }) => {
      const { id } = await createCourse(db, { ...body, by: who.userId, now })
      return courseFor(db, who, id)
    }),
    handle(api.changeCourse, async ({ db, who, params: { id }, body, version }) => {
      await changeCourse(db, who, { id, version, fields: body })
      return courseFor(db, who, id)
    }),
    handle(api.archiveCourse, async ({ db, who, params: { id }, now }) => {
      await archiveCourse(db, who, { id, now, restore: false })
      return courseFor(db, who, id)
    }),
    handle(api.restoreCourse, async ({ db, who, params: { id }, now }) => {
      await archiveCourse(db, who, { id, now, restore: true })
      return courseFor(db, who, id)
    }),
    handle(api.addInstructor, async ({ db, who, params: { id }, body, now }) => {
      await addInstructor(db, who, { courseId: id, ...body, now })
      return courseFor(db, who, id)
    }),
    handle(api.removeInstructor, async ({ db, who, params: { id, userId }, now }) => {
      await removeInstructor(db, who, { courseId: id, userId, now })
      return { userId }
    }),
    handle(api.courseOutline, async ({ db, who, params }) => {
      const { revision } = await courseFor(db, who, params.id)
      return revision ? outlineOf(db, revision.id) : { modules: [] }
    }),
    handle(api.listRevisions, async ({ db, who, params }) => {
      await writable(db, who, params.id)
      return { items: await revisionsOf(db, params.id) }
    }),
    handle(api.startDraft, async ({ db, who, params }) => readRevision(db, who, await startDraft(db, who, params.id))),
    handle(api.getRevision, ({ db, who, params }) => readRevision(db, who, params.id)),
    handle(api.discardDraft, ({ db, who, params }) => discardDraft(db, who, params.id)),
    handle(api.publishRevision, async ({ db, who, params, now }) =>
      courseFor(db, who, await publish(db, who, { revisionId: params.id, now })),
    ),
    handle(api.addModule, ({ db, who, params, body }) => structure.addModule(db, who, { ...body, revisionId: params.id })),
    handle(api.changeModule, ({ db, who, params, body, version }) => structure.changeModule(db, who, { ...params, version, fields: body })),
    handle(api.removeModule, ({ db, who, params }) => structure.removeModule(db, who, params.id)),
    handle(api.orderModules, ({ db, who, params, body }) => structure.orderModules(db, who, { revisionId: params.id, ids: body.ids })),
    handle(api.requireModules, ({ db, who, params, body }) => structure.requireModules(db, who, { moduleId: params.id, ...body })),
    handle(api.addUnit, ({ db, who, params, body }) => structure.addUnit(db, who, { ...body, moduleId: params.id })),
    handle(api.changeUnit, ({ db, who, params, body, version }) => structure.changeUnit(db, who, { ...params, version, fields: body })),
    handle(api.removeUnit, ({ db, who, params }) => structure.removeUnit(db, who, params.id)),
    handle(api.orderUnits, ({ db, who, params, body }) => structure.orderUnits(db, who, { moduleId: params.id, ids: body.ids })),
    handle(api.addContent, ({ db, who, params, body }) => structure.addContent(db, who, { ...body, unitId: params.id })),
    handle(api.changeContent, ({ db, who, params, body, version }) =>
      structure.changeContent(db, who, { ...params, version, fields: body }),
    ),
    handle(api.removeContent, ({ db, who, params }) => structure.removeContent(db, who, params.id)),
    handle(api.orderContents, ({ db, who, params, body }) => structure.orderContents(db, who, { unitId: params.id, ids: body.ids })),
    handle(api.getContent, async ({ db, who, params }) => {
      await placeOf(db, who, { contentId: params.id })
      return readContent(db, params.id)
    }),
    handleOpen(api.uploadContentFile, async ({ who, params, upload, tools, now, client }) => {
      const session = who as Session
      await storeContentFile({ tools, who: session, now, ip: client.ip }, { contentId: params.id, upload })
      return tools.inTenant({ tenantId: session.tenantId, userId: session.userId, now }, (db) => readContent(db, params.id))
    }),
    handle(api.contentFile, async ({ db, who, params }) => {
      await placeOf(db, who, { contentId: params.id })
      return fileOf(db, { contentId: params.id, fileId: params.fileId })
    }),
    handle(api.removeContentFile, async ({ db, who, params }) => {
      await removeContentFile(db, who, { contentId: params.id, fileId: params.fileId })
      return readContent(db, params.id)
    }),
  ],
  events: {
    'courses.changed': { payload: CourseEvent, live: 'courses:read' },
    'courses.revision_copied': { payload: RevisionEvent.extend({ units: z.array(z.object({ fromId: Id, toId: Id })) }) },
    'courses.publishing': { payload: RevisionEvent },
    'courses.published': { payload: RevisionEvent, live: 'courses:read' },
  },
  jobs: {
    'courses.forget_file': ({ payload, tenantId, now, tools }) =>
      tools.inTenant({ tenantId, userId: null, now }, (db) => removeUnnamed(db, tools, z.object({ key: z.string() }).parse(payload).key)),
  },
  constraints: {
    courses_code_unique: () => new AppError(409, 'courses.code_taken', 'Another course has this code.'),
    courses_org_exists: () => invalid('orgId', 'This organisation does not exist.'),
    courses_dept_exists: () => invalid('deptId', 'This department does not exist.'),
    course_instructors_once: () => new AppError(409, 'courses.teaches_already', 'This person teaches the course already.'),
    course_revisions_one_draft: draftExists,
    course_revisions_number_unique: draftExists,
    module_prerequisites_once: () => invalid('requires', 'A module is named twice.'),
    module_prerequisites_not_itself: () => invalid('requires', 'A module cannot wait for itself.'),
  },
})
