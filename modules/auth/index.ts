export { countGuess, mayWrite, noteAttempt, noteComing, signInsOf, unguessed } from './attempt.ts'
export { identify, refuseForeign, usesPassword } from './identify.ts'
export {
  apiKeysOf,
  createEmptyTenant,
  demoAccounts,
  isOperatorKey,
  makeApiKey,
  type NewTenant,
  operatorKeyId,
  revokeApiKey,
  rotateApiKey,
} from './operator.ts'
export { checkPassword, hashPassword, holdCredentials, lockAccount, lockOf, requireSecondFactor, unlockAccount } from './password.ts'
export { deviceName, lasts, linkSpent, within } from './policy.ts'
export { devicesOf, endAllSessions, endOidcSessions, endSessions, forgetDevice, handBack, openSession, reopenSession } from './sessions.ts'
export {
  asksQuestions,
  enterProven,
  keepQuestions,
  normalAnswer,
  passSecondFactor,
  provePassword,
  questionsOf,
} from './signIn.ts'
export { findToken, makeToken, spendToken, voidTokens } from './tokens.ts'
