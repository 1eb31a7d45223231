import { IconUserX } from '@tabler/icons-react'
import { z } from 'zod'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    account: typeof import('./en.json', { with: { type: 'json' }})
  }
}

export const web = defineWeb({
  name: 'account',
  pages: [
    page({ path: '/account/data', title: 'data', may: 'self', load: () => import('./MyData.tsx') }),
    page({
      path: '/deletion-requests',
      title: 'requests',
      may: 'account:decide_deletions',
      search: z.object({ status: z.enum(['open', 'accepted', 'declined', 'withdrawn']).optional().catch(undefined) }),
      nav: { group: 'administration', icon: IconUserX, order: 34 },
      load: () => import('./RequestsPage.tsx'),
    }),
  ],
  fills: [fill('account', { may: 'self', order: 95, load: () => import('./DataCard.tsx') })],
})
