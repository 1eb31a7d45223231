import { IconWebhook } from '@tabler/icons-react'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    webhooks: typeof import('./en.json', { with: { type: 'json' }})
  }
}

export const web = defineWeb({
  name: 'webhooks',
  pages: [
    page({
      path: '/webhooks',
      title: 'webhooks',
      may: 'webhooks:manage',
      nav: { group: 'administration', icon: IconWebhook, order: 70 },
      load: () => import('./WebhooksPage.tsx'),
    }),
  ],
  fills: [fill('integrations', { may: 'webhooks:manage', order: 30, load: () => import('./IntegrationCard.tsx') })],
})
