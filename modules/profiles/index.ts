export { needsOf } from './profile.ts'
