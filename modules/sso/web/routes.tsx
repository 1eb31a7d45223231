import { IconFingerprintScan } from '@tabler/icons-react'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    sso: typeof import('./en.json', { with: { type: 'json' }})
  }
}

/** What a provider sent the browser back with, to the letter: the router would read numbers in it. */
export const arrival = location.search.slice(1)

export const web = defineWeb({
  name: 'sso',
  pages: [
    page({ path: '/sso/callback', title: 'callback', may: 'public', bare: true, load: () => import('./CallbackPage.tsx') }),
    page({
      path: '/single-sign-on',
      title: 'connections',
      may: 'sso:manage',
      nav: { group: 'administration', icon: IconFingerprintScan, order: 46 },
      load: () => import('./ConnectionsPage.tsx'),
    }),
    page({ path: '/single-sign-on/$id', title: 'connection', may: 'sso:manage', load: () => import('./ConnectionPage.tsx') }),
  ],
  fills: [
    fill('integrations', { may: 'sso:manage', order: 10, load: () => import('./IntegrationCard.tsx') }),
    fill('signIn', { may: 'public', load: () => import('./Offers.tsx') }),
    fill('account', { may: 'self', order: 5, load: () => import('./MyWays.tsx') }),
    fill('person', { may: 'sso:manage', order: 44, load: () => import('./PersonWays.tsx') }),
  ],
})
