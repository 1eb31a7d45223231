import { defineWeb } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module '#platform/web/slots.tsx' {
  interface Slots {
    signIn: { tenant: string; identifier: string; returnTo: string }
  }
}

declare module 'i18next' {
  interface ResourceNamespaceMap {
    settings: typeof import('./en.json', { with: { type: 'json' }})
  }
}

export const web = defineWeb({
  name: 'settings',
  fills: [
    fill('account', { may: 'self', order: 10, load: () => import('./PreferencesCard.tsx') }),
    fill('banner', { may: 'self', order: 90, load: () => import('./Announcement.tsx') }),
    fill('signIn', { may: 'public', order: 90, load: () => import('./SignInNotices.tsx') }),
  ],
})
