import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Endpoint } from '../contract.ts'
import type { Me, Theme } from '../session.ts'
import { call, cookieSettled } from './api.ts'
import { queryClient } from './data.ts'
import { endLive } from './live.ts'

/** What `GET /session` answers, for strangers too. */
export type Session = {
  me: Me | null
  /** Somebody has given their password and is yet to show their second factor. */
  isPending: boolean
  /** What they owe is another password: somebody else chose theirs. */
  mustChange: boolean
  tenant: { name: string; code: string } | null
  /** Why the tenant's people cannot work just now. */
  suspension: string | null
  theme: Theme
}
/** The two endpoints the shell needs from whoever knows about signing in; `app/web.tsx` gives them. */
export type SessionPort = { current: Endpoint<z.ZodType, z.ZodType, z.ZodType, z.ZodType<Session>>; end: Endpoint }

/** Who may see a page, a slot or a button: a permission, `self` (anybody signed in, in a session of their own), `public`, or a question about the person. */
export type May = string | ((me: Me) => boolean)

let port: SessionPort | undefined
export const setSessionPort = (given: SessionPort) => {
  port = given
}
const sessionKey = ['session'] as const
const sessionQuery = {
  queryKey: sessionKey,
  queryFn: async (): Promise<Session> => {
    if (!port) throw new Error('startWeb has not been called')
    const before = queryClient.getQueryData<Session>(sessionKey)?.me
    let answer = (await call(port.current)) as Session
    if (!answer.me && before) {
      await cookieSettled()
      answer = (await call(port.current)) as Session
    }
    return before && answer.me && !isSame(before, answer.me) ? startAnew() : answer
  },
  staleTime: 5 * 60_000,
  meta: { live: ['auth', 'access', 'tenancy'] },
}

/** A page is one person's, and shows nothing to another: not to who was lent their session, nor to who is back from it. */
const isSame = (one: Me, other: Me) => one.id === other.id && one.lent?.as === other.lent?.as
function startAnew(): Promise<never> {
  location.replace('/')
  return new Promise(() => undefined)
}
/** Somebody is at this page, though it asks for nothing. */
export function stayActive() {
  if (port && queryClient.getQueryData<Session>(sessionKey)?.me) void call(port.current).catch(() => undefined)
}

/** The session, fetched once and kept. */
export const loadSession = (): Promise<Session> => queryClient.ensureQueryData(sessionQuery)
/** Asks the server again who is signed in, after sign-in; what somebody else saw before is forgotten. */
export function renewSession() {
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] })
  return queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 })
}
/** Forgets who is signed in, and everything they saw. */
export function forgetSession() {
  void queryClient.invalidateQueries({ queryKey: sessionKey }) // the server may say why
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] })
  queryClient.setQueryData<Session>(sessionKey, (session) => session && { ...session, me: null })
}
/** Signs out: here, in every tab, and out of memory. */
export async function endSession(to = '/sign-in') {
  if (port) await call(port.end).catch(() => undefined)
  endLive()
  location.replace(to)
}

export function useSession(): Session {
  const { data } = useQuery(sessionQuery, useQueryClient())
  if (!data) throw new Error('the session is loaded before the first page')
  return data
}
/** The person signed in. Only below the shell: there is always one there. */
export function useMe(): Me {
  const { me } = useSession()
  if (!me) throw new Error('nobody is signed in')
  return me
}

export function may(me: Me | null, rule: May): boolean {
  if (rule === 'public') return true
  if (!me) return false
  if (typeof rule === 'function') return rule(me)
  return rule === 'self' ? me.lent === null : me.permissions.includes(rule)
}
/** What keeps this person's whole organisation from a page or part: it has not the feature, or is suspended. Strangers see what is public. */
export function hindrance(me: Me | null, part: { feature?: string | undefined; whileSuspended?: boolean | undefined }) {
  if (!me) return null
  if (me.tenant.suspension !== null && !part.whileSuspended) return 'suspended'
  return part.feature && !me.features.includes(part.feature) ? 'off' : null
}
/** `const can = useCan(); can('appointments:book')` */
export function useCan() {
  const { me } = useSession()
  return (rule: May) => may(me, rule)
}
