import { IconBooks } from '@tabler/icons-react'
import { z } from 'zod'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    courses: typeof import('./en.json', { with: { type: 'json' }})
  }
}
declare module '#platform/web/slots.tsx' {
  interface Slots {
    /** Beside what a course is about: enrolling, taking part. */
    course: { courseId: string }
    /** One line at the foot of a course in the catalogue: how one stands. */
    courseCard: { courseId: string }
    /** Below the contents of a quiz unit in the editor. */
    courseEditorUnit: { unitId: string; revisionId: string; mayEdit: boolean }
  }
}

export const web = defineWeb({
  name: 'courses',
  feature: 'learning',
  pages: [
    page({
      path: '/courses',
      title: 'catalogue',
      may: 'courses:read',
      search: z.object({
        q: z.string().max(120).optional().catch(undefined),
        category: z.string().max(100).optional().catch(undefined),
        scope: z.enum(['teaching', 'all']).optional().catch(undefined),
      }),
      nav: { group: 'learning', icon: IconBooks, order: 20 },
      load: () => import('./CataloguePage.tsx'),
    }),
    page({ path: '/courses/new', title: 'newCourse', may: 'courses:write', load: () => import('./NewCourse.tsx') }),
    page({ path: '/courses/$id', title: 'course', may: 'courses:read', load: () => import('./CoursePage.tsx') }),
    page({ path: '/courses/$id/details', title: 'details', may: 'courses:write', load: () => import('./DetailsPage.tsx') }),
    page({
      path: '/revisions/$id',
      title: 'editor',
      may: 'courses:write',
      search: z.object({ unit: z.uuid().optional().catch(undefined) }),
      load: () => import('./EditorPage.tsx'),
    }),
  ],
  fills: [fill('home', { may: 'courses:write', order: 7, load: () => import('./MyTeaching.tsx') })],
})
