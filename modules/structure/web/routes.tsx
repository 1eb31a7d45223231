import { IconHierarchy3 } from '@tabler/icons-react'
import { z } from 'zod'
import { defineWeb, page } from '#platform/web/routes.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    structure: typeof import('./en.json', { with: { type: 'json' }})
  }
}

export const web = defineWeb({
  name: 'structure',
  pages: [
    page({
      path: '/organization-chart',
      title: 'chart',
      may: 'directory:read',
      search: z.object({ day: z.iso.date().optional().catch(undefined) }),
      nav: { group: 'team', icon: IconHierarchy3, order: 20 },
      load: () => import('./ChartPage.tsx'),
    }),
    page({ path: '/departments/$id', title: 'department', may: 'directory:read', load: () => import('./DepartmentPage.tsx') }),
  ],
})
