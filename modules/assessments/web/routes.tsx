import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    assessments: typeof import('./en.json', { with: { type: 'json' }})
  }
}
declare module '#platform/web/slots.tsx' {
  interface Slots {
    coursePlayer: { enrollmentId: string; courseId: string; unitId: string; passed: boolean; onProgress: () => void; onward: () => void }
    courseEditorUnit: { unitId: string; revisionId: string; mayEdit: boolean }
  }
}

export const web = defineWeb({
  name: 'assessments',
  feature: 'learning',
  pages: [
    page({ path: '/attempts/$id', title: 'result', may: 'assessments:take', load: () => import('./ResultPage.tsx') }),
    page({ path: '/quizzes/$id/attempts', title: 'attempts', may: 'assessments:review', load: () => import('./AttemptsPage.tsx') }),
  ],
  fills: [
    fill('coursePlayer', { may: 'assessments:take', load: () => import('./QuizUnit.tsx') }),
    fill('courseEditorUnit', { may: 'assessments:write', load: () => import('./QuizEditor.tsx') }),
  ],
})
