import { defineWeb, page } from '#platform/web/routes.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    operator: typeof import('./en.json', { with: { type: 'json' }})
  }
}

export const web = defineWeb({
  name: 'operator',
  pages: [page({ path: '/operator', title: 'console', may: 'public', bare: true, load: () => import('./ConsolePage.tsx') })],
})
