import { createHmac } from 'node:crypto'
import QRCode from 'qrcode'
import { AppError, invalid } from '#platform/errors.ts'

/** How long a shown factor allows to change factors, a passkey's challenge can be answered, and an app's first code is awaited. */
export const lasts = { fresh: { minutes: 10 }, challenge: { minutes: 5 }, enrolment: { minutes: 30 } } as const
export const mostFactors = 10
export const recoveryCodeCount = 10

/** Seconds that one code of an authenticator app is shown for (RFC 6238, X). */
const period = 30
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648 base32 without padding, as authenticator apps read a secret. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => letters[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

export const stepAt = (now: Temporal.Instant): number => Math.floor(now.epochMilliseconds / 1000 / period)

/** The code of six digits at a step: HOTP (RFC 4226) of the step, HMAC-SHA-1. */
export function codeAt(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = (mac.at(-1) as number) & 0xf
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** Which step a code belongs to, the one before or after counted in (RFC 6238, 5.2); undefined where it is none of them. */
export const stepOf = (secret: Uint8Array, code: string, now: Temporal.Instant): number | undefined =>
  [0, -1, 1].map((drift) => stepAt(now) + drift).find((step) => codeAt(secret, step) === code)

/** Modules of light around a QR code, so that it is found. */
const quiet = 4
/** A QR code as an SVG path of dark squares. */
export function qrOf(text: string): { side: number; path: string } {
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules
  const dark = Array.from(data, (bit, i) => (bit ? `M${quiet + (i % size)} ${quiet + Math.floor(i / size)}h1v1h-1z` : ''))
  return { side: size + 2 * quiet, path: dark.join('') }
}

/** A recovery code from 50 bits of chance: "k3f7q-x2m9t". */
export const recoveryCode = (bytes: Uint8Array): string => {
  const text = base32(bytes).toLowerCase().slice(0, 10)
  return `${text.slice(0, 5)}-${text.slice(5)}`
}
/** What was typed, as it is kept: without case, hyphens and spaces. */
export const plainCode = (typed: string) => typed.toLowerCase().replaceAll(/[^a-z2-7]/g, '')

/** Was the factor shown a moment ago? Factors are changed only then. */
export const isFresh = (shownAt: Temporal.Instant | null, now: Temporal.Instant): boolean =>
  shownAt !== null && Temporal.Instant.compare(shownAt.add(lasts.fresh), now) > 0

export const wrongCode = () =>
  new AppError(
    422,
    'factors.wrong_code',
    'This was not right, or there were too many attempts. Wait for the next code, or try again later.',
    {
      commits: true,
    },
  )
export const wrongFirstCode = () => invalid('code', 'This is not the code that the app shows now.')
export const wrongPasskey = () =>
  new AppError(422, 'factors.wrong_passkey', 'This passkey was not accepted. Please try again, or use another way.', { commits: true })
export const tooManyAttempts = () =>
  new AppError(429, 'factors.too_many_attempts', 'There were too many wrong answers. Try again in 15 minutes.')
export const stepUpNeeded = () => new AppError(403, 'factors.step_up_needed', 'Please show your second factor again first.')
export const tooMany = () => new AppError(409, 'factors.too_many', 'Ten are enough. Remove one that you no longer use first.')
export const notYours = () => new AppError(403, 'factors.own_account', 'Change your own second factors in your account.')
export const notYourself = () => new AppError(403, 'factors.own_lock', 'Another administrator can lock or unlock your account, not you.')
export const lockedAlready = () => new AppError(409, 'factors.locked_already', 'This account is locked already.')
export const notActive = () => new AppError(409, 'factors.not_active', 'This account is deactivated: nobody gets in by it anyway.')
export const notLocked = () => new AppError(409, 'factors.not_locked', 'This account is not locked.')
export const poorAnswers = () =>
  new AppError(422, 'factors.poor_answers', 'Please check your answers.', {
    errors: [{ path: 'answers', message: 'Give three different answers of at least three letters.' }],
  })
export const questionsOff = () => new AppError(409, 'factors.questions_off', 'Your organisation does not use security questions.')
export const shutOut = (address: string) =>
  invalid('networks', `You would shut yourself out: your own address, ${address}, is in none of these networks.`)
