import { AppError, invalid } from '#platform/errors.ts'

/** How long a code is good for: to register a device, and to choose a PIN. */
export const lasts = { registration: { minutes: 30 }, startCode: { hours: 72 } } as const

type Guesses = { windowStart: string; attempts: number }
const most = { wrong: 20, within: { minutes: 15 } }
/** May one more PIN be tried at this kiosk, whoever's? Twenty wrong ones within a quarter of an hour; so a kiosk rests no longer than that. */
export function mayGuessHere(wrong: readonly Guesses[], now: Temporal.Instant): boolean {
  const since = now.subtract(most.within)
  const recent = wrong.filter((one) => Temporal.Instant.compare(one.windowStart, since) > 0)
  return recent.reduce((sum, one) => sum + one.attempts, 0) < most.wrong
}

const isStep = (pin: string, step: number) =>
  [...pin].every((digit, i) => i === 0 || (Number(pin[i - 1]) + step + 10) % 10 === Number(digit))
const isDay = (day: number, month: number) => day >= 1 && day <= 31 && month >= 1 && month <= 12
const isYear = (year: string | undefined) => /^(19[2-9]|20[0-3])/.test(year ?? '')

/**
 * Why a PIN would be guessed too easily: counted up or down, of one or two digits, repeated, a date or a year of birth, or the
 * person's own number. Null where it would not.
 */
export function whyWeak(pin: string, number: string | null): string | null {
  if (isStep(pin, 1) || isStep(pin, -1)) return 'This PIN counts up or down.'
  if (new Set(pin).size <= 2 || /^(\d\d)\1\1$|^(\d{3})\2$/.test(pin)) return 'This PIN repeats itself.'
  const [a, b, c] = [pin.slice(0, 2), pin.slice(2, 4), pin.slice(4)].map(Number) as [number, number, number]
  if (isDay(a, b) || isDay(b, a) || isDay(c, b) || isYear(pin) || isYear(pin.slice(2)))
    return 'This PIN looks like a date or a year. Somebody who knows you might try it.'
  const digits = (number ?? '').replaceAll(/\D/g, '')
  if (digits.length >= 3 && (pin.includes(digits) || digits.includes(pin))) return 'This PIN is part of your number.'
  return null
}
export const weakPin = (why: string) => invalid('pin', why)

/** One sentence for an unknown number, a wrong PIN, too many tries, and a device that is no kiosk. */
export const wrongPin = () =>
  new AppError(
    401,
    'kiosks.wrong_pin',
    'Number and PIN do not belong together here, or there were too many attempts. Try again in 15 minutes, or ask for a new start code.',
  )
export const wrongCode = () =>
  new AppError(410, 'kiosks.wrong_code', 'This code has been used, is too old, or was mistyped. Ask an administrator for a new one.')
export const noNumber = () => new AppError(409, 'kiosks.no_number', 'A kiosk asks for an employee number, and there is none yet.')
export const notActive = () => new AppError(409, 'kiosks.not_active', 'This person is deactivated.')
export const notYours = () => new AppError(403, 'kiosks.not_yours', 'Start codes are given by a person’s manager or an administrator.')
export const raced = () => new AppError(409, 'kiosks.raced', 'This was just being changed. Please try again.')
export const unknownBranch = () => invalid('branchId', 'There is no such branch.')
export const badName = () => invalid('name', 'A name has 1 to 80 characters.')
