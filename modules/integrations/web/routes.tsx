import { IconPlugConnected } from '@tabler/icons-react'
import { defineWeb, page } from '#platform/web/routes.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    integrations: typeof import('./en.json', { with: { type: 'json' }})
  }
}

declare module '#platform/web/slots.tsx' {
  interface Slots {
    /** Cards of the integrations page: how services stand that have pages of their own. */
    integrations: object
  }
}

export const web = defineWeb({
  name: 'integrations',
  pages: [
    page({
      path: '/integrations',
      title: 'integrations',
      may: 'integrations:manage',
      nav: { group: 'administration', icon: IconPlugConnected, order: 71 },
      load: () => import('./IntegrationsPage.tsx'),
    }),
  ],
})
