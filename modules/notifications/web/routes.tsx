import { IconBell, IconMailExclamation } from '@tabler/icons-react'
import { z } from 'zod'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    notifications: typeof import('./en.json', { with: { type: 'json' }})
  }
}

export const web = defineWeb({
  name: 'notifications',
  pages: [
    page({
      path: '/notifications',
      title: 'list',
      may: 'self',
      search: z.object({ unread: z.boolean().optional() }),
      nav: { group: 'home', icon: IconBell, order: 80 },
      load: () => import('./NotificationsPage.tsx'),
    }),
    page({ path: '/notifications/preferences', title: 'preferences', may: 'self', load: () => import('./PreferencesPage.tsx') }),
    page({
      path: '/failed-deliveries',
      title: 'failed',
      may: 'notifications:oversee',
      nav: { group: 'administration', icon: IconMailExclamation, order: 80 },
      load: () => import('./FailedPage.tsx'),
    }),
  ],
  fills: [fill('header', { may: 'self', order: 10, load: () => import('./Bell.tsx') })],
})
