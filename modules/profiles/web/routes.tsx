import { IconForms, IconRosetteDiscountCheck, IconThumbUp, IconUserCircle } from '@tabler/icons-react'
import { z } from 'zod'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    profiles: typeof import('./en.json', { with: { type: 'json' }})
  }
}
declare module '#platform/web/slots.tsx' {
  interface Slots {
    /** Sections of one person's page. */
    person: { userId: string }
  }
}

export const web = defineWeb({
  name: 'profiles',
  pages: [
    page({
      path: '/account/profile',
      title: 'profile',
      may: 'profiles:own',
      search: z.object({ tab: z.enum(['about', 'skills', 'papers', 'background', 'needs']).optional().catch(undefined) }),
      nav: { group: 'home', icon: IconUserCircle, order: 55 },
      load: () => import('./MyProfile.tsx'),
    }),
    page({
      path: '/endorsements',
      title: 'endorsements',
      may: 'profiles:own',
      nav: { group: 'team', icon: IconThumbUp, order: 60 },
      load: () => import('./EndorsementsPage.tsx'),
    }),
    page({
      path: '/papers',
      title: 'papers',
      may: 'profiles:verify',
      nav: { group: 'administration', icon: IconRosetteDiscountCheck, order: 32 },
      load: () => import('./VerifyPage.tsx'),
    }),
    page({
      path: '/profile-fields',
      title: 'fields',
      may: 'profile_fields:read',
      nav: { group: 'administration', icon: IconForms, order: 33 },
      load: () => import('./FieldsPage.tsx'),
    }),
  ],
  fills: [
    fill('face', { may: 'people:read', load: () => import('./Face.tsx') }),
    fill('account', { may: 'profiles:own', order: 5, load: () => import('./ProfileCard.tsx') }),
    fill('person', { may: 'profiles:read_team', order: 20, load: () => import('./PersonProfile.tsx') }),
  ],
})
