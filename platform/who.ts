import type { AppError } from './errors.ts'
import type { Lent } from './handle.ts'

/**
 * One limit of whose rows a permission reaches: the person's own, those of a department and below (`headed`: the ones they head),
 * of their branch, of an organization and below (null: their own), or of people whose attribute compares so.
 */
export type Limit =
  | { to: 'self' | 'headed' | 'branch' }
  | { to: 'department'; id: string }
  | { to: 'organization'; id: string | null }
  | { to: 'attribute'; attribute: string; is: 'one_of' | 'none_of'; values: readonly string[] }
/** Whose rows: everybody's, or those for which all limits of one of the alternatives hold. */
export type Reach = 'all' | readonly (readonly Limit[])[]

/** Who is signed in: identity and tenant come from here, never from a body or header the client chooses. */
export type Session = {
  id: string
  tenantId: string
  userId: string
  name: string
  userType: string
  kind: 'browser' | 'token' | 'key'
  permissions: ReadonlySet<string>
  /** Something is still owed (a second factor, a password of one's own): such a session reaches the `pending` routes and nothing else. */
  isPending: boolean
  /** Nothing is owed but another password, because somebody else chose the one there is. */
  mustChange: boolean
  /** When the second factor was last shown in this session; null where it never was. */
  secondFactorAt: Temporal.Instant | null
  /** The permissions that reach some people's rows only, and whose. */
  narrowed: ReadonlyMap<string, Exclude<Reach, 'all'>>
  /** The tenant is suspended: `refusal` says why, and meets this person everywhere but where `mayEnter` opens an endpoint that stays open. */
  suspended?: { mayEnter: boolean; refusal: AppError } | null
  lent?: Lent | null
}

/** The caller's side of the connection. */
export type Client = {
  ip: string
  userAgent: string
  /** The configured origin (never the Host header), for links. */
  origin: string
  /** The host the browser asked for: only to find the tenant of a verified domain. */
  host: string
  /** The token of the session cookie or the bearer header. */
  token: string | undefined
  /** The token of the device cookie, which outlives sessions: a device that signed in before. */
  device: string | undefined
  /** Sets (or with null clears) the browser's session cookie. */
  setSession: (token: string | null, expires?: Temporal.Instant) => void
  setDevice: (token: string) => void
  /** The token of a cookie of ten minutes: what was begun in this browser, and comes back to it from elsewhere. */
  errand: string | undefined
  setErrand: (token: string) => void
  /** The token of the kiosk cookie: a device that an administrator has registered. */
  kiosk: string | undefined
  setKiosk: (token: string | null) => void
}
