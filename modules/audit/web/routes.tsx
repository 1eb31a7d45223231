import { IconHistory } from '@tabler/icons-react'
import { z } from 'zod'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    audit: typeof import('./en.json', { with: { type: 'json' }})
  }
}

export const web = defineWeb({
  name: 'audit',
  pages: [
    page({
      path: '/audit',
      title: 'audit',
      may: 'audit:read',
      search: z.object({
        userId: z.uuid().optional().catch(undefined),
        userName: z.string().max(200).optional().catch(undefined),
        entity: z
          .string()
          .regex(/^[a-z_]{1,60}$/)
          .optional()
          .catch(undefined),
        entityId: z.uuid().optional().catch(undefined),
        action: z.enum(['create', 'read', 'update', 'delete', 'login', 'logout']).optional().catch(undefined),
        system: z.literal(true).optional().catch(undefined),
        from: z.iso.date().optional().catch(undefined),
        until: z.iso.date().optional().catch(undefined),
      }),
      nav: { group: 'administration', icon: IconHistory, order: 90, label: 'auditShort' },
      load: () => import('./AuditPage.tsx'),
    }),
  ],
  fills: [fill('exports', { may: 'audit:read', order: 40, whileSuspended: true, load: () => import('./TakeTrail.tsx') })],
})
