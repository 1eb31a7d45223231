export { countGuess, devicesOf, noteAttempt, signInsOf } from './attempt.ts'
export { identify } from './identify.ts'
export {
  findToken,
  lettersPerHour,
  makeToken,
  recentTokens,
  spendToken,
  voidTokens,
} from './links.ts'
export { demoAccounts, describeMe } from './me.ts'
export { apiKeysOf, createEmptyTenant, isOperatorKey, makeApiKey, type NewTenant, revokeApiKey, rotateApiKey } from './operator.ts'
export { checkPassword, hashPassword } from './password.ts'
export { deviceName, foreignNetwork, lasts, linkSpent, mayGuess, within } from './policy.ts'
export { endAllSessions, endSessions, forgetDevice, openSession, reopenSession } from './sessions.ts'
export { passSecondFactor, provePassword, requireSecondFactor } from './signIn.ts'
