import { IconBuilding, IconUsers } from '@tabler/icons-react'
import { z } from 'zod'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    directory: typeof import('./en.json', { with: { type: 'json' }})
  }
}
declare module '#platform/web/slots.tsx' {
  interface Slots {
    /** Sections of one person's page. */
    person: { userId: string }
    /** A picture beside a name. */
    face: { userId: string; name: string; size?: number }
  }
}

export const web = defineWeb({
  name: 'directory',
  pages: [
    page({
      path: '/people',
      title: 'people',
      may: 'people:read',
      search: z.object({
        q: z.string().max(120).optional().catch(undefined),
        departmentId: z.uuid().optional().catch(undefined),
        status: z.enum(['active', 'invited', 'inactive']).optional().catch(undefined),
        mine: z.boolean().optional().catch(undefined),
        sort: z.enum(['name', '-name']).optional().catch(undefined),
      }),
      nav: { group: 'team', icon: IconUsers, order: 10 },
      load: () => import('./PeoplePage.tsx'),
    }),
    page({ path: '/people/new', title: 'newPerson', may: 'people:write', load: () => import('./NewPerson.tsx') }),
    page({ path: '/people/$id', title: 'person', may: 'people:read', load: () => import('./PersonPage.tsx') }),
    page({ path: '/people/$id/edit', title: 'editPerson', may: 'people:write', load: () => import('./EditPerson.tsx') }),
    page({
      path: '/organizations',
      title: 'organizations',
      may: 'directory:read',
      nav: { group: 'administration', icon: IconBuilding, order: 10, may: 'directory:write' },
      load: () => import('./OrganizationsPage.tsx'),
    }),
    page({ path: '/branches/$branchId/contacts', title: 'contacts', may: 'directory:read', load: () => import('./ContactsPage.tsx') }),
  ],
  fills: [
    fill('exports', { may: 'directory:read', order: 20, whileSuspended: true, load: () => import('./TakeDepartments.tsx') }),
    fill('exports', { may: 'people:read', order: 10, whileSuspended: true, load: () => import('./TakePeople.tsx') }),
    fill('home', { may: 'people:write', order: 6, load: () => import('./Invited.tsx') }),
    fill('search', { may: 'people:read', order: 10, load: () => import('./PeopleFound.tsx') }),
  ],
})
