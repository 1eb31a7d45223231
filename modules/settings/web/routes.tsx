import { defineWeb } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    settings: typeof import('./en.json', { with: { type: 'json' }})
  }
}

export const web = defineWeb({
  name: 'settings',
  fills: [fill('account', { may: 'self', order: 10, load: () => import('./PreferencesCard.tsx') })],
})
