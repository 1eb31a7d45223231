export { countGuess, devicesOf, noteAttempt, noteComing, signInsOf } from './attempt.ts'
export { identify } from './identify.ts'
export {
  apiKeysOf,
  createEmptyTenant,
  demoAccounts,
  isOperatorKey,
  makeApiKey,
  type NewTenant,
  revokeApiKey,
  rotateApiKey,
} from './operator.ts'
export { checkPassword, hashPassword } from './password.ts'
export { deviceName, lasts, linkSpent, within } from './policy.ts'
export { endAllSessions, endSessions, forgetDevice, openSession, reopenSession } from './sessions.ts'
export {
  asksQuestions,
  keepQuestions,
  normalAnswer,
  passSecondFactor,
  provePassword,
  questionsOf,
  refuseForeign,
  requireSecondFactor,
} from './signIn.ts'
export { findToken, lettersPerHour, makeToken, recentTokens, spendToken, voidTokens } from './tokens.ts'
