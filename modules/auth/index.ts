export { createEmptyTenant, type NewTenant } from './createTenant.ts'
export { isOperator } from './operator.ts'
export { identify, openSession } from './sessions.ts'
