export { forget, identify } from './identify.ts'
export { demoAccounts } from './me.ts'
export { createEmptyTenant, isOperatorKey, type NewTenant } from './operator.ts'
export { endAllSessions, openSession } from './sessions.ts'
