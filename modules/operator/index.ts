export { isOperator } from './sessions.ts'
export { insideTenant, noting } from './trail.ts'
