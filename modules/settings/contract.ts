import { z } from 'zod'
import { Locale, TimeZone } from '#modules/directory/contract.ts'
import { endpoint } from '#platform/contract.ts'

export const Preferences = z.object({
  colorScheme: z.enum(['auto', 'light', 'dark']),
  locale: Locale,
  timeZone: TimeZone,
})
export type Preferences = z.infer<typeof Preferences>

export const readPreferences = endpoint('GET /preferences', { permission: 'self', returns: Preferences, summary: 'How I like it' })
export const savePreferences = endpoint('PUT /preferences', {
  permission: 'self',
  body: Preferences.partial(),
  returns: Preferences,
  summary: 'Change colour scheme, language or time zone; what is not named stays',
})
