import { IconHierarchy3, IconSitemap } from '@tabler/icons-react'
import { z } from 'zod'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

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
    page({
      path: '/departments',
      title: 'departments',
      may: 'directory:read',
      nav: { group: 'administration', icon: IconSitemap, order: 20, may: 'directory:write' },
      load: () => import('./DepartmentsPage.tsx'),
    }),
    page({ path: '/organizations/$orgId', title: 'organization', may: 'directory:read', load: () => import('./OrganizationPage.tsx') }),
    page({ path: '/organizations/$orgId/branches', title: 'branches', may: 'directory:read', load: () => import('./BranchesPage.tsx') }),
    page({ path: '/organizations/$orgId/configs', title: 'configs', may: 'org_configs:read', load: () => import('./ConfigsPage.tsx') }),
    page({ path: '/departments/$id', title: 'department', may: 'directory:read', load: () => import('./DepartmentPage.tsx') }),
  ],
  fills: [fill('home', { may: 'directory:read', order: 70, load: () => import('./AdviceCard.tsx') })],
})
