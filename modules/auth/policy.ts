import { BlockList, isIPv6 } from 'node:net'
import { AppError, invalid } from '#platform/errors.ts'
import type { Lent } from '#platform/module.ts'
import type { SignInPolicy } from './contract.ts'

/** How long things last. The tenant may shorten sessions, never lengthen them. */
export const lasts = {
  session: { hours: 8 },
  accessToken: { minutes: 15 },
  /** A lost answer of a refresh gets the same successor again. */
  refreshGrace: { seconds: 10 },
  reset: { minutes: 30 },
  invitation: { hours: 7 * 24 },
  lock: { minutes: 15 },
  kiosk: { minutes: 15 },
  support: { minutes: 30 },
  /** The key that comes with a new tenant: whoever made the tenant has seen it. */
  firstKey: { hours: 90 * 24 },
  /** A device on which somebody showed their second factor and asked not to be asked again. */
  trust: { hours: 30 * 24 },
} as const

/** Minutes without a touch after which a session at a kiosk ends. */
const kioskIdle = 2
const clinical = ['clinical:write', 'clinical:issue']
/** People with clinical rights, whatever role gives them, are signed out after a quarter of an hour without activity, others when their organisation says so. */
export function idleMinutes(permissions: ReadonlySet<string>, policy: SignInPolicy, lent?: Lent | null): number | undefined {
  const limits = [
    lent?.as === 'kiosk' ? kioskIdle : Number.POSITIVE_INFINITY,
    clinical.some((one) => permissions.has(one)) ? 15 : Number.POSITIVE_INFINITY,
    policy.idleMinutes ?? Number.POSITIVE_INFINITY,
  ]
  const least = Math.min(...limits)
  return Number.isFinite(least) ? least : undefined
}

export type Standing = { hasSecondFactor: boolean; shownAt: string | null; trustedUntil: string | null }
/**
 * Must a second factor be shown before anything else? Not again in this session, nor on a device that is trusted for now. Where
 * there is none it must be added if the organisation asks for it.
 */
export function isPendingAt({ hasSecondFactor, shownAt, trustedUntil }: Standing, isAskedFor: boolean, now: Temporal.Instant): boolean {
  if (shownAt) return false
  if (!hasSecondFactor) return isAskedFor
  return !(trustedUntil && Temporal.Instant.compare(trustedUntil, now) > 0)
}

/** Does the organisation ask somebody with these roles for a second factor? */
export const asksForFactor = ({ secondFactorRoles }: SignInPolicy, roles: readonly string[]) =>
  roles.some((role) => secondFactorRoles.includes(role))

/**
 * May somebody with these roles come in by a password? Who comes through single sign-on, and everybody where the organisation says
 * so, may not; tenant administrators always may, so that a provider that is down locks nobody's organisation.
 */
export const mayUsePassword = ({ authProvider }: { authProvider: string }, roles: readonly string[], { allowed }: { allowed: boolean }) =>
  roles.includes('tenant_administrator') || (allowed && authProvider === 'local')

/** When a session that was opened for as long as the house allows ends, where the organisation allows less. */
export const endsBy = (end: Temporal.Instant, { sessionHours }: SignInPolicy) => end.subtract(lasts.session).add({ hours: sessionHours })

/** Whether an address is within one of the networks; none are all. */
export function within(networks: readonly string[]): (ip: string) => boolean {
  if (networks.length === 0) return () => true
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/')
    list.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4')
  }
  return (ip) => list.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4')
}

/** Wrong answers counted in one minute. */
export type Guesses = { windowStart: string; attempts: number }

/**
 * May one more password be tried, after these wrong ones? Five within an hour are free; each further one waits 15 minutes after
 * the last. So nobody is locked out longer than that, and an hour holds at most 5 + 60 / 15 = 9 wrong answers.
 */
export function mayGuess(wrong: readonly Guesses[], now: Temporal.Instant): boolean {
  const hourAgo = now.subtract({ hours: 1 })
  const recent = wrong.filter((one) => one.attempts > 0 && Temporal.Instant.compare(one.windowStart, hourAgo) > 0)
  if (recent.reduce((sum, one) => sum + one.attempts, 0) < 5) return true
  const lockEnds = (one: Guesses) => Temporal.Instant.from(one.windowStart).add(lasts.lock)
  return recent.every((one) => Temporal.Instant.compare(lockEnds(one), now) <= 0)
}

const browsers: [RegExp, string][] = [
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrom(?:e|ium)\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/CrOS/, 'Chromebook'],
  [/Linux/, 'Linux'],
]

/** Browser and system in words: "Firefox on Windows". */
export function deviceName(userAgent: string): string {
  const first = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent))?.[1]
  const browser = first(browsers)
  const system = first(systems)
  if (browser && system) return `${browser} on ${system}`
  return browser ?? system ?? (userAgent.split(/[/\s]/)[0]?.slice(0, 60) || 'Unknown device')
}

/** One sentence for an unknown name, a wrong password and a locked account. */
export const wrongDetails = () =>
  new AppError(
    401,
    'auth.wrong_details',
    'These details are not right, or there were too many attempts. Try again in 15 minutes, or choose a new password.',
  )
/** Said to who has proven who they are elsewhere. What was tried is on record. */
export const locked = () => new AppError(403, 'auth.locked', 'Your account is locked. Please ask your administrator.', { commits: true })
export const tenantNeeded = () =>
  new AppError(422, 'auth.tenant_needed', 'Please enter the code of your organisation.', {
    errors: [{ path: 'tenant', message: 'Please enter the code of your organisation.' }],
  })
export const foreignNetwork = () =>
  new AppError(403, 'auth.foreign_network', 'Your organisation lets people in from its own networks only. You are in another one.')
/** Said to who knew the password only. What was tried is on record. */
export const noPassword = () =>
  new AppError(403, 'auth.no_password', 'You do not sign in with a password here, but through the sign-in of your organisation.', {
    commits: true,
  })
export const linkSpent = () => new AppError(410, 'auth.link_spent', 'This link has been used or is too old. Please ask for a new one.')
/** Whoever may still enter is refused this only; for the others it is as if nobody were signed in. */
export const saidTo = ({ code, message }: AppError, mayEnter: boolean) => new AppError(mayEnter ? 403 : 401, code, message)
export const answersNeeded = () =>
  new AppError(422, 'auth.answers_needed', 'Please answer your security questions too.', {
    errors: [{ path: 'answers', message: 'Please answer all of them.' }],
  })
export const wrongAnswers = () =>
  new AppError(422, 'auth.wrong_answers', 'These answers are not right, or there were too many attempts. Try again in 15 minutes.', {
    errors: [{ path: 'answers', message: 'Not all of these are right.' }],
  })
export const questionsRaced = () =>
  new AppError(409, 'auth.questions_raced', 'Your questions were being changed at the same moment. Please try again.')
export const wrongCurrent = () =>
  new AppError(422, 'auth.wrong_current', 'Please check what you entered.', {
    errors: [{ path: 'current', message: 'This is not your present password, or there were too many attempts.' }],
  })
export const samePassword = () => invalid('next', 'This is the password you have. Choose another one.')
export const tooEasy = (field: string, why: string) =>
  new AppError(422, 'auth.too_easy', 'This password would be guessed too easily.', { errors: [{ path: field, message: why }] })
