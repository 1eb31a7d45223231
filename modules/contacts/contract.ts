import { z } from 'zod'
import { endpoint, Instant } from '#platform/contract.ts'

/** As people write it; kept without spaces: an optional plus, and 7 to 15 digits. */
export const Phone = z
  .string()
  .max(40)
  .transform((text) => text.replaceAll(/\(0\)|[\s().\-/]/g, ''))
  .pipe(z.string().regex(/^\+?\d{7,15}$/, 'Use a number such as 07700 900123 or +44 7700 900123.'))

export const myContact = endpoint('GET /contact', {
  permission: 'self',
  returns: z.object({
    email: z.string().nullable(),
    emailVerifiedAt: Instant.nullable(),
    phone: z.string().nullable(),
    phoneVerifiedAt: Instant.nullable(),
    /** This installation can send text messages. */
    may: z.object({ verifyPhone: z.boolean() }),
  }),
  summary: 'My e-mail address and telephone number, and whether they are proven to be mine',
})
export const askForEmail = endpoint('POST /contact/email', {
  permission: 'self',
  body: z.object({ email: z.email().max(254).toLowerCase(), password: z.string().min(1).max(128) }),
  status: 202,
  summary: 'Send a link to an address of mine, new or present: it counts once that link was opened; the present one is told',
})
export const verifyEmail = endpoint('POST /contact/email/verification', {
  permission: 'public',
  body: z.object({ token: z.string().min(16).max(200) }),
  returns: z.object({ email: z.string() }),
  summary: 'Prove an address with the token of the link sent there',
})
export const askForPhone = endpoint('POST /contact/phone', {
  permission: 'self',
  body: z.object({ phone: Phone }),
  status: 202,
  summary: 'Send a code to a telephone of mine: its number counts once that code was typed',
})
export const verifyPhone = endpoint('POST /contact/phone/verification', {
  permission: 'self',
  body: z.object({ code: z.string().regex(/^\d{6}$/, 'The code has six digits.') }),
  summary: 'Prove a telephone number with the code sent there',
})
