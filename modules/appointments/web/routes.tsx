import { IconCalendarEvent, IconCalendarPlus, IconCalendarWeek, IconClockEdit, IconStethoscope } from '@tabler/icons-react'
import { z } from 'zod'
import { defineWeb, page } from '#platform/web/routes.tsx'
import { fill } from '#platform/web/slots.tsx'
import type { AppointmentMode } from '../contract.ts'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    appointments: typeof import('./en.json', { with: { type: 'json' }})
  }
}
declare module '#platform/web/slots.tsx' {
  interface Slots {
    /** Below an appointment's facts: note, outcome, video room. */
    appointment: { appointmentId: string; mode: AppointmentMode; status: string }
  }
}

const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined)
const isProfessional = (me: { permissions: string[]; userType: string }) =>
  me.permissions.includes('appointments:conduct') || me.permissions.includes('appointments:manage')

export const web = defineWeb({
  name: 'appointments',
  feature: 'occupational_health',
  pages: [
    page({
      path: '/appointments',
      title: 'mine',
      may: 'appointments:read',
      search: z.object({ when: optional(z.enum(['upcoming', 'past'])) }),
      nav: { group: 'health', icon: IconCalendarEvent, order: 10 },
      load: () => import('./MyAppointments.tsx'),
    }),
    page({
      path: '/book',
      title: 'book',
      may: 'appointments:book',
      search: z.object({
        type: optional(z.enum(['consultation', 'health_check', 'follow_up', 'emergency'])),
        mode: optional(z.enum(['in_person', 'virtual', 'phone'])),
        professional: optional(z.uuid()),
        from: optional(z.iso.date()),
        at: optional(z.iso.datetime()),
        person: optional(z.uuid()),
      }),
      nav: { group: 'health', icon: IconCalendarPlus, order: 20, label: 'bookShort' },
      load: () => import('./BookPage.tsx'),
    }),
    page({ path: '/appointments/$id', title: 'one', may: 'appointments:read', load: () => import('./AppointmentPage.tsx') }),
    page({
      path: '/appointments/$id/move',
      title: 'move',
      may: 'appointments:book',
      search: z.object({ professional: optional(z.uuid()), from: optional(z.iso.date()), at: optional(z.iso.datetime()) }),
      load: () => import('./MovePage.tsx'),
    }),
    page({
      path: '/calendar',
      title: 'calendar',
      may: isProfessional,
      search: z.object({ day: optional(z.iso.date()), view: optional(z.enum(['day', 'week'])), professional: optional(z.uuid()) }),
      nav: { group: 'health', icon: IconCalendarWeek, order: 30 },
      load: () => import('./CalendarPage.tsx'),
    }),
    page({
      path: '/working-hours',
      title: 'hours',
      may: isProfessional,
      search: z.object({ professional: optional(z.uuid()) }),
      nav: { group: 'health', icon: IconClockEdit, order: 35 },
      load: () => import('./HoursPage.tsx'),
    }),
    page({
      path: '/professionals',
      title: 'professionals',
      may: 'appointments:manage',
      nav: { group: 'administration', icon: IconStethoscope, order: 30 },
      load: () => import('./ProfessionalsPage.tsx'),
    }),
  ],
  fills: [
    fill('home', { may: 'appointments:conduct', order: 5, load: () => import('./TodayCard.tsx') }),
    fill('home', { may: 'appointments:book', order: 10, load: () => import('./NextAppointment.tsx') }),
  ],
})
