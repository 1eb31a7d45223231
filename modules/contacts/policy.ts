import { AppError, invalid } from '#platform/errors.ts'

export const lasts = { phoneCode: { minutes: 10 } } as const

export const ifNot = 'If this was not you, change your password at once and tell your administrator.'

export const wrongPassword = () => invalid('password', 'This is not your password, or there were too many attempts.')
export const wrongCode = () =>
  new AppError(422, 'contacts.wrong_code', 'This code is not right, is too old, or there were too many attempts. Ask for a new one.', {
    errors: [{ path: 'code', message: 'This code is not right, or too old.' }],
    commits: true,
  })
export const noSms = () => new AppError(409, 'contacts.no_sms', 'This installation sends no text messages.')
export const tooMany = () =>
  new AppError(429, 'contacts.too_many', 'Three messages within an hour are enough. Look for them, or try again later.')
export const badPhone = () => invalid('phone', 'Use a number such as 07700 900123 or +44 7700 900123.')
