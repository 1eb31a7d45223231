import { z } from 'zod'
import { defineWeb, page } from '#platform/web/routes.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    auth: typeof import('./en.json', { with: { type: 'json' }})
  }
}

declare module '#platform/web/slots.tsx' {
  interface Slots {
    /** Below the form: other ways to sign in. `tenant` and `identifier` as typed so far; a path of ours to go to after. */
    signIn: { tenant: string; identifier: string; returnTo: string }
  }
}

/** A path of this site, never another site's address. */
const ownPath = z.string().regex(/^\/(?![/\\])\P{Cc}*$/u)

export const web = defineWeb({
  name: 'auth',
  pages: [
    page({
      path: '/sign-in',
      title: 'signIn',
      may: 'public',
      bare: true,
      search: z.object({ next: ownPath.optional().catch(undefined), ended: z.boolean().optional().catch(undefined) }),
      load: () => import('./SignIn.tsx'),
    }),
    page({ path: '/forgotten-password', title: 'forgotten', may: 'public', bare: true, load: () => import('./ForgottenPassword.tsx') }),
    // The token stands behind the #: it is never sent to a server by the address alone.
    page({ path: '/reset-password', title: 'reset', may: 'public', bare: true, load: () => import('./ResetPassword.tsx') }),
    page({ path: '/accept-invitation', title: 'invitation', may: 'public', bare: true, load: () => import('./AcceptInvitation.tsx') }),
    page({
      path: '/new-password',
      title: 'newPassword',
      may: 'public',
      bare: true,
      search: z.object({ next: ownPath.optional().catch(undefined) }),
      load: () => import('./NewPassword.tsx'),
    }),
    page({ path: '/account', title: 'account', may: 'self', load: () => import('./Account.tsx') }),
  ],
})
