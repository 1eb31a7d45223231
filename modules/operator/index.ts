export { operatorTrail } from './deeds.ts'
export { forgetService, noteService, saveService, serviceOf } from './serviceKeys.ts'
export { isOperator } from './sessions.ts'
export { insideTenant, noting } from './trail.ts'
