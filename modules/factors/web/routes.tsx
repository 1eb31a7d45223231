import { IconLockCog } from '@tabler/icons-react'
import { z } from 'zod'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    factors: typeof import('./en.json', { with: { type: 'json' }})
  }
}

declare module '#platform/web/slots.tsx' {
  interface Slots {
    /** Where a page needs the second factor fresh: asks for it once more. */
    stepUp: { opened: boolean; onClose: () => void }
  }
}

/** A path of this site, never another site's address. */
const ownPath = z.string().regex(/^\/(?![/\\])\P{Cc}*$/u)

export const web = defineWeb({
  name: 'factors',
  pages: [
    page({
      path: '/second-factor',
      title: 'secondFactor',
      may: 'public',
      bare: true,
      search: z.object({ next: ownPath.optional().catch(undefined) }),
      load: () => import('./SecondFactorPage.tsx'),
    }),
    page({
      path: '/sign-in-rules',
      title: 'policy',
      may: 'tenants:read',
      nav: { group: 'administration', icon: IconLockCog, order: 45 },
      load: () => import('./SignInPolicyPage.tsx'),
    }),
  ],
  fills: [
    fill('account', { may: 'self', order: 10, load: () => import('./MyFactors.tsx') }),
    fill('account', { may: 'self', order: 12, load: () => import('./MyQuestions.tsx') }),
    fill('account', { may: 'self', order: 80, load: () => import('./MyDevices.tsx') }),
    fill('account', { may: 'self', order: 90, load: () => import('./MySignIns.tsx') }),
    fill('stepUp', { may: 'self', load: () => import('./AskAgain.tsx') }),
    fill('person', { may: 'factors:lock', order: 44, load: () => import('./PersonLock.tsx') }),
    fill('person', { may: 'factors:reset', order: 45, load: () => import('./PersonFactors.tsx') }),
  ],
})
