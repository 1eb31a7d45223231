import { AppError } from '#platform/errors.ts'
import type { Permissions } from '#platform/module.ts'

export const lasts = { code: { minutes: 15 } } as const

type Held = { permissions: ReadonlySet<string>; narrowed: ReadonlyMap<string, unknown> }
/**
 * What a session lent for support may: what both may, the supporter for everybody's rows, and nothing that the catalogue withholds
 * (health; who gets in, and what they may).
 */
export const lentTo = (supporter: Held, person: Held, catalogue: Permissions): string[] =>
  [...person.permissions]
    .filter((code) => supporter.permissions.has(code) && !supporter.narrowed.has(code) && !catalogue[code as never]?.withheld)
    .sort()

type Row = { expiresAt: string; usedAt: string | null; endsAt: string | null; endedAt: string | null }
/** Where a consent stands, and since or until when. */
export function standing({ expiresAt, usedAt, endsAt, endedAt }: Row, now: Temporal.Instant) {
  const isPast = (at: string) => Temporal.Instant.compare(at, now) <= 0
  if (!usedAt) return { state: endedAt || isPast(expiresAt) ? ('over' as const) : ('open' as const), until: endedAt ?? expiresAt }
  const until = endedAt ?? (endsAt as string)
  return { state: endedAt || isPast(until) ? ('ended' as const) : ('running' as const), until }
}

export const wrongCode = () =>
  new AppError(
    422,
    'support.wrong_code',
    'This code is not right, has been used or is too old, or there were too many attempts. Ask for a new one.',
    {
      errors: [{ path: 'code', message: 'This code is not right, has been used or is too old.' }],
      commits: true,
    },
  )
export const browserOnly = () =>
  new AppError(403, 'support.browser_only', 'Support works in a browser only, where people see whom they help.')
export const ownCode = () => new AppError(409, 'support.own_code', 'This is your own code. Give it to whoever helps you.')
export const notSupporting = () => new AppError(409, 'support.not_supporting', 'You are in your own session.')
export const raced = () => new AppError(409, 'support.raced', 'Another code was being made at the same moment. Please try again.')
