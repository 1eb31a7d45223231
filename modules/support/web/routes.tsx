import { IconLifebuoy } from '@tabler/icons-react'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    support: typeof import('./en.json', { with: { type: 'json' }})
  }
}

export const web = defineWeb({
  name: 'support',
  pages: [
    page({
      path: '/support',
      title: 'support',
      may: 'support:act',
      nav: { group: 'administration', icon: IconLifebuoy, order: 48 },
      load: () => import('./SupportPage.tsx'),
    }),
  ],
  fills: [
    fill('banner', { may: (me) => me.lent?.as === 'support', load: () => import('./SupportBanner.tsx') }),
    fill('account', { may: 'self', order: 85, load: () => import('./MyConsents.tsx') }),
  ],
})
