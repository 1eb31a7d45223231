import { IconShieldCheck } from '@tabler/icons-react'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    access: typeof import('./en.json', { with: { type: 'json' }})
  }
}

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
  ],
  fills: [fill('person', { may: 'roles:read', order: 40, load: () => import('./PersonRoles.tsx') })],
})
