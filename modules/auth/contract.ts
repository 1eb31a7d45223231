import { z } from 'zod'
import { configKey } from '#modules/tenancy/contract.ts'
import { endpoint, Id, Instant } from '#platform/contract.ts'
import { Me, Theme } from '#platform/session.ts'

/** The code by which a tenant is found where the host name does not tell. */
const TenantCode = z.string().trim().toLowerCase().min(1).max(60)
/** An e-mail address or a user name. */
const Identifier = z.string().trim().min(1).max(254)
/** A new password; what is too easily guessed is refused by the server. */
export const NewPassword = z.string().min(12).max(128)
const Token = z.string().min(16).max(200)

/** What an organisation asks of its people beyond what the house asks of everybody: every rule may only be made stricter. */
export const SignInPolicy = z.object({
  /** Codes of roles whose people need a second factor. */
  secondFactorRoles: z.array(z.string().trim().toLowerCase().min(1).max(60)).max(50),
  /** Minutes without activity after which a session ends; null leaves it to the role. */
  idleMinutes: z.number().int().min(5).max(480).nullable(),
  /** Hours after which a session ends, however busy. */
  sessionHours: z.number().int().min(1).max(8),
  /** The least characters of a new password. */
  passwordLength: z.number().int().min(12).max(64),
  /** Networks from which its people and keys are let in; none: from everywhere. */
  networks: z.array(z.union([z.cidrv4(), z.cidrv6()])).max(50),
  /** People may choose security questions, which a new password by a link then asks for besides. */
  securityQuestions: z.boolean().default(false),
})
export type SignInPolicy = z.infer<typeof SignInPolicy>
export const signInPolicy = configKey('auth.sign_in_policy', {
  schema: SignInPolicy,
  default: { secondFactorRoles: [], idleMinutes: null, sessionHours: 8, passwordLength: 12, networks: [], securityQuestions: false },
})

/** May people still use a password? Where not, they come through single sign-on; tenant administrators always may. */
export const passwordUse = configKey('auth.password_use', { schema: z.object({ allowed: z.boolean() }), default: { allowed: true } })

/** Nobody yet where `isPending`: the second factor is still to be shown. */
export const SignedIn = z.object({ me: Me.nullable(), isPending: z.boolean() })

export const signIn = endpoint('POST /session', {
  permission: 'public',
  body: z.object({ tenant: TenantCode.optional(), identifier: Identifier, password: z.string().min(1).max(128) }),
  returns: SignedIn,
  summary: 'Sign in',
})
export const signOut = endpoint('DELETE /session', { permission: 'pending', whileSuspended: true, whileLent: true, summary: 'Sign out' })
export const currentSession = endpoint('GET /session', {
  permission: 'public',
  returns: z.object({
    me: Me.nullable(),
    /** Somebody has given their password and is yet to show their second factor, or to choose another password. */
    isPending: z.boolean(),
    /** What is owed is another password: somebody else chose this one. */
    mustChange: z.boolean(),
    tenant: z.object({ name: z.string(), code: z.string() }).nullable(),
    /** Why its people cannot work just now. */
    suspension: z.string().nullable(),
    theme: Theme,
    /** Accounts of a demonstration, offered on the sign-in page; absent otherwise. */
    demo: z.array(z.object({ tenant: z.string(), identifier: z.string(), password: z.string(), who: z.string() })).optional(),
  }),
  summary: 'Who is signed in, in which tenant, and how it looks',
})
const Tokens = z.object({ accessToken: z.string(), refreshToken: z.string(), expiresAt: Instant })
export const signInForTokens = endpoint('POST /session/token', {
  permission: 'public',
  body: z.object({ tenant: TenantCode.optional(), identifier: Identifier, password: z.string().min(1).max(128) }),
  returns: Tokens.extend({ isPending: z.boolean() }),
  status: 201,
  secrets: ['accessToken', 'refreshToken'],
  summary: 'Sign in an API client or app: tokens for the Authorization header instead of a cookie',
})
export const refreshSession = endpoint('POST /session/refresh', {
  permission: 'public',
  body: z.object({ refreshToken: Token }),
  returns: Tokens,
  secrets: ['accessToken', 'refreshToken'],
  summary: 'New tokens for an API client',
})

export const UserSession = z.object({
  id: Id,
  device: z.string(),
  ipAddress: z.string().nullable(),
  createdAt: Instant,
  lastActiveAt: Instant,
  isCurrent: z.boolean(),
})
export const mySessions = endpoint('GET /sessions', {
  permission: 'self',
  returns: z.object({ items: z.array(UserSession), next: z.string().nullable() }),
  summary: 'Where I am signed in',
})
export const endMySession = endpoint('DELETE /sessions/:id', { permission: 'self', summary: 'Sign out one of my sessions' })

export const endMyOtherSessions = endpoint('DELETE /sessions', { permission: 'self', summary: 'Sign out everywhere but here' })

export const forgotPassword = endpoint('POST /password-resets', {
  permission: 'public',
  body: z.object({ tenant: TenantCode.optional(), identifier: Identifier }),
  status: 202,
  summary: 'Ask for a link to choose a new password; the answer tells nothing about whether the account exists',
})
export const SecurityQuestion = z.enum([
  'first_school',
  'childhood_street',
  'first_employer',
  'childhood_friend',
  'favourite_teacher',
  'first_concert',
  'grandparents_town',
  'first_pet',
  'childhood_book',
  'first_holiday',
])
export type SecurityQuestion = z.infer<typeof SecurityQuestion>
export const questionCount = 3
export const questionsOfReset = endpoint('POST /password-resets/questions', {
  permission: 'public',
  body: z.object({ token: Token }),
  returns: z.object({ questions: z.array(SecurityQuestion) }),
  summary: 'What choosing a new password with this link asks besides',
})
export const completeReset = endpoint('POST /password-resets/completion', {
  permission: 'public',
  body: z.object({ token: Token, password: NewPassword, answers: z.array(z.string().max(200)).max(questionCount).optional() }),
  summary: 'Choose a new password with the token of a link, and the answers to what it asks besides',
})
export const acceptInvitation = endpoint('POST /invitations/acceptance', {
  permission: 'public',
  body: z.object({ token: Token, password: NewPassword }),
  summary: 'Accept an invitation and choose a password',
})
export const myPassword = endpoint('GET /password', {
  permission: 'self',
  returns: z.object({ mayUse: z.boolean() }),
  summary: 'Whether I may sign in with a password',
})
export const changePassword = endpoint('POST /password', {
  permission: 'pending',
  body: z.object({ current: z.string().min(1).max(128), next: NewPassword }),
  whileSuspended: true,
  summary: 'Change my password; every other session ends',
})
