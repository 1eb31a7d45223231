export { isOperator } from './sessions.ts'
