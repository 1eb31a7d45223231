/**
 * A refusal in the user's words. `code` is stable (`appointments.slot_taken`), `message` is a sentence people read.
 * `commits`: what the refused request wrote (a counted wrong password, its audit row) is kept.
 */
export class AppError extends Error {
  readonly status: number
  readonly code: string
  readonly errors?: { path: string; message: string }[]
  readonly commits: boolean
  readonly retryAfter?: number

  constructor(
    status: number,
    code: string,
    message: string,
    more: { errors?: { path: string; message: string }[]; commits?: boolean; retryAfter?: number } = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    if (more.errors) this.errors = more.errors
    this.commits = more.commits ?? false
    if (more.retryAfter) this.retryAfter = more.retryAfter
  }
}

/** A missing row and another tenant's row answer alike. */
export const notFound = () => new AppError(404, 'not_found', 'There is nothing here, or it is not yours to see.')
export const forbidden = () => new AppError(403, 'forbidden', 'Your role does not allow this.')
export const notWhileLent = () =>
  new AppError(403, 'not_while_lent', 'This is not open at a kiosk, nor in a session that somebody lent for support.')
export const featureOff = () =>
  new AppError(403, 'feature_off', 'Your organisation does not use this part of Salus. Your administrator can tell you more.')
export const unauthenticated = () => new AppError(401, 'unauthenticated', 'Please sign in.')
export const stale = () => new AppError(412, 'stale', 'Somebody else has changed this since you opened it. Reload to see their version.')
export const conflict = () =>
  new AppError(409, 'conflict', 'Somebody else was changing the same thing at the same moment. Please try again.')
export const inUse = () => new AppError(409, 'in_use', 'Something else still refers to this, so it cannot be removed.')
export const unavailable = (retryAfter = 2) =>
  new AppError(503, 'unavailable', 'The service cannot answer just now. Please try again in a moment.', { retryAfter })

/** 422 with the field at fault. */
export const invalid = (path: string, message: string) => new AppError(422, 'invalid', message, { errors: [{ path, message }] })

/** What a constraint's name reads like: `{ appointments_no_overlap: slotTaken }`. */
export type Wording = Record<string, () => AppError>

/**
 * Turns a database error into a refusal. On a cluster, constraint names carry a shard suffix (`_102008`), and some errors
 * carry the name in the message only.
 */
export function wordDatabaseError(error: unknown, wording: Wording): AppError | undefined {
  const { code, constraint, message } = error as { code?: string; constraint?: string; message?: string }
  if (!code) return undefined
  if (code === '40P01' || code === '40001') return conflict()
  if (/^(08|57P|53)/.test(code)) return unavailable()
  // A sign that no text holds (0), a moment no calendar knows, a number too large, a place in no list.
  if (/^22(021|P0[25]|00[3789])$/.test(code))
    return new AppError(422, 'invalid', 'Something in what was sent cannot be read or kept: a sign, a number or a date.')
  if (!code.startsWith('23') && code !== '23P01') return undefined
  // One constraint, two sides: what refers to nothing is worded by its module, what is referred to cannot go.
  if (code === '23503' && /^update or delete/.test(message ?? '')) return inUse()
  const named = constraint ?? /"([a-z0-9_]+)"/.exec(message ?? '')?.[1] ?? ''
  const worded = wording[named] ?? wording[named.replace(/_\d+$/, '')]
  if (worded) return worded()
  if (code === '23503') return new AppError(422, 'reference_missing', 'Something this refers to does not exist.')
  return undefined
}
