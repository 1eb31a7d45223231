import { IconCertificate, IconPalette } from '@tabler/icons-react'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    certificates: typeof import('./en.json', { with: { type: 'json' }})
  }
}
declare module '#platform/web/slots.tsx' {
  interface Slots {
    person: { userId: string }
    courseFinished: { enrollmentId: string; courseId: string }
  }
}

const read = 'certificates:read'

export const web = defineWeb({
  name: 'certificates',
  feature: 'learning',
  pages: [
    page({
      path: '/certificates',
      title: 'mine',
      may: read,
      nav: { group: 'learning', icon: IconCertificate, order: 20 },
      load: () => import('./MyCertificates.tsx'),
    }),
    page({ path: '/certificates/$id', title: 'one', may: read, load: () => import('./CertificatePage.tsx') }),
    page({
      path: '/certificate-designs',
      title: 'designs',
      may: 'certificate_templates:write',
      nav: { group: 'administration', icon: IconPalette, order: 60 },
      load: () => import('./DesignsPage.tsx'),
    }),
    page({ path: '/verify', title: 'verify', may: 'public', bare: true, load: () => import('./VerifyPage.tsx') }),
    page({ path: '/verify/$number', title: 'verify', may: 'public', bare: true, load: () => import('./VerifyPage.tsx') }),
  ],
  fills: [
    fill('person', { may: read, order: 60, load: () => import('./PersonCertificates.tsx') }),
    fill('courseFinished', { may: read, order: 10, load: () => import('./FinishedCertificate.tsx') }),
  ],
})
