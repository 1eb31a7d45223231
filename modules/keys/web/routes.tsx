import { IconKey } from '@tabler/icons-react'
import { defineWeb, page } from '#platform/web/routes.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    keys: typeof import('./en.json', { with: { type: 'json' }})
  }
}

export const web = defineWeb({
  name: 'keys',
  pages: [
    page({
      path: '/api-keys',
      title: 'keys',
      may: 'keys:manage',
      nav: { group: 'administration', icon: IconKey, order: 46 },
      load: () => import('./KeysPage.tsx'),
    }),
  ],
})
