import { IconClipboardCheck, IconListCheck, IconUsersGroup } from '@tabler/icons-react'
import { z } from 'zod'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    compliance: typeof import('./en.json', { with: { type: 'json' }})
  }
}
declare module '#platform/web/slots.tsx' {
  interface Slots {
    /** Sections of one person's page. */
    person: { userId: string }
    /** Below the clearance of one person. */
    clearance: { userId: string }
  }
}

const asOf = { at: z.iso.date().optional().catch(undefined), known: z.literal('then').optional().catch(undefined) }

export const web = defineWeb({
  name: 'compliance',
  pages: [
    page({
      path: '/team',
      title: 'team',
      may: 'compliance:team',
      search: z.object({
        ...asOf,
        departmentId: z.uuid().optional().catch(undefined),
        standing: z.enum(['clear', 'not_clear', 'lapsing']).optional().catch(undefined),
      }),
      nav: { group: 'team', icon: IconUsersGroup, order: 10 },
      load: () => import('./TeamPage.tsx'),
    }),
    page({ path: '/team/$id', title: 'person', may: 'compliance:team', search: z.object(asOf), load: () => import('./PersonPage.tsx') }),
    page({
      path: '/my/clearance',
      title: 'mine',
      may: 'compliance:read_own',
      search: z.object(asOf),
      nav: { group: 'home', icon: IconClipboardCheck, order: 20 },
      load: () => import('./MyClearance.tsx'),
    }),
    page({
      path: '/requirements',
      title: 'requirements',
      may: 'compliance:write',
      search: z.object({ state: z.enum(['in_force', 'ended']).optional().catch(undefined) }),
      nav: { group: 'team', icon: IconListCheck, order: 40 },
      load: () => import('./RequirementsPage.tsx'),
    }),
    page({ path: '/requirements/new', title: 'newRequirement', may: 'compliance:write', load: () => import('./NewRequirement.tsx') }),
    page({ path: '/requirements/$id', title: 'requirement', may: 'compliance:write', load: () => import('./RequirementPage.tsx') }),
  ],
  fills: [
    fill('home', {
      may: (me) => ['directory:write', 'people:import', 'compliance:write'].every((right) => me.permissions.includes(right)),
      order: 1,
      wide: true,
      load: () => import('./SettingUp.tsx'),
    }),
    fill('home', { may: 'compliance:read_own', order: 30, load: () => import('./MyClearanceCard.tsx') }),
    fill('home', {
      may: (me) => me.headsDepartments && me.permissions.includes('compliance:team'),
      order: 20,
      load: () => import('./TeamGlance.tsx'),
    }),
    fill('person', { may: 'compliance:team', order: 20, load: () => import('./PersonClearance.tsx') }),
  ],
})
