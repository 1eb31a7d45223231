import { z } from 'zod'
import { Locale, TimeZone } from '#modules/directory/contract.ts'
import { endpoint, Instant } from '#platform/contract.ts'

export const Preferences = z.object({
  colorScheme: z.enum(['auto', 'light', 'dark']),
  locale: Locale,
  timeZone: TimeZone,
})
export type Preferences = z.infer<typeof Preferences>

/** What whoever runs the installation sets for everybody on it; null says nothing. */
export const SystemSettings = z.object({
  /** Shown above every page and on the sign-in page, before `until` where there is an end. */
  announcement: z.object({ text: z.string().trim().min(1).max(300), until: Instant.nullable() }).nullable(),
  /** Shown on the sign-in page: who helps somebody that cannot come in. */
  help: z.object({ text: z.string().trim().min(1).max(300), email: z.email().nullable() }).nullable(),
})
export type SystemSettings = z.infer<typeof SystemSettings>
export const readNotices = endpoint('GET /notices', {
  permission: 'public',
  returns: SystemSettings,
  summary: 'What the operator tells everybody now',
})

export const readPreferences = endpoint('GET /preferences', { permission: 'self', returns: Preferences, summary: 'How I like it' })
export const savePreferences = endpoint('PUT /preferences', {
  permission: 'self',
  body: Preferences.partial(),
  returns: Preferences,
  summary: 'Change colour scheme, language or time zone; what is not named stays',
})
