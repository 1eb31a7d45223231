import { IconDeviceTablet } from '@tabler/icons-react'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    kiosks: typeof import('./en.json', { with: { type: 'json' }})
  }
}

export const web = defineWeb({
  name: 'kiosks',
  pages: [
    page({ path: '/kiosk', title: 'kiosk', may: 'public', bare: true, load: () => import('./KioskPage.tsx') }),
    page({
      path: '/kiosks',
      title: 'kiosks',
      may: 'kiosks:manage',
      nav: { group: 'administration', icon: IconDeviceTablet, order: 47 },
      load: () => import('./KiosksPage.tsx'),
    }),
  ],
  fills: [
    fill('banner', { may: (me) => me.lent?.as === 'kiosk', load: () => import('./KioskBanner.tsx') }),
    fill('account', { may: 'self', order: 30, load: () => import('./MyPin.tsx') }),
    fill('person', { may: 'kiosks:welcome', order: 46, load: () => import('./PersonPin.tsx') }),
  ],
})
