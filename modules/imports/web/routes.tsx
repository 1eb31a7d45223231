import { IconTableImport } from '@tabler/icons-react'
import { z } from 'zod'
import { defineWeb, page } from '#platform/web/routes.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    imports: typeof import('./en.json', { with: { type: 'json' }})
  }
}

export const web = defineWeb({
  name: 'imports',
  pages: [
    page({
      path: '/imports',
      title: 'imports',
      may: 'people:import',
      nav: { group: 'administration', icon: IconTableImport, order: 30, label: 'importsShort' },
      load: () => import('./ImportsPage.tsx'),
    }),
    page({
      path: '/imports/$id',
      title: 'one',
      may: 'people:import',
      search: z.object({
        show: z.enum(['create', 'change', 'same', 'refuse', 'leave', 'failed', 'kept']).optional().catch(undefined),
        columns: z.literal(true).optional().catch(undefined),
      }),
      load: () => import('./ImportPage.tsx'),
    }),
  ],
})
