import { IconReceipt } from '@tabler/icons-react'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    billing: typeof import('./en.json', { with: { type: 'json' }})
  }
}

export const web = defineWeb({
  name: 'billing',
  pages: [
    page({
      path: '/billing',
      title: 'billing',
      may: 'billing:read',
      whileSuspended: true,
      nav: { group: 'administration', icon: IconReceipt, order: 62 },
      load: () => import('./BillingPage.tsx'),
    }),
  ],
  fills: [
    fill('integrations', { may: 'billing:read', order: 20, load: () => import('./IntegrationCard.tsx') }),
    fill('operatorConsole', { may: 'public', order: 20, load: () => import('./PlansCard.tsx') }),
    fill('operatorConsole', { may: 'public', order: 30, load: () => import('./IssuerCard.tsx') }),
    fill('operatorConsole', { may: 'public', order: 40, load: () => import('./StripeCard.tsx') }),
    fill('operatorTenant', { may: 'public', order: 20, load: () => import('./TenantBilling.tsx') }),
  ],
})
