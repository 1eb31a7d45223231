import { z } from 'zod'
import { defineWeb, page } from '#platform/web/routes.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    auth: typeof import('./en.json', { with: { type: 'json' }})
  }
}

export const web = defineWeb({
  name: 'auth',
  pages: [
    page({
      path: '/sign-in',
      title: 'signIn',
      may: 'public',
      bare: true,
      search: z.object({ next: z.string().startsWith('/').optional(), ended: z.boolean().optional() }),
      load: () => import('./SignIn.tsx'),
    }),
  ],
})
