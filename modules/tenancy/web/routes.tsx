import { IconBuildingCommunity, IconPalette } from '@tabler/icons-react'
import { defineWeb, page } from '#platform/web/routes.tsx'

declare module '#platform/web/slots.tsx' {
  interface Slots {
    /** What an administrator takes away as files, also while the organisation is suspended. */
    exports: object
  }
}
declare module 'i18next' {
  interface ResourceNamespaceMap {
    tenancy: typeof import('./en.json', { with: { type: 'json' }})
  }
}

export const web = defineWeb({
  name: 'tenancy',
  pages: [
    page({
      path: '/organisation-settings',
      title: 'settings',
      may: 'tenants:read',
      whileSuspended: true,
      nav: { group: 'administration', icon: IconBuildingCommunity, order: 60 },
      load: () => import('./SettingsPage.tsx'),
    }),
    page({
      path: '/theme',
      title: 'theme',
      may: 'tenants:write',
      nav: { group: 'administration', icon: IconPalette, order: 61 },
      load: () => import('./ThemePage.tsx'),
    }),
  ],
})
