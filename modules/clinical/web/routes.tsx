import { IconNotes } from '@tabler/icons-react'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    clinical: typeof import('./en.json', { with: { type: 'json' }})
  }
}
declare module '#platform/web/slots.tsx' {
  interface Slots {
    appointment: { appointmentId: string; mode: 'in_person' | 'virtual' | 'phone'; status: string }
  }
}

const ofEncounter = 'clinical:read'
export const web = defineWeb({
  name: 'clinical',
  feature: 'occupational_health',
  pages: [
    page({
      path: '/my/clinical-notes',
      title: 'mine',
      may: 'clinical:read',
      nav: { group: 'health', icon: IconNotes, order: 45 },
      load: () => import('./MyNotes.tsx'),
    }),
  ],
  fills: [
    fill('appointment', { may: ofEncounter, order: 10, load: () => import('./NotesPanel.tsx') }),
    fill('appointment', { may: ofEncounter, order: 20, load: () => import('./OutcomePanel.tsx') }),
  ],
})
