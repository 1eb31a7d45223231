import { z } from 'zod'
import { Id } from './contract.ts'

/** The tenant's theme, as the browser, mails and PDFs apply it. Colours are CSS hex values. */
export const Theme = z.object({
  name: z.string(),
  colors: z.object({ primary: z.string(), accent: z.string(), scheme: z.enum(['auto', 'light', 'dark']) }),
  typography: z.object({ fontFamily: z.string(), scale: z.number() }),
  /** `radius`: of corners, in pixels. */
  layout: z.object({ density: z.enum(['comfortable', 'compact']), navigation: z.enum(['left', 'right']), radius: z.number() }),
  components: z.object({ buttons: z.enum(['rounded', 'pill']), surfaces: z.enum(['bordered', 'raised']) }),
  logoUrl: z.string().nullable(),
  /** Whom people who are stuck can ask. */
  supportEmail: z.string().nullable(),
})
export type Theme = z.infer<typeof Theme>

/** Who is signed in, and what the browser may offer them. */
export const Me = z.object({
  id: Id,
  name: z.string(),
  email: z.string().nullable(),
  userType: z.enum(['employee', 'oh_professional', 'manager', 'admin', 'instructor', 'learner']),
  roles: z.array(z.string()),
  permissions: z.array(z.string()),
  /** The parts of the system that the tenant has. */
  features: z.array(z.string()),
  headsDepartments: z.boolean(),
  timeZone: z.string(),
  locale: z.string(),
  /** The session carries less than its person: at a kiosk, or lent to `actingName` for support; so many seconds more at most. */
  lent: z.object({ as: z.enum(['kiosk', 'support']), actingName: z.string().nullable(), secondsLeft: z.number().int() }).nullable(),
  tenant: z.object({ id: Id, name: z.string(), code: z.string(), status: z.string(), suspension: z.string().nullable() }),
})
export type Me = z.infer<typeof Me>
