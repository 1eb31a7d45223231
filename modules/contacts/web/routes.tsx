import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    contacts: typeof import('./en.json', { with: { type: 'json' }})
  }
}

export const web = defineWeb({
  name: 'contacts',
  // The token stands behind the #: it is never sent to a server by the address alone.
  pages: [page({ path: '/verify-email', title: 'verify', may: 'public', bare: true, load: () => import('./VerifyEmail.tsx') })],
  fills: [fill('account', { may: 'self', order: 5, load: () => import('./MyContact.tsx') })],
})
