import { z } from 'zod'
import { questionCount, SecurityQuestion, SignInPolicy } from '#modules/auth/contract.ts'
import { endpoint, exportOf, Id, Instant, listQuery, page } from '#platform/contract.ts'

/** Rights of this module, and the seeded roles that start with them. */
export const permissions = {
  'factors:reset': { says: 'Take away the second factors of people who lost theirs', roles: ['tenant_administrator'], withheld: 'access' },
  'factors:lock': { says: 'Lock people out of their account, and let them in again', roles: ['tenant_administrator'], withheld: 'access' },
} as const

export const Kind = z.enum(['totp', 'passkey'])
export type Kind = z.infer<typeof Kind>
const Name = z.string().trim().min(1).max(80)
const Code = z.string().trim().min(6).max(20)
/** Bytes as the browser sends them. */
const Bytes = z.string().max(20_000)
const credential = { id: Bytes, rawId: Bytes, type: z.literal('public-key'), authenticatorAttachment: z.string().max(40).optional() }
const Described = z.object({ id: z.string(), type: z.literal('public-key'), transports: z.array(z.string()).optional() })

export const secondFactor = endpoint('GET /session/second-factor', {
  permission: 'pending',
  whileSuspended: true,
  returns: z.object({
    /** Nothing else is reached before one of them is shown, or (where there is none) enrolled. */
    isPending: z.boolean(),
    methods: z.array(z.enum(['totp', 'passkey', 'recovery_code'])),
  }),
  summary: 'With what I can show that it is me',
})
const Trust = z.boolean().default(false)
export const showCode = endpoint('POST /session/second-factor/code', {
  permission: 'pending',
  whileSuspended: true,
  body: z.object({ code: Code, trust: Trust }),
  summary: 'Show a code of my authenticator app, or one of my recovery codes; `trust`: not again on this device for 30 days',
})
export const passkeyToShow = endpoint('POST /session/second-factor/passkey/options', {
  permission: 'pending',
  whileSuspended: true,
  returns: z.object({
    challenge: z.string(),
    timeout: z.number().optional(),
    rpId: z.string().optional(),
    allowCredentials: z.array(Described).optional(),
    userVerification: z.string().optional(),
  }),
  summary: 'What a passkey of mine must sign',
})
export const showPasskey = endpoint('POST /session/second-factor/passkey', {
  permission: 'pending',
  whileSuspended: true,
  body: z.object({
    ...credential,
    response: z.object({ clientDataJSON: Bytes, authenticatorData: Bytes, signature: Bytes, userHandle: Bytes.optional() }),
    trust: Trust,
  }),
  summary: 'Show a passkey',
})

export const Factor = z.object({
  id: Id,
  kind: Kind,
  name: z.string(),
  /** A passkey that survives its device. */
  isSynced: z.boolean(),
  createdAt: Instant,
  lastUsedAt: Instant.nullable(),
})
export type Factor = z.infer<typeof Factor>
export const myFactors = endpoint('GET /factors', {
  permission: 'self',
  returns: z.object({
    items: z.array(Factor),
    next: z.null(),
    recoveryCodesLeft: z.number().int(),
    /** Shown within the last ten minutes, or none there to show: factors can be changed. */
    may: z.object({ change: z.boolean() }),
  }),
  summary: 'My authenticator apps and passkeys',
})
/** Shown once: null when the same request comes again. */
const Once = z.string().nullable()
/** Made with the first factor, shown this once; null with further ones. */
const Enrolled = z.object({ recoveryCodes: z.array(z.string()).nullable() })
export const beginTotp = endpoint('POST /factors/totp', {
  permission: 'pending',
  whileSuspended: true,
  returns: z.object({
    id: Id,
    secret: Once,
    uri: Once,
    /** The address as a QR code: a path in a square of so many modules, quiet zone included. */
    qr: z.object({ side: z.number().int(), path: z.string() }).nullable(),
  }),
  status: 201,
  secrets: ['secret', 'uri', 'qr'],
  summary: 'Begin to add an authenticator app: the secret it needs',
})
export const confirmTotp = endpoint('POST /factors/totp/:id/confirmation', {
  permission: 'pending',
  whileSuspended: true,
  body: z.object({ name: Name, code: Code }),
  returns: Enrolled,
  secrets: ['recoveryCodes'],
  summary: 'Finish to add an authenticator app with its first code',
})
export const beginPasskey = endpoint('POST /factors/passkeys/options', {
  permission: 'pending',
  whileSuspended: true,
  returns: z.object({
    rp: z.object({ id: z.string().optional(), name: z.string() }),
    user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
    challenge: z.string(),
    pubKeyCredParams: z.array(z.object({ alg: z.number(), type: z.literal('public-key') })),
    timeout: z.number().optional(),
    excludeCredentials: z.array(Described).optional(),
    authenticatorSelection: z.object({ residentKey: z.string().optional(), userVerification: z.string().optional() }).optional(),
    attestation: z.string().optional(),
  }),
  summary: 'Begin to add a passkey: what the browser asks the authenticator for',
})
export const addPasskey = endpoint('POST /factors/passkeys', {
  permission: 'pending',
  whileSuspended: true,
  body: z.object({
    ...credential,
    response: z.object({ clientDataJSON: Bytes, attestationObject: Bytes, transports: z.array(z.string().max(40)).max(10).optional() }),
    name: Name,
  }),
  returns: Enrolled,
  status: 201,
  secrets: ['recoveryCodes'],
  summary: 'Add a passkey',
})
export const renameFactor = endpoint('PATCH /factors/:id', {
  permission: 'self',
  body: z.object({ name: Name }),
  returns: Factor,
  summary: 'Give an authenticator app or passkey of mine another name',
})
export const removeFactor = endpoint('DELETE /factors/:id', {
  permission: 'self',
  summary: 'Remove an authenticator app or passkey of mine',
})
export const renewRecoveryCodes = endpoint('POST /recovery-codes', {
  permission: 'self',
  returns: Enrolled,
  status: 201,
  secrets: ['recoveryCodes'],
  summary: 'New recovery codes; the old ones no longer work',
})

export const factorsOfPerson = endpoint('GET /people/:id/factors', {
  permission: 'factors:reset',
  returns: z.object({ kinds: z.array(Kind), may: z.object({ reset: z.boolean() }) }),
  summary: 'Which kinds of second factor a person has',
})
export const resetFactors = endpoint('DELETE /people/:id/factors', {
  permission: 'factors:reset',
  summary: 'Take away all second factors of a person who lost theirs; their sessions end',
})

/** `by`: the administrator who shut it, for `reason`; null where too many wrong answers did, `until` then at most. */
const Lock = z.object({ at: Instant, until: Instant.nullable(), by: z.string().nullable(), reason: z.string().nullable() })
export const lockOfPerson = endpoint('GET /people/:id/lock', {
  permission: 'factors:lock',
  returns: z.object({ lock: Lock.nullable(), may: z.object({ lock: z.boolean(), unlock: z.boolean() }) }),
  summary: 'Whether a person is kept out of their account, by whom or what, and until when',
})
export const lockPerson = endpoint('PUT /people/:id/lock', {
  permission: 'factors:lock',
  body: z.object({ reason: z.string().trim().min(1).max(500) }),
  summary: 'Shut a person’s account at every door until it is opened again; their sessions end',
})
export const unlockPerson = endpoint('DELETE /people/:id/lock', { permission: 'factors:lock', summary: 'Open a person’s account again' })

const PolicyHere = z.object({
  policy: SignInPolicy,
  /** From where the one who asks is seen: within `networks`, or they would shut themselves out. */
  address: z.string(),
})
export const readSignInPolicy = endpoint('GET /sign-in-policy', {
  permission: 'tenants:read',
  returns: PolicyHere,
  summary: 'What the organisation asks of people who sign in',
})
export const setSignInPolicy = endpoint('PUT /sign-in-policy', {
  permission: 'tenants:write',
  body: SignInPolicy,
  returns: PolicyHere,
  summary: 'Change what the organisation asks of people who sign in; it counts with the next request of everybody',
})

const Answered = z.object({ question: SecurityQuestion, answer: z.string().trim().min(3).max(200) })
export const mySecurityQuestions = endpoint('GET /security-questions', {
  permission: 'self',
  returns: z.object({ isOn: z.boolean(), chosen: z.array(SecurityQuestion) }),
  summary: 'Which security questions a new password by a link asks me besides',
})
export const setSecurityQuestions = endpoint('PUT /security-questions', {
  permission: 'self',
  body: z.object({
    answers: z
      .array(Answered)
      .length(questionCount)
      .refine((all) => new Set(all.map((one) => one.question)).size === all.length, 'Choose three different questions.'),
  }),
  summary: 'Choose my security questions, and answer them',
})
export const removeSecurityQuestions = endpoint('DELETE /security-questions', {
  permission: 'self',
  summary: 'Ask me no questions any more',
})

export const SignInNote = z.object({
  id: Id,
  at: Instant,
  outcome: z.enum(['success', 'failure', 'locked', 'second_factor_needed', 'throttled']),
  /** Why it failed: `wrong password`, `wrong second factor`, `too many attempts`, or the state of the account. */
  reason: z.string().nullable(),
  method: z.enum(['password', 'refresh', 'oidc', 'passkey', 'one_time_token', 'api_key', 'kiosk', 'support']),
  device: z.string(),
  ipAddress: z.string().nullable(),
})
export const mySignIns = endpoint('GET /sign-ins', {
  permission: 'self',
  query: listQuery({ sort: ['-at'] }).omit({ q: true }),
  returns: page(SignInNote),
  summary: 'When somebody signed in as me, or tried to, newest first',
})
export const exportSignIns = exportOf(mySignIns)
export const Device = z.object({
  id: Id,
  name: z.string(),
  ipAddress: z.string().nullable(),
  lastSeenAt: Instant,
  /** Until then the second factor is not asked for there. */
  trustedUntil: Instant.nullable(),
  isCurrent: z.boolean(),
})
export const myDevices = endpoint('GET /devices', {
  permission: 'self',
  returns: z.object({ items: z.array(Device), next: z.null() }),
  summary: 'Devices on which I have signed in',
})
export const forgetDevice = endpoint('DELETE /devices/:id', {
  permission: 'self',
  summary: 'Forget a device of mine: its sessions end, and it is neither known nor trusted',
})
