import { IconHeartbeat, IconIdBadge2 } from '@tabler/icons-react'
import { z } from 'zod'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    employees: typeof import('./en.json', { with: { type: 'json' }})
  }
}
declare module '#platform/web/slots.tsx' {
  interface Slots {
    /** Sections of one person's page. */
    person: { userId: string }
  }
}

export const web = defineWeb({
  name: 'employees',
  pages: [
    page({
      path: '/employees',
      title: 'employees',
      may: 'employees:read',
      search: z.object({
        departmentId: z.uuid().optional().catch(undefined),
        status: z.enum(['active', 'inactive', 'terminated']).optional().catch(undefined),
        sort: z.enum(['employeeNumber', '-employeeNumber']).optional().catch(undefined),
      }),
      nav: { group: 'administration', icon: IconIdBadge2, order: 25 },
      load: () => import('./EmployeesPage.tsx'),
    }),
    page({
      path: '/my/fitness',
      title: 'fitness',
      may: 'fitness:read_own',
      nav: { group: 'health', icon: IconHeartbeat, order: 40 },
      load: () => import('./MyFitness.tsx'),
    }),
    page({
      path: '/my/employment',
      title: 'employment',
      may: 'employees:read_own',
      nav: { group: 'home', icon: IconIdBadge2, order: 60 },
      load: () => import('./MyEmployment.tsx'),
    }),
  ],
  fills: [
    fill('exports', { may: 'employees:read', order: 30, whileSuspended: true, load: () => import('./TakeEmployees.tsx') }),
    fill('person', { may: 'employees:read_team', order: 10, load: () => import('./PersonEmployment.tsx') }),
    fill('person', { may: 'fitness:read', order: 30, load: () => import('./PersonFitness.tsx') }),
  ],
})
