import { z } from 'zod'
import { endpoint, Id, Instant } from '#platform/contract.ts'

/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'kiosks:manage': {
    says: 'Register and revoke kiosks, and give anybody a start code for them',
    roles: ['admin', 'tenant_administrator'],
    withheld: 'access',
  },
  'kiosks:welcome': {
    says: 'Give start codes for kiosks to the people one manages',
    roles: ['manager', 'admin', 'tenant_administrator'],
    about: 'oneself',
    withheld: 'access',
  },
} as const

const Name = z.string().trim().min(1).max(80)
const Place = z.object({ id: Id, name: z.string() })
/** Six digits; what is too easily guessed is refused by the server. */
export const Pin = z.string().regex(/^\d{6}$/, 'A PIN has six digits.')
const EmployeeNumber = z
  .string()
  .trim()
  .regex(/^\P{Cc}{1,60}$/u, 'Please check the number.')
/** Shown once: null when the same request comes again. */
const Once = z.string().nullable()

export const Kiosk = z.object({
  id: Id,
  name: z.string(),
  branch: Place.nullable(),
  /** waiting: its code has not been typed on a device yet. */
  state: z.enum(['waiting', 'active', 'revoked']),
  registeredAt: Instant.nullable(),
  lastSeenAt: Instant.nullable(),
  /** From where it was last seen. */
  ipAddress: z.string().nullable(),
})
export type Kiosk = z.infer<typeof Kiosk>
export const listKiosks = endpoint('GET /kiosks', {
  permission: 'kiosks:manage',
  returns: z.object({ items: z.array(Kiosk), next: z.null(), branches: z.array(Place) }),
  summary: 'Kiosks, and the branches where they may stand',
})
const fields = { name: Name, branchId: Id.nullable() }
const Code = z.object({ id: Id, code: Once, expiresAt: Instant })
export const addKiosk = endpoint('POST /kiosks', {
  permission: 'kiosks:manage',
  body: z.object(fields),
  returns: Code,
  status: 201,
  secrets: ['code'],
  summary: 'A new kiosk: the code to type on the device, once, within half an hour',
})
export const changeKiosk = endpoint('PATCH /kiosks/:id', {
  permission: 'kiosks:manage',
  body: z.object(fields).partial(),
  returns: Kiosk,
  summary: 'Give a kiosk another name or place',
})
export const renewKioskCode = endpoint('POST /kiosks/:id/code', {
  permission: 'kiosks:manage',
  returns: Code,
  status: 201,
  secrets: ['code'],
  summary: 'Another code for a kiosk: the device it is typed on takes the place of the one before',
})
export const revokeKiosk = endpoint('DELETE /kiosks/:id', {
  permission: 'kiosks:manage',
  summary: 'Revoke a kiosk: whoever is at it is signed out, and nobody comes in there again',
})

const Here = z.object({ kiosk: z.object({ name: z.string(), branch: z.string().nullable(), organization: z.string() }).nullable() })
export const kioskHere = endpoint('GET /kiosk', { permission: 'public', returns: Here, summary: 'Which kiosk this device is' })
export const registerKiosk = endpoint('POST /kiosk', {
  permission: 'public',
  body: z.object({ code: z.string().trim().min(10).max(20) }),
  returns: Here,
  summary: 'Make this device a kiosk, with the code an administrator was shown; whoever is signed in on it is signed out',
})
export const enterAtKiosk = endpoint('POST /kiosk/session', {
  permission: 'public',
  body: z.object({ number: EmployeeNumber, pin: Pin }),
  summary: 'Come in at a kiosk by employee number and PIN',
})
export const choosePin = endpoint('POST /kiosk/pin', {
  permission: 'public',
  body: z.object({ number: EmployeeNumber, code: z.string().regex(/^\d{8}$/, 'A start code has eight digits.'), pin: Pin }),
  summary: 'Come in at a kiosk for the first time: choose a PIN with a start code',
})

export const myPin = endpoint('GET /kiosk-pin', {
  permission: 'self',
  returns: z.object({
    /** The number to type at a kiosk; null for people without one. */
    number: z.string().nullable(),
    setAt: Instant.nullable(),
    /** There are kiosks to use it at. */
    isUseful: z.boolean(),
  }),
  summary: 'Whether I have a PIN for kiosks',
})
export const setMyPin = endpoint('PUT /kiosk-pin', {
  permission: 'self',
  body: z.object({ pin: Pin }),
  summary: 'Choose my PIN for kiosks',
})
export const removeMyPin = endpoint('DELETE /kiosk-pin', { permission: 'self', summary: 'Remove my PIN: nobody comes in as me at a kiosk' })

export const pinOfPerson = endpoint('GET /people/:id/kiosk-pin', {
  permission: 'kiosks:welcome',
  returns: z.object({
    number: z.string().nullable(),
    setAt: Instant.nullable(),
    /** A start code waits to be used until then. */
    codeUntil: Instant.nullable(),
    may: z.object({ issue: z.boolean() }),
  }),
  summary: 'Whether a person has a PIN for kiosks',
})
export const issueStartCode = endpoint('POST /people/:id/kiosk-pin/code', {
  permission: 'kiosks:welcome',
  returns: z.object({ code: Once, expiresAt: Instant }),
  status: 201,
  secrets: ['code'],
  summary: 'A start code for a person, with which they choose a PIN at a kiosk; a PIN they had no longer works, and they are told',
})
