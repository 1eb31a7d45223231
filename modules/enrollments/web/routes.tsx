import { IconCertificate2, IconSchool } from '@tabler/icons-react'
import { z } from 'zod'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    enrollments: typeof import('./en.json', { with: { type: 'json' }})
  }
}
declare module '#platform/web/slots.tsx' {
  interface Slots {
    /** The quiz of a unit in the player. `onProgress`: something was achieved; the outline is asked for again. `onward`: to what comes next. */
    coursePlayer: { enrollmentId: string; courseId: string; unitId: string; passed: boolean; onProgress: () => void; onward: () => void }
    /** What a finished course leads to: the certificate. */
    courseFinished: { enrollmentId: string; courseId: string }
  }
}

const learn = 'enrollments:learn'

export const web = defineWeb({
  name: 'enrollments',
  feature: 'learning',
  pages: [
    page({
      path: '/learning',
      title: 'mine',
      may: learn,
      search: z.object({ state: z.literal('finished').optional().catch(undefined) }),
      nav: { group: 'learning', icon: IconSchool, order: 10 },
      load: () => import('./MyLearning.tsx'),
    }),
    page({
      path: '/learning/$id',
      title: 'player',
      may: learn,
      search: z.object({ item: z.uuid().optional().catch(undefined) }),
      load: () => import('./PlayerPage.tsx'),
    }),
    page({
      path: '/training-record',
      title: 'record',
      may: learn,
      search: z.object({ person: z.uuid().optional().catch(undefined) }),
      nav: { group: 'learning', icon: IconCertificate2, order: 30 },
      load: () => import('./TrainingRecord.tsx'),
    }),
    page({
      path: '/courses/$id/participants',
      title: 'participants',
      may: 'enrollments:read',
      search: z.object({ status: z.enum(['active', 'completed', 'withdrawn']).optional().catch(undefined) }),
      load: () => import('./ParticipantsPage.tsx'),
    }),
  ],
  fills: [
    fill('home', { may: learn, order: 15, load: () => import('./NextLearning.tsx') }),
    fill('course', { may: learn, order: 10, load: () => import('./EnrolCard.tsx') }),
    fill('course', { may: 'enrollments:read', order: 20, load: () => import('./TeachingCard.tsx') }),
    fill('courseCard', { may: learn, order: 10, load: () => import('./CardStanding.tsx') }),
  ],
})
