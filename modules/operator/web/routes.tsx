import { defineWeb, page } from '#platform/web/routes.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    operator: typeof import('./en.json', { with: { type: 'json' }})
  }
}

declare module '#platform/web/slots.tsx' {
  interface Slots {
    /** Below the list of tenants in the operator's console. */
    operatorConsole: object
    /** Sections of one tenant there. */
    operatorTenant: { tenantId: string }
  }
}

export const web = defineWeb({
  name: 'operator',
  pages: [page({ path: '/operator', title: 'console', may: 'public', bare: true, load: () => import('./ConsolePage.tsx') })],
})
