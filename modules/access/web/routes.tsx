import { IconShieldCheck } from '@tabler/icons-react'
import { z } from 'zod'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    access: typeof import('./en.json', { with: { type: 'json' }})
  }
}

const code = z.string().max(60).optional().catch(undefined)

export const web = defineWeb({
  name: 'access',
  pages: [
    page({
      path: '/roles',
      title: 'roles',
      may: 'roles:read',
      nav: { group: 'administration', icon: IconShieldCheck, order: 30 },
      load: () => import('./RolesPage.tsx'),
    }),
    page({
      path: '/roles/new',
      title: 'newRole',
      may: 'roles:write',
      search: z.object({ copy: code }),
      load: () => import('./NewRole.tsx'),
    }),
    page({ path: '/roles/departments', title: 'departmentRoles', may: 'roles:read', load: () => import('./DepartmentRolesPage.tsx') }),
    page({ path: '/roles/$id', title: 'role', may: 'roles:read', load: () => import('./RolePage.tsx') }),
    page({
      path: '/people/$id/rights',
      title: 'rights',
      may: 'roles:read',
      search: z.object({ right: z.string().max(120).optional().catch(undefined), add: code, remove: code }),
      load: () => import('./RightsPage.tsx'),
    }),
  ],
  fills: [fill('person', { may: 'roles:read', order: 40, load: () => import('./PersonRoles.tsx') })],
})
